"""One person was entered twice. A person who chairs both tables lets the one case go up in the other; the
program never proposes it. It can be undone within a term."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.cases import actions as cases
from casustafel.cases import queries as case_queries
from casustafel.cases.choices import State
from casustafel.cases.models import Case, Seat
from casustafel.cases.rules import check_reason
from casustafel.joining import copying, policy, queries, tables
from casustafel.joining.models import Joining, Origin
from casustafel.joining.tables import GivenSeat
from casustafel.lib import locking
from casustafel.lib.refusal import NotYours
from casustafel.notices import actions as notices
from casustafel.notices.choices import Kind
from casustafel.parties import terms


@transaction.atomic
def merge(
    *, case: Case, other: Case, seats: Sequence[GivenSeat], reason: str, by: Viewer, now: datetime
) -> Joining:
    """`other` goes up in `case`. It stays to be read by its own table and is worked in no more."""
    here, there = _locked(by, case.pk, other.pk)
    policy.check_can_merge(by, here, there)
    check_reason(reason)
    given = [tables.give_seat(here, each, by=by, now=now) for each in seats]
    made = Joining(
        case=here,
        key=here.key,
        other_id=there.id,
        by_id=by.person_id,
        at=now,
        undo_until_date=terms.due(here.partnership_id, "JOINING_UNDO", now.date()),
    )
    made.save(force_insert=True)
    came = copying.bring_over(joining=made, seats=[seat.id for seat in given], by=by, now=now)
    _set_state(there, State.MERGED, now=now)
    _record(made, "case.merged", [here], reason, by=by, now=now)
    _record(made, "case.merged_into", [there], reason, by=by, now=now)
    _tell(here, there, Kind.CASES_MERGED, by=by, now=now)
    tables.tell_narrowed(here, came, by=by, now=now)
    return made


@transaction.atomic
def undo(*, joining: Joining, reason: str, by: Viewer, now: datetime) -> Joining:
    """What came over and was not changed since goes out again, the seats that were given end, and the other
    case is worked in as before. What was brought in or changed since stays."""
    here, there = _locked(by, joining.case_id, joining.other_id)
    joining = queries.get(by, here, joining.pk)
    policy.check_can_undo(by, joining, here, there, day=now.date())
    check_reason(reason)
    _end_seats(joining, reason, by=by, now=now)
    gone = copying.take_out(joining=joining, now=now)
    log.record("joining.taken_out", by=by, now=now, on=("joining", joining.id), scope=here.id, objects=gone)
    _set_state(there, State.OPEN, now=now)
    _record(joining, "case.merge_undone", [here, there], reason, by=by, now=now)
    _tell(here, there, Kind.MERGE_UNDONE, by=by, now=now)
    return joining


def _locked(by: Viewer, here: UUID, there: UUID) -> tuple[Case, Case]:
    """Both, in one order: of two who do this at once the second finds what the first left. And who brings
    something in there is waited for, or finds that the work goes on elsewhere."""
    locking.alone(f"case|{there}")
    rows = Case.objects.visible_to(by).select_for_update(of=("self",)).filter(pk__in=[here, there])
    found = {row.pk: row for row in rows.select_related("key", "core_key").order_by("pk")}
    if not {here, there} <= found.keys():
        raise NotYours
    return found[here], found[there]


def _end_seats(joining: Joining, reason: str, *, by: Viewer, now: datetime) -> None:
    given = Origin.objects.visible_to(by).filter(joining=joining, table=Seat._meta.db_table)
    rows = Seat.objects.visible_to(by).filter(pk__in=given.values("new_id"), until_date__isnull=True)
    for seat in rows.select_related("case__key"):
        cases.end_seat(seat=seat, reason=reason, by=by, now=now)


def _set_state(case: Case, state: State, *, now: datetime) -> None:
    case.state, case.closed_date = state, None if state == State.OPEN else now.date()
    case.save(update_fields=["state", "closed_date"])


def _record(
    joining: Joining, action: str, files: Iterable[Case], reason: str, *, by: Viewer, now: datetime
) -> None:
    for case in files:
        cases.record_step(case, action, by=by, now=now, reason=reason)
        log.record(action, by=by, now=now, on=("joining", joining.id), scope=case.id)


def _tell(here: Case, there: Case, kind: Kind, *, by: Viewer, now: datetime) -> None:
    at_here = case_queries.people_at(by, [here], day=now.date())
    at_there = case_queries.people_at(by, [there], day=now.date())
    for case, people in ((here, at_here), (there, at_there - at_here)):
        notices.tell(to=people, kind=kind, path=reverse("case", args=[case.id]), by=by, now=now)
