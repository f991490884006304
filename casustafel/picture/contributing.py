"""Bringing in, for one purpose on one ground, to one audience."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.cases import actions as cases
from casustafel.cases import policy
from casustafel.cases import queries as case_queries
from casustafel.cases.models import Case, Seat
from casustafel.lib import locking
from casustafel.parties.models import in_force
from casustafel.picture import contributing_queries, grounds, rules
from casustafel.picture.choices import Audience, DeedKind, Onward, Verified
from casustafel.picture.models import AudienceSeat, Contribution, ContributionDeed, Statement
from casustafel.picture.preparing import is_sharing
from casustafel.picture.stating import NewStatement, stated
from casustafel.picture.telling import tell_askers
from casustafel.sharing import catalogue
from casustafel.sharing import queries as sharing
from casustafel.vault import keys, sealing
from casustafel.vault.choices import Scope
from casustafel.vault.models import DataKey


@dataclass(frozen=True)
class Given:
    """What for, on which ground (code of the sharing catalogue), for whom, and what may be done with it.
    `conditions`: codes of what must hold besides (grounds.condition_codes), each confirmed by a person.
    `seats` are named when the audience is SEATS. Without `until_date` the partnership's term holds."""

    purpose: str
    ground: str
    category: str
    audience: str
    conditions: Sequence[str] = ()
    seats: Sequence[UUID] = ()
    onward: str = Onward.ASK
    verified: str = Verified.NOT_CHECKED
    until_date: date | None = None


@transaction.atomic
def contribute(
    *,
    case: Case,
    given: Given,
    statements: Sequence[NewStatement],
    by: Viewer,
    now: datetime,
    aid_id: UUID | None = None,
) -> Contribution:
    """Bring in statements for one purpose on one ground. Before the chair opens sharing only one's own
    organisation sees them; after that they are there for their audience at once. A finished sharing aid of
    one's own may go along, as a copy."""
    _check_can_work(case, by)
    rules.check_has_statements(len(statements))
    made = _provided(case, given, by=by, now=now)
    if aid_id:
        sealing.seal(made, sharing_aid=sharing.result_text(by, aid_id, now=now))
        log.record("sharing.attached", by=by, now=now, on=("contribution", made.id), scope=case.id)
    made.save(force_insert=True)
    _name_seats(made, given, by=by, now=now)
    Statement.objects.bulk_create(stated(made, statements, now=now))
    _tell(made, "picture.contributed", by=by, now=now)
    return made


@transaction.atomic
def record_told(
    *, case: Case, given: Given, domain: str, told_date: date, by: Viewer, now: datetime
) -> Contribution:
    """Told aloud and not written down: that, what for, on which ground, to whom and about what. What was said
    is kept nowhere. Who heard it has it, so it is provided whether sharing is open or not."""
    _check_can_work(case, by)
    rules.check_was_told(told_date, now.date(), audience=given.audience)
    made = _provided(case, given, by=by, now=now)
    made.is_kept, made.domain, made.told_date, made.shared_at = False, domain, told_date, now
    made.save(force_insert=True)
    _name_seats(made, given, by=by, now=now)
    _tell(made, "picture.told", by=by, now=now)
    return made


@transaction.atomic
def release(
    *,
    contribution: Contribution,
    audience: str,
    reason: str,
    seats: Sequence[UUID] = (),
    by: Viewer,
    now: datetime,
) -> Contribution:
    """Open to an audience what was sealed for later. It keeps the key it was sealed with."""
    locked = _own(contribution, reason, by=by, now=now)
    rules.check_sealed(locked.audience)
    rules.check_opens(audience)
    rules.check_may_use_core(audience, by.tie)
    locked.audience = Audience(audience)
    locked.shared_at = now if _is_open(locked.case, by) else None
    if audience == Audience.SEATS:
        named = _seats(locked.case, seats, by=by, now=now)
        rules.check_seats_named(len(named), wanted=len(set(seats)))
        _name(locked, named, by=by, now=now)
    locked.save(update_fields=["audience", "shared_at"])
    _did(locked, DeedKind.RELEASED, reason, by=by, now=now)
    _tell(locked, "picture.released", by=by, now=now)
    tell_askers(locked.case_id, now=now)
    return locked


@transaction.atomic
def widen(
    *, contribution: Contribution, seats: Sequence[UUID], reason: str, by: Viewer, now: datetime
) -> Contribution:
    """Name more seats. None is ever taken away: who read it has read it."""
    locked = _own(contribution, reason, by=by, now=now)
    rules.check_has_named_seats(locked.audience)
    named = _seats(locked.case, seats, by=by, now=now)
    rules.check_seats_named(len(named), wanted=len(set(seats)))
    known = AudienceSeat.objects.visible_to(by).filter(contribution=locked)
    there = set(known.values_list("seat_id", flat=True))
    more = [seat for seat in named if seat.id not in there]
    rules.check_more_seats(len(more))
    _name(locked, more, by=by, now=now)
    _did(locked, DeedKind.WIDENED, reason, by=by, now=now)
    tell_askers(locked.case_id, now=now)
    log.record("picture.widened", by=by, now=now, on=("contribution", locked.id), scope=locked.case_id)
    return locked


@transaction.atomic
def prolong(
    *, contribution: Contribution, until_date: date, reason: str, by: Viewer, now: datetime
) -> Contribution:
    """Keep it longer, as long as it is kept at all and not longer than the case may be."""
    locked = _own(contribution, reason, by=by, now=now)
    rules.check_longer(until_date, before=locked.until_date)
    rules.check_until(
        until_date, today=now.date(), latest=contributing_queries.latest_day(locked.case, now.date())
    )
    locked.until_date = until_date
    locked.save(update_fields=["until_date"])
    _did(locked, DeedKind.PROLONGED, reason, by=by, now=now)
    log.record("picture.prolonged", by=by, now=now, on=("contribution", locked.id), scope=locked.case_id)
    return locked


def _is_open(case: Case, by: Viewer) -> bool:
    """Waits while the chair opens or closes sharing: what comes in is on one side of it or the other."""
    locking.share(f"sharing|{case.id}")
    return is_sharing(case, by)


def _own(contribution: Contribution, reason: str, *, by: Viewer, now: datetime) -> Contribution:
    """One's own organisation's, locked, and still kept; with a reason for what is done with it."""
    policy.check_can_work(by, contribution.case)
    rules.check_is_own(maker=contribution.organisation_id, own=by.organisation_id)
    rules.check_reason(reason)
    rows = (
        Contribution.objects.visible_to(by).select_for_update(of=("self",)).select_related("key", "case__key")
    )
    locked: Contribution = rows.get(pk=contribution.pk)
    rules.check_still_kept(locked.until_date, now.date())
    return locked


@transaction.atomic
def bring_in(*, case: Case, given: Given, by: Viewer, now: datetime) -> Contribution:
    """A contribution without statements, for what else hangs on it."""
    _check_can_work(case, by)
    made = _provided(case, given, by=by, now=now)
    made.save(force_insert=True)
    _name_seats(made, given, by=by, now=now)
    _tell(made, "picture.contributed", by=by, now=now)
    return made


def _check_can_work(case: Case, by: Viewer) -> None:
    """Waits while this case goes up in another, and looks at it as it then is: what would come in behind its
    back lies where nobody works any more."""
    locking.share(f"case|{case.id}")
    policy.check_can_work(by, case_queries.get(by, case.id))


def _provided(case: Case, given: Given, *, by: Viewer, now: datetime) -> Contribution:
    rules.check_reason(given.purpose, "purpose")
    rules.check_may_use_core(given.audience, by.tie)
    _check_ground(given, by)
    until = given.until_date or contributing_queries.proposed_day(case, now.date())
    rules.check_until(until, today=now.date(), latest=contributing_queries.latest_day(case, now.date()))
    is_open = given.audience != Audience.LATER and _is_open(case, by)
    made = Contribution(
        case=case,
        key=key_for(case, given.audience),
        organisation_id=by.organisation_id,
        person_id=by.person_id,
        ground=given.ground,
        category=given.category,
        conditions=grounds.condition_codes(by.organisation_kind, given.category),
        audience=given.audience,
        onward=given.onward,
        verified=given.verified,
        until_date=until,
        made_at=now,
        shared_at=now if is_open else None,
    )
    sealing.seal(made, purpose=given.purpose)
    return made


def _check_ground(given: Given, by: Viewer) -> None:
    """A ground of this kind of organisation, for this kind of information, and all that must hold besides."""
    kind, ground = by.organisation_kind, catalogue.current().find(given.ground)
    rules.check_has_ground(len(grounds.usable(kind, given.category)))
    rules.check_ground(
        is_theirs=ground in grounds.of_kind(kind),
        covers=ground is not None and grounds.covers(ground, given.category),
        whose=grounds.whose(ground) if ground else "",
        about=grounds.about(ground) if ground else "",
    )
    needed = grounds.conditions(kind, given.category)
    rules.check_confirmed([each.label for each in needed if each.code not in given.conditions])


def key_for(case: Case, audience: str) -> DataKey:
    """What is for named seats, or sealed for later, gets a key of its own."""
    match audience:
        case Audience.TABLE:
            return case.key
        case Audience.CORE:
            return case.core_key
    return keys.make(Scope.SEALED, case.id)


def _name_seats(made: Contribution, given: Given, *, by: Viewer, now: datetime) -> None:
    if made.audience == Audience.SEATS:
        named = _seats(made.case, given.seats, by=by, now=now)
        rules.check_seats_named(len(named), wanted=len(set(given.seats)))
        _name(made, named, by=by, now=now)


def _seats(case: Case, wanted: Sequence[UUID], *, by: Viewer, now: datetime) -> list[Seat]:
    """Of those, the ones in force at this table."""
    return list(Seat.objects.visible_to(by).filter(in_force(now.date()), case=case, pk__in=wanted))


def _name(contribution: Contribution, seats: Sequence[Seat], *, by: Viewer, now: datetime) -> None:
    named = {"organisation_id": by.organisation_id, "at": now}
    AudienceSeat.objects.bulk_create(
        [AudienceSeat.beside(contribution, seat=seat, **named) for seat in seats]
    )


def _did(contribution: Contribution, kind: str, reason: str, *, by: Viewer, now: datetime) -> None:
    """Why, for one's own organisation to read back."""
    made = ContributionDeed.beside(
        contribution, organisation_id=by.organisation_id, by_id=by.person_id, kind=kind, at=now
    )
    sealing.seal(made, reason=reason)
    made.save(force_insert=True)


def _tell(made: Contribution, action: str, *, by: Viewer, now: datetime) -> None:
    """The file reads back only what the whole table may know; the log keeps it all."""
    if made.is_for_all:
        cases.record_step(made.case, action, by=by, now=now)
    log.record(action, by=by, now=now, on=("contribution", made.id), scope=made.case_id)
