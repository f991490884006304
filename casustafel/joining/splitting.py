"""A case turns out to be about two people. Its process director opens a case for the second, of a weighing of
their own, and chooses what goes along. That is copied: nothing of anybody is taken out of the first case."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.cases import actions as cases
from casustafel.cases import queries as case_queries
from casustafel.cases.models import Case
from casustafel.cases.rules import check_reason
from casustafel.joining import copying, policy, queries, rules, tables
from casustafel.joining.choices import Way
from casustafel.joining.copying import Came
from casustafel.joining.models import Joining
from casustafel.joining.tables import GivenSeat
from casustafel.notices import actions as notices
from casustafel.notices.choices import Kind
from casustafel.parties.models import Person
from casustafel.triage import actions as triage
from casustafel.triage.models import Weighing


@dataclass(frozen=True)
class SplitOff:
    """The new case: its first table, and which contributions go along."""

    pseudonym: str
    ground: str
    reason: str
    director: Person
    seats: Sequence[GivenSeat]
    contributions: Sequence[UUID]


@transaction.atomic
def split(*, case: Case, weighing: Weighing, new: SplitOff, by: Viewer, now: datetime) -> Joining:
    there = _locked(case, by=by)
    policy.check_can_split(by, there)
    check_reason(new.reason)
    queries.check_reads(by, there, new.contributions)
    here = _opened(there, weighing, new, by=by, now=now)
    made = Joining(way=Way.SPLIT, case=here, key=here.key, other_id=there.id, by_id=by.person_id, at=now)
    made.save(force_insert=True)
    came = copying.bring_over(joining=made, seats=[], chosen=new.contributions, by=by, now=now)
    _record(made, "case.split_off", here, new.reason, by=by, now=now)
    _record(made, "case.split", there, new.reason, by=by, now=now)
    _tell(made, there, by=by, now=now)
    _tell_copied(made, there, came, by=by, now=now)
    tables.tell_narrowed(here, came, by=by, now=now)
    return made


def _locked(case: Case, *, by: Viewer) -> Case:
    """A case that was closed or merged meanwhile is split no more."""
    policy.check_chairs(by, case)
    rows = Case.objects.visible_to(by).select_for_update(of=("self",)).select_related("key")
    locked: Case = rows.get(pk=case.pk)
    return locked


def _opened(there: Case, weighing: Weighing, new: SplitOff, *, by: Viewer, now: datetime) -> Case:
    """Under the law of the first case: what was given under one law is not kept under another."""
    taken = triage.TakeUp(
        pseudonym=new.pseudonym,
        regime=there.regime,
        ground=new.ground,
        reason=new.reason,
        director=new.director,
        core=[],
    )
    here = triage.take_up(weighing=weighing, new=taken, by=by, now=now)
    rules.check_same_model_anew(here.model_version, there.model_version)
    for seat in new.seats:
        tables.give_seat(here, seat, by=by, now=now)
    return here


def _record(made: Joining, action: str, file: Case, reason: str, *, by: Viewer, now: datetime) -> None:
    cases.record_step(file, action, by=by, now=now, reason=reason)
    log.record(action, by=by, now=now, on=("joining", made.id), scope=file.id)


def _tell(made: Joining, there: Case, *, by: Viewer, now: datetime) -> None:
    """The whole table alike: that somebody has something here that stays is told to nobody by it."""
    path = reverse("joining:show", args=[there.id, made.id])
    people = case_queries.people_at(by, [there], day=now.date())
    notices.tell(to=people, kind=Kind.CASE_SPLIT, path=path, by=by, now=now)


def _tell_copied(made: Joining, there: Case, came: Iterable[Came], *, by: Viewer, now: datetime) -> None:
    path = reverse("joining:show", args=[there.id, made.id])
    for provider in sorted({each.provider for each in came}):
        people = case_queries.people_at(by, [there], day=now.date(), organisation_id=provider)
        notices.tell(to=people, kind=Kind.SPLIT_COPIED, path=path, by=by, now=now)
