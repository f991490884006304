"""What changes for somebody who works here: a deputy, another function, leaving, the account."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet

from casustafel.access import accounts
from casustafel.audit import log
from casustafel.audit.log import Actor
from casustafel.parties import policy, queries, rules
from casustafel.parties.models import Deputy, Mandate, Person
from casustafel.vault import sealing


@transaction.atomic
def describe(*, person: Person, name: str, function: str, by: Actor, now: datetime) -> Person:
    """Another name or function, or a typing mistake put right."""
    policy.check_can_manage(by, person.partnership_id)
    rules.check_written(name, "name")
    locked = queries.locked(person)
    sealing.seal(locked, name=name, function=function)
    locked.save(update_fields=["name", "function"])
    log.record("person.described", by=by, now=now, on=("person", person.id))
    return locked


@transaction.atomic
def appoint_deputy(
    *, person: Person, deputy: Person, from_date: date, until_date: date, by: Actor, now: datetime
) -> Deputy:
    """Somebody is there while this person is not, under their own name and with their own roles."""
    policy.check_can_manage(by, person.partnership_id)
    policy.check_can_manage(by, deputy.partnership_id)
    rules.check_another(is_same=person.id == deputy.id)
    rules.check_period(from_date, until_date)
    for each, field in ((person, "until_date"), (deputy, "deputy")):
        leaves = queries.locked(each).until_date
        rules.check_works_here(works=leaves is None or leaves >= until_date, field=field)
    made = Deputy(
        partnership_id=person.partnership_id,
        person=person,
        deputy=deputy,
        from_date=from_date,
        until_date=until_date,
    )
    made.save(force_insert=True)
    log.record("deputy.appointed", by=by, now=now, on=("deputy", made.id))
    return made


@transaction.atomic
def end_deputy(*, deputy: Deputy, by: Actor, now: datetime) -> Deputy:
    """From today on. One that has not begun never begins."""
    policy.check_can_manage(by, deputy.partnership_id)
    locked: Deputy = Deputy.objects.behind_the_second_wall().select_for_update().get(pk=deputy.pk)
    rules.check_ends_once(locked.until_date, now.date())
    locked.until_date = max(now.date(), locked.from_date)
    locked.save(update_fields=["until_date"])
    log.record("deputy.ended", by=by, now=now, on=("deputy", deputy.id))
    return locked


@transaction.atomic
def leave(*, person: Person, until_date: date, by: Actor, now: datetime) -> Person:
    """The first day on which this person no longer works here: roles and standing in end on it."""
    policy.check_can_manage(by, person.partnership_id)
    rules.check_not_own(is_own=person.id == by.person_id)
    rules.check_not_before(until_date, now.date())
    locked = queries.locked(person)
    rules.check_ends_once(locked.until_date, now.date())
    locked.until_date = until_date
    locked.save(update_fields=["until_date"])
    _end_all(Mandate.objects.behind_the_second_wall().filter(person=person), until_date)
    stands_in = Q(person=person) | Q(deputy=person)
    _end_all(Deputy.objects.behind_the_second_wall().filter(stands_in), until_date)
    if until_date <= now.date():
        accounts.close(locked.account_id)
    log.record("person.left", by=by, now=now, on=("person", person.id))
    return locked


def _end_all(rows: QuerySet[Mandate] | QuerySet[Deputy], day: date) -> None:
    lasting = rows.filter(Q(until_date__isnull=True) | Q(until_date__gt=day))
    lasting.filter(from_date__gt=day).update(until_date=F("from_date"))
    lasting.filter(from_date__lte=day).update(until_date=day)


@transaction.atomic
def close_account(*, person: Person, by: Actor, now: datetime) -> Person:
    """Nobody comes in with it; who is in now is out at once."""
    policy.check_can_manage(by, person.partnership_id)
    rules.check_not_own(is_own=person.id == by.person_id)
    locked = queries.locked(person)
    rules.check_open(is_open=locked.account.is_active)
    accounts.close(locked.account_id)
    log.record("account.closed", by=by, now=now, on=("person", person.id))
    return locked


@transaction.atomic
def reopen_account(*, person: Person, by: Actor, now: datetime) -> Person:
    """This person works here (again). Roles that ended do not come back by themselves."""
    policy.check_can_manage(by, person.partnership_id)
    locked = queries.locked(person)
    rules.check_closed(is_open=locked.account.is_active and locked.until_date is None)
    locked.until_date = None
    locked.save(update_fields=["until_date"])
    accounts.reopen(locked.account_id)
    log.record("account.reopened", by=by, now=now, on=("person", person.id))
    return locked
