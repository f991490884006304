"""Cases come on the agenda of a meeting and go off it; who is expected hears of it."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import F
from django.urls import reverse

from casustafel.access.viewer import Viewer
from casustafel.cases.models import Case
from casustafel.method import model
from casustafel.notices import actions as notices
from casustafel.notices.choices import Kind
from casustafel.parties.models import Organisation
from casustafel.table import planning_queries
from casustafel.table.models import AgendaItem, Expected, Leave, Meeting

FAR = 10_000  # places that no agenda reaches, to move by way of


def put_on(meeting: Meeting, added: Sequence[tuple[Case, int]], *, by: Viewer) -> None:
    """Behind what stands there, each for its minutes. Who has a seat on that day is expected."""
    last = max((place for place, _ in planning_queries.clock(meeting.id)), default=0)
    items = [
        AgendaItem(
            case=case,
            key=case.key,
            meeting=meeting,
            place=place,
            minutes=minutes,
            step=model.of(case.model_version).steps[0].code,
        )
        for place, (case, minutes) in enumerate(added, start=last + 1)
    ]
    AgendaItem.objects.bulk_create(items)
    for item in items:
        expect(item, planning_queries.organisations_seated(by, item, day=meeting.day))


def take_off(items: Collection[AgendaItem], *, by: Viewer) -> None:
    for model_of_item in (Expected, Leave):
        model_of_item.objects.visible_to(by).filter(item__in=items).delete()
    AgendaItem.objects.visible_to(by).filter(pk__in=[item.pk for item in items]).delete()


def put_in_order(lines: Sequence[tuple[AgendaItem, int]], *, by: Viewer) -> None:
    """They share out the places that they had. By way of places far away, for no two have the same."""
    places = sorted(item.place for item, _ in lines)
    rows = AgendaItem.objects.visible_to(by)
    rows.filter(pk__in=[item.pk for item, _ in lines]).update(place=F("place") + FAR)
    for place, (item, minutes) in zip(places, lines, strict=True):
        rows.filter(pk=item.pk).update(place=place, minutes=minutes)


def expect(item: AgendaItem, organisations: Iterable[Organisation]) -> None:
    Expected.objects.bulk_create(
        Expected(case_id=item.case_id, key_id=item.key_id, item=item, organisation=row)
        for row in organisations
    )


def tell(
    meeting: Meeting, kind: Kind, *, by: Viewer, now: datetime, also: Collection[UUID] = frozenset()
) -> None:
    """Everybody who is expected, and `also` who was. Who can no longer open the meeting finds the list."""
    people = planning_queries.people_expected(by, meeting, day=now.date()) | set(also)
    at_table = planning_queries.people_at_table(by, meeting, day=now.date())
    ring(meeting, people & at_table, kind, by=by, now=now)
    notices.tell(to=people - at_table, kind=kind, path=reverse("table:list"), by=by, now=now)


def ring(meeting: Meeting, people: Collection[UUID], kind: Kind, *, by: Viewer, now: datetime) -> None:
    page = "table:table" if kind is Kind.MEETING_PLANNED else "table:before"
    notices.tell(to=people, kind=kind, path=reverse(page, args=[meeting.id]), by=by, now=now)
