"""Migrates as the owner of the schema; the application itself owns nothing. Then hands out the rights,
and holds the big screens to reading."""

from pathlib import Path
from typing import Any

from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

AFTERWARDS = [Path(__file__).parents[2] / name for name in ("grants.sql", "screens.sql")]


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> None:
        if options["database"] == "default":
            options["database"] = "owner"
        super().handle(*args, **options)
        with connections[options["database"]].cursor() as cursor:
            for file in AFTERWARDS:
                cursor.execute(file.read_text())
