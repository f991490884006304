"""Migrates as the owner of the schema; the application itself owns nothing. Then hands out the rights."""

from pathlib import Path
from typing import Any

from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

GRANTS = Path(__file__).parents[2] / "grants.sql"


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> None:
        if options["database"] == "default":
            options["database"] = "owner"
        super().handle(*args, **options)
        with connections[options["database"]].cursor() as cursor:
            cursor.execute(GRANTS.read_text())
