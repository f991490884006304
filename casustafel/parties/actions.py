"""Who works together. Done at installation, as the owner of the database, or by an administrator."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import connections, transaction

from casustafel.access.models import Account
from casustafel.access.passwords import index_of
from casustafel.audit import log
from casustafel.audit.log import Actor
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
            source=entry["source"],
            article=entry.get("article", ""),
            valid_from=day,
        )
        for entry in proposed
    )


@transaction.atomic
def add_organisation(
    *, partnership: Partnership, name: str, kind: str, tie: str, by: Actor, now: datetime
) -> Organisation:
    made = Organisation(partnership=partnership, name=name, kind=kind, tie=tie)
    made.save(force_insert=True)
    log.record("organisation.added", by=by, now=now, on=("organisation", made.id))
    return made


@transaction.atomic
def add_person(
    *, organisation: Organisation, name: str, function: str, login: str, by: Actor, now: datetime
) -> Person:
    """A professional with an account; the account has no password yet."""
    account = Account(login_index=index_of(login))
    account.set_unusable_password()
    account.save(force_insert=True)
    partnership = organisation.partnership
    made = Person(
        partnership=partnership, organisation=organisation, account=account, key=partnership.house_key
    )
    sealing.seal(made, name=name, function=function)
    made.save(force_insert=True)
    log.record("person.added", by=by, now=now, on=("person", made.id))
    return made


@transaction.atomic
def give_mandate(
    *, person: Person, role: str, from_date: date, until_date: date | None = None, by: Actor, now: datetime
) -> Mandate:
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


@transaction.atomic
def sign_agreement(
    *,
    partnership: Partnership,
    title: str,
    purpose: str,
    organisations: list[Organisation],
    from_date: date,
    by: Actor,
    now: datetime,
) -> Agreement:
    made = Agreement(partnership=partnership, title=title, purpose=purpose, from_date=from_date)
    made.save(force_insert=True)
    Signature.objects.bulk_create(
        Signature(partnership=partnership, agreement=made, organisation=each, signed_date=from_date)
        for each in organisations
    )
    log.record("agreement.signed", by=by, now=now, on=("agreement", made.id))
    return made
