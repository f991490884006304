"""A new demo database is filled once, before anybody can work in it; half a demo is made anew."""

import os
from pathlib import Path

from casustafel.installation import database, places, reset
from casustafel.installation.progress import say
from casustafel.installation.stop import Stop


def is_demo() -> bool:
    return os.environ.get("DJANGO_SETTINGS_MODULE", "").endswith(".demo")


def is_due() -> bool:
    return is_demo() and _mark().exists()


def start_afresh_when_cut_off() -> None:
    if not is_due():
        return
    if os.environ.get("DATABASE_URL"):
        raise Stop(
            "The last run was cut off while it made the demo partnership. Empty the database that "
            f"DATABASE_URL names, remove {_mark()}, and start again."
        )
    say("The last run was cut off while it made the demo partnership; it is made anew.")
    reset.empty()


def mark_when_new() -> None:
    """Before the first migration."""
    with database.connect(database.urls()["owner"]) as connection:
        row = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    if is_demo() and row == (0,):
        _mark().touch()


def done() -> None:
    _mark().unlink()


def _mark() -> Path:
    return places.var() / "demo-unfinished"
