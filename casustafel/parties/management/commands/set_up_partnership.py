"""Sets up a partnership with its first organisation and its first administrator, and prints the code with
which the administrator chooses a password."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_slug
from django.db import transaction

from casustafel.audit import trace
from casustafel.audit.log import Door
from casustafel.lib import clock
from casustafel.lib.forms import sentence
from casustafel.lib.refusal import Refused
from casustafel.parties import actions, queries
from casustafel.parties.choices import Kind, Tie

INSTALLER = Door("INSTALLER")


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", required=True, help="of the partnership, as everybody reads it")
        parser.add_argument("--slug", required=True, help="its word in the address: small letters, no spaces")
        parser.add_argument("--organisation", required=True, help="the municipality that begins it")
        parser.add_argument("--administrator", required=True, metavar="LOGIN", help="login name")
        parser.add_argument("--person", default="Beheerder", help="the administrator's own name")

    def handle(self, *args: Any, **options: Any) -> None:
        _check_slug(options["slug"])
        try:
            with trace.begin("command"), actions.installing(), transaction.atomic():
                invited = _set_up(options)
        except Refused as refused:
            raise CommandError(sentence(refused)) from refused
        self.stdout.write(f"{options['name']} is set up.")
        self.stdout.write(f"Login name: {options['administrator']}")
        self.stdout.write(f"Code: {invited.code}")
        self.stdout.write(
            f"Choose a password at /account/eerste-keer/ before {invited.valid_until:%d-%m-%Y}."
        )


def _check_slug(slug: str) -> None:
    try:
        validate_slug(slug)
    except ValidationError as wrong:
        raise CommandError(f"--slug: {' '.join(wrong.messages)}") from wrong
    if queries.partnership_at(slug):
        raise CommandError("There is a partnership at this address already. Choose another --slug.")


def _set_up(options: dict[str, Any]) -> actions.Invited:
    now = clock.now()
    made = actions.set_up_partnership(name=options["name"], slug=options["slug"], by=INSTALLER, now=now)
    by = Door("INSTALLER", partnership_id=made.id)
    municipality = actions.add_organisation(
        partnership=made,
        name=options["organisation"],
        kind=Kind.MUNICIPALITY,
        tie=Tie.CORE,
        by=by,
        now=now,
    )
    new = actions.NewPerson(
        organisation=municipality,
        name=options["person"],
        function="",
        login=options["administrator"],
        role="ADMINISTRATOR",
        from_date=now.date(),
    )
    return actions.welcome(new=new, by=by, now=now)
