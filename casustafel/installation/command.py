"""The console command `casustafel`: the installation, and every management command of Django."""

import os
import shutil
import signal
import subprocess
import sys

from casustafel.installation import database, places, reset, supervisor
from casustafel.installation.postgres import Server
from casustafel.installation.progress import complain
from casustafel.installation.stop import Stop, plain_words

SETTINGS = "casustafel.settings.demo"
WITHOUT_DATABASE = {
    "check", "collectstatic", "compilemessages", "diffsettings", "findstatic", "help", "makemessages",
    "startapp", "version", "--help", "-h", "--version",
}  # fmt: skip
HELP = """\
Of the installation: run, reset [--yes], bench.
The management commands follow; casustafel help COMMAND says more about one.
"""


def main(arguments: list[str] | None = None) -> int:
    given = sys.argv[1:] if arguments is None else arguments
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    signal.signal(signal.SIGTERM, _end)
    try:
        with plain_words():
            return _carry_out(given or ["help"])
    except Stop as stop:
        complain(str(stop))
        return 1
    except KeyboardInterrupt:
        return 130


def _carry_out(arguments: list[str]) -> int:
    name, rest = arguments[0], arguments[1:]
    own = {
        "run": supervisor.run,
        "reset": reset.reset,
        "bench": _bench,
    }
    if name in own:
        return own[name](rest)
    if name == "help" and not rest:
        print(HELP)
    if name in WITHOUT_DATABASE:
        return _manage(arguments)
    with database.ensure_running():
        return _manage(arguments)


def _manage(arguments: list[str]) -> int:
    from django.core.management import (
        execute_from_command_line,
    )  # only here: what comes before needs no Django

    execute_from_command_line(["casustafel", *arguments])
    return 0


def _bench(arguments: list[str]) -> int:
    """On a database, keys and files of its own, made anew; its results end up beside the data of the copy."""
    result = places.var() / "bench.json"
    home = places.var() / "bench"
    Server(home).forget()
    shutil.rmtree(home, ignore_errors=True)
    os.environ["CASUSTAFEL_VAR"] = str(home)
    for name in ("DATABASE_URL", "CASUSTAFEL_CREDENTIALS", "CREDENTIALS_DIRECTORY", "CASUSTAFEL_FILES"):
        os.environ.pop(name, None)
    try:
        with database.ensure_running():
            manage = [sys.executable, "-m", "casustafel"]
            environment = os.environ | {database.ALREADY: "1"}
            for command in (["migrate", "--verbosity=0"], ["measure", *arguments]):
                status = subprocess.call([*manage, *command], env=environment)  # noqa: S603  ourselves
                if status:
                    return status
    finally:
        if (home / "bench.json").exists():
            (home / "bench.json").replace(result)
    return 0


def _end(number: int, frame: object) -> None:
    raise KeyboardInterrupt
