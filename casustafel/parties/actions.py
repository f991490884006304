"""Who works together. Done at installation, as the owner of the database, or by an administrator."""

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.db import connections, transaction
from django.db.models import Q

from casustafel.access import accounts
from casustafel.access.roles import ROLES
from casustafel.audit import log
from casustafel.audit.log import Actor
from casustafel.lib.refusal import NotYours
from casustafel.parties import policy, queries, rules, terms
from casustafel.parties.choices import Kind, Tie
from casustafel.parties.models import (
    Agreement,
    Mandate,
    Organisation,
    Parameter,
    Partnership,
    Person,
    Signature,
)
from casustafel.vault import keys, sealing
from casustafel.vault.choices import Scope

PARAMETERS = Path(__file__).parent / "data" / "parameters.toml"
UNVERIFIED = " Niet nagekeken."  # every proposal ends with it; screens say it until somebody verifies


@contextmanager
def installing() -> Iterator[None]:
    """Work as the owner of the database: may set up partnerships, and sees no file of anybody."""
    application = connections["default"]
    connections["default"] = connections["owner"]
    try:
        yield
    finally:
        connections["default"] = application


@transaction.atomic
def set_up_partnership(*, name: str, slug: str, by: Actor, now: datetime) -> Partnership:
    policy.check_can_install(by)
    row = uuid4()
    house = keys.make(Scope.HOUSE, row)
    made = Partnership.objects.create(id=row, name=name, slug=slug, desk=keys.make_desk(), house_key=house)
    _adopt_parameters(made, now.date())
    log.record("partnership.set_up", by=by, now=now, on=("partnership", made.id))
    return made


def _adopt_parameters(partnership: Partnership, day: date) -> None:
    proposed: list[dict[str, Any]] = tomllib.loads(PARAMETERS.read_text())["parameters"]
    Parameter.objects.bulk_create(
        Parameter(
            partnership=partnership,
            code=entry["code"],
            name={"nl": entry["nl"], "en": entry["en"]},
            value=entry["value"],
            unit=entry["unit"],
            organisations=entry.get("organisations", []),
            source=entry["source"].removesuffix(UNVERIFIED),
            article=entry.get("article", ""),
            valid_from=day,
        )
        for entry in proposed
    )


@transaction.atomic
def add_organisation(
    *, partnership: Partnership, name: str, kind: str, tie: str, by: Actor, now: datetime
) -> Organisation:
    policy.check_can_manage(by, partnership.id)
    rules.check_written(name, "name")
    made = Organisation(partnership=partnership, name=name, kind=Kind(kind), tie=Tie(tie))
    made.save(force_insert=True)
    log.record("organisation.added", by=by, now=now, on=("organisation", made.id))
    return made


@transaction.atomic
def add_person(
    *, organisation: Organisation, name: str, function: str, login: str, by: Actor, now: datetime
) -> Person:
    """A professional with an account; the account has no password yet."""
    policy.check_can_manage(by, organisation.partnership_id)
    rules.check_written(name, "name")
    rules.check_written(login, "login")
    account = accounts.make(login)
    partnership = organisation.partnership
    made = Person(
        partnership=partnership, organisation=organisation, account=account, key=partnership.house_key
    )
    sealing.seal(made, name=name, function=function)
    made.save(force_insert=True)
    log.record("person.added", by=by, now=now, on=("person", made.id))
    return made


@dataclass(frozen=True)
class NewPerson:
    """What the administrator knows of somebody who begins to work here."""

    organisation: Organisation
    name: str
    function: str
    login: str
    role: str
    from_date: date


@dataclass(frozen=True)
class Invited:
    """The code is shown this once."""

    person: Person
    code: str
    valid_until: datetime


@transaction.atomic
def welcome(*, new: NewPerson, by: Actor, now: datetime) -> Invited:
    """A person with a first role, and the code to choose a password."""
    person = add_person(
        organisation=new.organisation,
        name=new.name,
        function=new.function,
        login=new.login,
        by=by,
        now=now,
    )
    give_mandate(person=person, role=new.role, from_date=new.from_date, by=by, now=now)
    return _invite(person, by=by, now=now)


@transaction.atomic
def invite(*, person: Person, lost_second_step: bool = False, by: Actor, now: datetime) -> Invited:
    """A new code to choose a password, for who forgot it. Who lost the phone signs in once without it."""
    policy.check_can_manage(by, person.partnership_id)
    rules.check_not_own(is_own=person.id == by.person_id)
    locked = queries.locked(person)
    rules.check_works_here(works=locked.works_on(now.date()))
    rules.check_open(is_open=locked.account.is_active)
    if lost_second_step:
        accounts.remove_second_step(locked.account)
        log.record("account.second_step_removed", by=by, now=now, on=("person", person.id))
    return _invite(locked, by=by, now=now)


def _invite(person: Person, *, by: Actor, now: datetime) -> Invited:
    last_day = terms.due(person.partnership_id, "INVITATION_TERM", now.date())
    until = now + (last_day - now.date())
    code = accounts.invite(
        account=person.account,
        person_id=person.id,
        partnership_id=person.partnership_id,
        valid_until=until,
    )
    log.record("account.invited", by=by, now=now, on=("person", person.id))
    return Invited(person, code, until)


@transaction.atomic
def give_mandate(
    *, person: Person, role: str, from_date: date, until_date: date | None = None, by: Actor, now: datetime
) -> Mandate:
    policy.check_can_manage(by, person.partnership_id)
    rules.check_not_own(is_own=person.id == by.person_id)
    rules.check_known(role, ROLES, "role")
    rules.check_period(from_date, until_date)
    locked = queries.locked(person)
    rules.check_works_here(works=locked.works_on(from_date), field="from_date")
    rules.check_not_held(is_held=_held(person, role, from_date, until_date))
    made = Mandate(
        partnership_id=person.partnership_id,
        person=person,
        role=role,
        from_date=from_date,
        until_date=until_date,
        given_by=by.person_id,
    )
    made.save(force_insert=True)
    log.record("mandate.given", by=by, now=now, on=("mandate", made.id))
    return made


def _held(person: Person, role: str, start: date, end: date | None) -> bool:
    """Whether a mandate for this role lies in part within these days."""
    rows = Mandate.objects.behind_the_second_wall().filter(person=person, role=role)
    rows = rows.filter(Q(until_date__isnull=True) | Q(until_date__gt=start))
    return (rows.filter(from_date__lt=end) if end else rows).exists()


@transaction.atomic
def end_mandate(*, mandate: Mandate, until_date: date, by: Actor, now: datetime) -> Mandate:
    """From this day on the role gives nothing any more. One that has not begun never begins."""
    policy.check_can_manage(by, mandate.partnership_id)
    rules.check_not_own(is_own=mandate.person_id == by.person_id)
    rules.check_not_before(until_date, now.date())
    locked: Mandate = Mandate.objects.behind_the_second_wall().select_for_update().get(pk=mandate.pk)
    rules.check_ends_once(locked.until_date, now.date())
    rules.check_sooner(until_date, locked.until_date)
    locked.until_date = max(until_date, locked.from_date)
    locked.save(update_fields=["until_date"])
    log.record("mandate.ended", by=by, now=now, on=("mandate", mandate.id))
    return locked


@transaction.atomic
def sign_agreement(
    *,
    partnership: Partnership,
    title: str,
    purpose: str,
    organisations: list[Organisation],
    from_date: date,
    until_date: date | None = None,
    signed_dates: Mapping[UUID, date] | None = None,
    by: Actor,
    now: datetime,
) -> Agreement:
    """Ends the agreement before it. Who gives no days: all signed on the first day."""
    policy.check_can_manage(by, partnership.id)
    rules.check_written(title, "title")
    rules.check_written(purpose, "purpose")
    rules.check_period(from_date, until_date)
    days = {each.id: (signed_dates or {}).get(each.id, from_date) for each in organisations}
    rules.check_signed(list(days.values()))
    _check_members(partnership, days)
    _end_agreement_before(partnership, from_date)
    made = Agreement(
        partnership=partnership, title=title, purpose=purpose, from_date=from_date, until_date=until_date
    )
    made.save(force_insert=True)
    Signature.objects.bulk_create(
        Signature(partnership=partnership, agreement=made, organisation_id=each, signed_date=day)
        for each, day in days.items()
    )
    log.record("agreement.signed", by=by, now=now, on=("agreement", made.id))
    return made


def _check_members(partnership: Partnership, wanted: Mapping[UUID, date]) -> None:
    """All of this partnership. Their rows are held, so that two agreements follow one another."""
    rows = Organisation.objects.behind_the_second_wall().filter(partnership=partnership)
    members = {row.id for row in rows.order_by("id").select_for_update()}
    if not members.issuperset(wanted):
        raise NotYours


def _end_agreement_before(partnership: Partnership, day: date) -> None:
    rows = Agreement.objects.behind_the_second_wall().filter(partnership=partnership)
    latest = rows.order_by("-from_date").first()
    if latest is None:
        return
    rules.check_follows(day, latest.from_date)
    if latest.until_date is None or latest.until_date > day:
        latest.until_date = day
        latest.save(update_fields=["until_date"])


@transaction.atomic
def sign(
    *, agreement: Agreement, organisation: Organisation, signed_date: date, by: Actor, now: datetime
) -> Signature:
    """An organisation that signs later joins the agreement that is in force."""
    policy.check_can_manage(by, agreement.partnership_id)
    _check_members(agreement.partnership, {organisation.id: signed_date})
    earlier = Signature.objects.behind_the_second_wall().filter(
        agreement=agreement, organisation=organisation
    )
    rules.check_signs_once(has_signed=earlier.exists())
    made = Signature(
        partnership_id=agreement.partnership_id,
        agreement=agreement,
        organisation=organisation,
        signed_date=signed_date,
    )
    made.save(force_insert=True)
    log.record("agreement.signature_added", by=by, now=now, on=("signature", made.id))
    return made
