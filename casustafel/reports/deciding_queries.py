"""Reads for the ways out: the second look, what was handed on, and who is the same person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q

from casustafel.access.permissions import Permission
from casustafel.access.roles import roles_with
from casustafel.access.viewer import Viewer
from casustafel.lib.refusal import NotYours
from casustafel.parties import queries as parties
from casustafel.parties.models import Person
from casustafel.reports.models import HandingOn, Message, Report, SamePerson, SecondLook, Signal

PER_PAGE = 25
# Of one person more are not shown beside each other; the list of reports has them.
GROUP_AT_MOST = 50


def second_people(viewer: Viewer, *, day: date) -> Sequence[Person]:
    """Who may be asked to look along: in the role on this day, and of another organisation."""
    held = parties.with_role(viewer, *roles_with(Permission.REPORT_SECOND), day=day)
    found = held.exclude(organisation_id=viewer.organisation_id)
    return list(found.order_by("organisation__name", "id"))


def looks(viewer: Viewer, *, page: int | str) -> Page[SecondLook]:
    """What waits for this person's answer, the longest first."""
    found = SecondLook.objects.visible_to(viewer).filter(asked_id=viewer.person_id, answer="")
    rows = found.select_related("report").order_by("asked_at", "id")
    return Paginator(rows, PER_PAGE).get_page(page)


@dataclass(frozen=True)
class LookFile:
    look: SecondLook
    signals: Sequence[Signal]
    messages: Sequence[Message]


def look(viewer: Viewer, look_id: UUID) -> LookFile:
    """With the report; only while the question stands, and only for who was asked."""
    rows = SecondLook.objects.visible_to(viewer).filter(asked_id=viewer.person_id, answer="")
    found = rows.select_related("report").filter(pk=look_id).first()
    if found is None:
        raise NotYours
    messages = Message.objects.visible_to(viewer).filter(report=found.report_id)
    return LookFile(found, signals_of(viewer, found.report), list(messages.order_by("sequence")))


@dataclass(frozen=True)
class WaysFile:
    """What the page of a report shows beside the report itself."""

    looks: Sequence[SecondLook]
    handings: Sequence[HandingOn]
    linked: Sequence[Report]
    signals: Sequence[Signal]
    decided_with: frozenset[UUID]


def ways(viewer: Viewer, report: Report) -> WaysFile:
    pairs = _pairs(viewer, report)
    others = {each for pair in pairs for each in pair} - {report.id}
    linked, signals = [], []
    if others:
        linked = list(
            Report.objects.visible_to(viewer).filter(pk__in=others).order_by("-received_date", "id")
        )
        told = Signal.objects.visible_to(viewer).filter(report__in=others)
        signals = list(told.order_by("observed_date", "marked_at"))
    looks = SecondLook.objects.visible_to(viewer).filter(report=report)
    handings = HandingOn.objects.visible_to(viewer).filter(report=report)
    return WaysFile(
        list(looks.order_by("asked_at")),
        list(handings.order_by("at", "id")),
        linked,
        signals,
        frozenset(each for pair in pairs if report.id in pair for each in pair),
    )


def _pairs(viewer: Viewer, report: Report) -> set[tuple[UUID, UUID]]:
    """Also by way of a third: what was linked with a linked report is about the same person as well."""
    standing = SamePerson.objects.visible_to(viewer).filter(undone_at__isnull=True, same=True)
    known: set[UUID] = set()
    reached, pairs = {report.id}, set[tuple[UUID, UUID]]()
    while reached - known and len(reached) <= GROUP_AT_MOST:
        edge = reached - known
        known |= edge
        found = set(standing.filter(Q(report__in=edge) | Q(other__in=edge)).values_list("report", "other"))
        pairs |= found
        reached |= {each for pair in found for each in pair}
    return pairs


def standing(viewer: Viewer, report: Report, other: Report) -> SamePerson | None:
    """What was decided about these two, if that still stands."""
    pair = Q(report=report, other=other) | Q(report=other, other=report)
    return SamePerson.objects.visible_to(viewer).filter(pair, undone_at__isnull=True).first()


def signals_of(viewer: Viewer, report: Report) -> Sequence[Signal]:
    found = Signal.objects.visible_to(viewer).filter(report=report)
    return list(found.order_by("observed_date", "marked_at"))
