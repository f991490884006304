from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.urls import reverse

from casustafel.access.permissions import Permission
from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.cases import policy, rules
from casustafel.cases.choices import Level, SeatRole, State
from casustafel.cases.models import Case, Seat, Step, Subject
from casustafel.lib import live, locking
from casustafel.lib.refusal import NotYours
from casustafel.notices import actions as notices
from casustafel.notices.choices import Kind
from casustafel.parties.models import Person
from casustafel.vault import keys, sealing
from casustafel.vault.choices import Scope


@dataclass(frozen=True)
class NewSeat:
    person: Person
    role: str
    ground: str


@dataclass(frozen=True)
class NewCase:
    """What the process director decides when a case begins."""

    weighing_id: UUID
    report_id: UUID | None
    subject_name: str
    subject_birth: str
    pseudonym: str
    regime: str
    ground: str
    reason: str
    model_version: str
    review_due_date: date


@transaction.atomic
def open_case(*, new: NewCase, seats: Sequence[NewSeat], by: Viewer, now: datetime) -> Case:
    """Begin a case with its first seats: the process director, a case director and the core partners."""
    if not by.may(Permission.CASE_OPEN):
        raise NotYours
    rules.check_first_seats([seat.role for seat in seats])
    policy.check_can_sit(by, [seat.person for seat in seats], day=now.date())
    rules.check_reason(new.reason)
    row = uuid4()
    case = Case(
        id=row,
        key=keys.make(Scope.CASE, row),
        core_key=keys.make(Scope.CORE, row),
        partnership_id=by.partnership_id,
        regime=new.regime,
        model_version=new.model_version,
        opened_date=now.date(),
        review_due_date=new.review_due_date,
        weighing_id=new.weighing_id,
        report_id=new.report_id,
    )
    sealing.seal(case, pseudonym=new.pseudonym, ground=new.ground, reason=new.reason)
    case.save(force_insert=True)
    subject = Subject(case=case, key=case.key)
    sealing.seal(subject, name=new.subject_name, birth=new.subject_birth)
    subject.save(force_insert=True)
    record_step(case, "case.opened", by=by, now=now, reason=new.reason)
    Seat.objects.bulk_create([_seat(case, seat, now=now) for seat in seats])
    _tell(case, seats, by=by, now=now)
    log.record("case.opened", by=by, now=now, on=("case", case.id), scope=case.id)
    return case


@transaction.atomic
def seat(*, case: Case, new: NewSeat, by: Viewer, now: datetime) -> Seat:
    """Give somebody a seat, with the ground on which they may know."""
    policy.check_can_chair(by, case)
    policy.check_can_sit(by, [new.person], day=now.date())
    rules.check_ground(new.ground)
    locking.alone(f"seats|{case.id}")
    open_now = Seat.objects.visible_to(by).filter(case=case, person=new.person, until_date__isnull=True)
    rules.check_not_seated(is_seated=open_now.exists())
    made = _seat(case, new, now=now)
    made.save(force_insert=True)
    record_step(case, "case.seated", by=by, now=now, reason=new.ground)
    _tell(case, [new], by=by, now=now)
    log.record("case.seated", by=by, now=now, on=("seat", made.id), scope=case.id)
    return made


@transaction.atomic
def end_seat(*, seat: Seat, reason: str, by: Viewer, now: datetime) -> Seat:
    """From today on this seat opens nothing any more."""
    policy.check_can_chair(by, seat.case)
    rules.check_reason(reason)
    rules.check_not_own_seat(is_own=seat.person_id == by.person_id)
    rules.check_seat_lasts(seat.until_date, now.date())
    seat.until_date = now.date()
    seat.save(update_fields=["until_date"])
    record_step(seat.case, "case.seat_ended", by=by, now=now, reason=reason)
    log.record("case.seat_ended", by=by, now=now, on=("seat", seat.id), scope=seat.case_id)
    return seat


@transaction.atomic
def scale(*, case: Case, level: str, reason: str, by: Viewer, now: datetime) -> Case:
    """From now on the table is asked to do more, or less."""
    rules.check_reason(reason)
    locked = _directed(case, by=by)
    locked.level = Level(level)
    locked.save(update_fields=["level"])
    record_step(locked, "case.scaled", by=by, now=now, reason=reason)
    log.record("case.scaled", by=by, now=now, on=("case", locked.id), scope=locked.id)
    return locked


@transaction.atomic
def plan_review(*, case: Case, due_date: date, by: Viewer, now: datetime) -> Case:
    """The day by which the table looks back again."""
    rules.check_ahead(due_date, now.date())
    locked = _directed(case, by=by)
    locked.review_due_date = due_date
    locked.save(update_fields=["review_due_date"])
    log.record("case.review_planned", by=by, now=now, on=("case", locked.id), scope=locked.id)
    return locked


@transaction.atomic
def close(*, case: Case, reason: str, by: Viewer, now: datetime) -> Case:
    """The approach ends. Whether it may end is asked where the reviews are; the case stays to be read."""
    rules.check_reason(reason)
    locked = _directed(case, by=by)
    locked.state, locked.closed_date = State.CLOSED, now.date()
    locked.save(update_fields=["state", "closed_date"])
    record_step(locked, "case.closed", by=by, now=now, reason=reason)
    log.record("case.closed", by=by, now=now, on=("case", locked.id), scope=locked.id)
    return locked


def _directed(case: Case, *, by: Viewer) -> Case:
    """The case, locked, for who directs it; refused when it was closed meanwhile."""
    policy.check_can_see(by, case)
    rows = Case.objects.visible_to(by).select_for_update(of=("self",)).select_related("key")
    locked: Case = rows.get(pk=case.pk)
    policy.check_can_direct(by, locked)
    return locked


def record_step(case: Case, kind: str, *, by: Viewer, now: datetime, reason: str = "") -> Step:
    """How it reads back in the file. Called inside the action of any step of the work."""
    step = Step(case=case, key=case.key, kind=kind, by_id=by.person_id, at=now)
    sealing.seal(step, reason=reason)
    step.save(force_insert=True)
    live.changed(case.id)
    return step


def _tell(case: Case, seats: Sequence[NewSeat], *, by: Viewer, now: datetime) -> None:
    path = reverse("case", args=[case.id])
    notices.tell(to=[seat.person.id for seat in seats], kind=Kind.SEAT_GIVEN, path=path, by=by, now=now)


def _seat(case: Case, new: NewSeat, *, now: datetime) -> Seat:
    made = Seat(
        case=case,
        key=case.key,
        organisation_id=new.person.organisation_id,
        person=new.person,
        role=SeatRole(new.role),
        from_date=now.date(),
    )
    sealing.seal(made, ground=new.ground)
    return made
