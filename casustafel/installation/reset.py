import os
import shutil
import sys

from casustafel.installation import database, locks, places
from casustafel.installation.progress import say
from casustafel.installation.stop import Stop


def reset(arguments: list[str]) -> int:
    """Removes data and credentials of this copy. What others use (DATABASE_URL, a credentials folder
    elsewhere) is never ours to remove."""
    if set(arguments) - {"--yes"}:
        raise Stop("casustafel reset knows only --yes.")
    if os.environ.get("DATABASE_URL"):
        raise Stop(
            "DATABASE_URL names a database that is not ours to remove. Drop it there, or unset DATABASE_URL."
        )
    if not (places.var() / places.OURS).exists():
        raise Stop(f"{places.var()} was not made by Casustafel. Look at it, and remove it yourself.")
    with locks.only(places.var() / "run.lock") as alone:
        if not alone or database.embedded().in_use():
            raise Stop("Casustafel is running from this folder. Stop it first (Ctrl-C where it runs).")
        if "--yes" in arguments or _agreed():
            empty()
            say("Data and keys of this copy are gone. make run starts afresh.")
    return 0


def _agreed() -> bool:
    if not sys.stdin.isatty():
        raise Stop("This removes all data and keys of this copy. Run: casustafel reset --yes")
    answer = input(f"Remove all data and keys in {places.var()}? There is no way back. [yes/no] ")
    if answer.strip().lower() != "yes":
        say("Nothing was removed.")
        return False
    return True


def empty() -> None:
    database.embedded().forget()
    for path in places.var().iterdir():
        if path.name in places.KEPT:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    if places.credentials_elsewhere():
        say(f"The credentials in {places.credentials()} are not in {places.var()}, so they are still there.")
    if places.files_elsewhere():
        say(
            f"The files in {places.files()} are not in {places.var()}. Without the keys nobody can read them."
        )
