"""Wraps every data key anew under a new epoch key and destroys the old. Interrupt it freely; run it again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from casustafel.audit import log
from casustafel.audit.log import Door
from casustafel.lib import clock
from casustafel.vault import epochs, rotation


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--finish", action="store_true", help="only finish what was interrupted")

    def handle(self, *args: Any, **options: Any) -> None:
        done = 0
        for moved in rotation.rotate(begin_new=not options["finish"]):
            done += moved
            self.stdout.write(f"\r  {done} keys", ending="")
            self.stdout.flush()
        log.record("vault.epoch_rotated", by=Door("COMMAND"), now=clock.now())
        self.stdout.write(f"\n  epoch {epochs.current()} is in use; earlier ones are destroyed")
