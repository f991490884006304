"""Measures, prints a table and writes var/bench.json."""

import json
import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from casustafel.bench import filling, intake, pages, picture, start, tables, uploads, worklist
from casustafel.bench.report import Figure, table
from casustafel.bench.serving import running_worker, web
from casustafel.installation import places


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--without-start", action="store_true", help="leave out the fresh clone")

    def handle(self, *args: Any, **options: Any) -> None:
        figures: list[Figure] = []
        self._say("Filling the database")
        filled = filling.fill()
        with web() as served:
            self._say("Files of ten people at once")
            figures += uploads.measure(served)
            self._say("Reports through HTTP")
            figures += intake.measure(served)
        self._say("Pages of a case")
        wide = picture.fill(filled)
        before = picture.slowest(wide)
        figures += pages.measure(filled)
        self._say("The picture of a very full case")
        figures += picture.measure(wide, before)
        self._say("The worklist of the reporting point")
        figures += worklist.measure(filled)
        with web() as served, running_worker() as worker:
            self._say("Fifty tables with five hundred screens")
            figures += tables.measure(served, worker, filled)
        if not options["without_start"]:
            self._say("A fresh clone")
            figures += start.measure()
        self.stdout.write(table(figures))
        result = Path(os.environ.get("CASUSTAFEL_BENCH_RESULT", places.var() / "bench.json"))
        result.write_text(json.dumps([figure.as_row() for figure in figures], indent=2) + "\n")

    def _say(self, text: str) -> None:
        self.stdout.write(f"  {text} …")
        self.stdout.flush()
