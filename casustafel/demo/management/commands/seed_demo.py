"""Fills an empty demo installation with Merenwoude: 62 lives, 37 weighed, 12 taken up, and new ones."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from casustafel.demo import seeding, stage
from casustafel.lib import clock
from casustafel.parties import queries


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is not a demo installation.")
        if queries.partnerships():
            self.stdout.write("The demo partnership is there already.")
            return
        total = len(seeding.lives())
        built = stage.build(clock.now().date())
        for done in seeding.play_all(built):
            self.stdout.write(f"\r  {done} of {total} lives", ending="")
            self.stdout.flush()
        self.stdout.write("")
