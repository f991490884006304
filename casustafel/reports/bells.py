"""Whose bell rings at the reporting point."""

from datetime import datetime
from uuid import UUID

from django.urls import reverse

from casustafel.audit.log import Actor
from casustafel.notices import actions as notices
from casustafel.notices.choices import Kind
from casustafel.reports.models import Report, SecondLook


def came_in(partnership_id: UUID, *, by: Actor, now: datetime) -> None:
    path = reverse("reports:list")
    notices.tell_desk(partnership_id=partnership_id, kind=Kind.REPORT_CAME, path=path, by=by, now=now)


def added_to(report: Report, *, by: Actor, now: datetime) -> None:
    """Who has the report in hand; all officers while nobody has."""
    notices.tell_desk(
        partnership_id=report.partnership_id,
        kind=Kind.REPORTER_ADDED,
        path=reverse("reports:show", args=[report.id]),
        by=by,
        now=now,
        handler_id=report.handled_by_id,
    )


def given(report: Report, to: UUID, *, by: Actor, now: datetime) -> None:
    path = reverse("reports:show", args=[report.id])
    notices.tell(to=[to], kind=Kind.REPORT_GIVEN, path=path, by=by, now=now)


def asked_along(look: SecondLook, *, by: Actor, now: datetime) -> None:
    path = reverse("reports:look", args=[look.id])
    notices.tell(to=[look.asked_id], kind=Kind.SECOND_ASKED, path=path, by=by, now=now)


def looked_along(look: SecondLook, *, by: Actor, now: datetime) -> None:
    path = reverse("reports:show", args=[look.report_id])
    notices.tell(to=[look.asked_by_id], kind=Kind.SECOND_SAID, path=path, by=by, now=now)
