"""`log verify`: does the log still say what the witness saw? `log checkpoint`: sign what is there now."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from casustafel.audit import sequencer, verify
from casustafel.audit.witness import Witness
from casustafel.lib import clock


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["verify", "checkpoint"])

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "checkpoint":
            new = sequencer.advance(connections["worker"], now=clock.now())
            self.stdout.write(f"{new} new lines have their place.")
            return
        looked, finding = verify.verify(connections["worker"], Witness(settings.WITNESS_FOLDER))
        if finding:
            raise CommandError(
                f"The log does not answer to the witness: {finding.kind}, record {finding.record}"
                f" at place {finding.position}."
            )
        self.stdout.write(f"{looked} lines stand as the witness saw them.")
