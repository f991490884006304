"""Makes this folder ready to run Casustafel on a machine that has only Python and make.

set_up.py [run | check | test]: for running, for checking and measuring as well, or for all tests.
Safe to repeat and to interrupt; does nothing when nothing changed; needs the network only for what changed.
"""

import errno
import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
NODE = PROJECT / ".node"
PACKAGE = PROJECT / "casustafel"
VENDOR = PACKAGE / "web" / "static" / "vendor"
# The first is Chromium without its windows: the same engine for half the processor.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
SYSTEM_PROGRAMS = "/usr/sbin:/usr/local/sbin"
OLDEST = (3, 11)


class Stop(Exception):
    """One or two sentences: why not, and what to do."""


def main(arguments: list[str]) -> int:
    purpose = arguments[0] if arguments else "run"
    if purpose not in {"run", "check", "test"} or len(arguments) > 1:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        with alone():
            set_up(purpose)
    except Stop as stop:
        print(f"set-up: {stop}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("set-up: stopped. Run it again to go on.", file=sys.stderr)
        return 130
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        print("set-up: the disk is full. Make room and run it again.", file=sys.stderr)
        return 1
    return 0


def set_up(purpose: str) -> None:
    need_python()
    make_environment("run.txt" if purpose == "run" else "dev.txt")
    build_assets()
    compile_messages()
    if purpose == "test":
        need_browser()
        need_mail_server()


def need_python() -> None:
    if sys.version_info < OLDEST:
        raise Stop(
            f"this is Python {sys.version.split()[0]}; 3.11 or newer is needed. "
            "Name another: make run PYTHON=python3.12"
        )


# The virtual environment: made anew when half of it is there, when the folder moved, or when Python changed.


def make_environment(lock: str) -> None:
    stamp = VENV / "set-up.json"
    done = read_stamp(stamp) if PYTHON.exists() else {}
    whole = bool(done) and (done["place"], done["python"]) == (str(PROJECT), os.path.realpath(PYTHON))
    if whole and done["lock"] == "dev.txt":
        lock = "dev.txt"  # has all that run.txt has
    if whole and done == fingerprint(lock):
        return
    stamp.unlink(missing_ok=True)
    if not whole:
        new_environment(VENV)
    with step(f"Python packages ({count(PROJECT / 'requirements' / lock)})"):
        install(PYTHON, PROJECT / "requirements" / lock)
    with step("Casustafel itself"):
        pip(PYTHON, "--no-deps", "--no-build-isolation", "--no-index", "--editable", str(PROJECT))
    write_stamp(stamp, fingerprint(lock))


def fingerprint(lock: str) -> dict[str, str]:
    """What the environment was made from. Its own Python counts, not the one that happens to run this."""
    return {
        "lock": lock,
        "packages": digest(PROJECT / "requirements" / lock),
        "project": digest(PROJECT / "pyproject.toml"),
        "place": str(PROJECT),
        "python": os.path.realpath(PYTHON),
    }


def new_environment(folder: Path) -> None:
    need_ensurepip()
    with step(f"Virtual environment in {folder.name}"):
        shutil.rmtree(folder, ignore_errors=True)
        run([sys.executable, "-m", "venv", str(folder)], "Making the virtual environment")


def need_ensurepip() -> None:
    if importlib.util.find_spec("ensurepip") is not None:
        return
    if not is_root_with_apt():
        raise Stop(
            "Python has no venv here. Let an administrator run: apt-get install python3-venv. "
            "Then run this again."
        )
    with step("python3-venv from the packages of the system"):
        apt_install("python3-venv")


def install(python: Path, lock: Path) -> None:
    pip(python, "--no-deps", "--require-hashes", "--requirement", str(lock))


def pip(python: Path, *arguments: str) -> None:
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments]
    run(command, "Installing Python packages")


# Browser assets: npm of the machine, or else npm out of a Python package.


def build_assets() -> None:
    lock = PROJECT / "package-lock.json"
    builder = PACKAGE / "web" / "assets.py"
    if not lock.exists():
        return
    stamp = PROJECT / "node_modules" / "set-up.json"
    wanted = {"lock": digest(lock), "builder": digest(builder)}
    if read_stamp(stamp) == wanted and VENDOR.exists():
        return
    if read_stamp(stamp).get("lock") != wanted["lock"]:
        npm, environment = find_npm()
        with step("Browser packages"):
            command = [npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
            run(command, "Fetching the browser packages", environment)
    with step("Browser assets"):
        run([str(PYTHON), "-m", "casustafel.web.assets"], "Building the browser assets")
    write_stamp(stamp, wanted)


def find_npm() -> tuple[str, dict[str, str]]:
    there = shutil.which("npm")
    if there and shutil.which("node"):
        return there, dict(os.environ)
    if read_stamp(NODE / "set-up.json") != {"lock": digest(PROJECT / "requirements" / "node.txt")}:
        new_environment(NODE)
        with step("npm out of a Python package"):
            install(NODE / "bin" / "python", PROJECT / "requirements" / "node.txt")
        write_stamp(NODE / "set-up.json", {"lock": digest(PROJECT / "requirements" / "node.txt")})
    programs = NODE / "bin"
    return str(programs / "npm"), os.environ | {
        "PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    }


def compile_messages() -> None:
    sources = [*PACKAGE.rglob("locale/*/LC_MESSAGES/*.po")]
    if any(is_older(source.with_suffix(".mo"), source) for source in sources):
        with step("Translations"):
            run([str(PYTHON), "-m", "casustafel.installation.messages"], "Compiling the translations")


def is_older(made: Path, source: Path) -> bool:
    return not made.exists() or made.stat().st_mtime < source.stat().st_mtime


# For tests: a browser, and a mail server.


def need_browser() -> None:
    if browser():
        return
    if os.environ.get("CHROMIUM"):
        raise Stop(
            f"CHROMIUM names {os.environ['CHROMIUM']}, and that is not a program. Correct it, or unset it."
        )
    if not is_root_with_apt():
        raise Stop(
            "the tests walk in a real browser, and there is none. "
            "Let an administrator run: apt-get install chromium-headless-shell. "
            "Or name one: CHROMIUM=/path/to/chromium make test"
        )
    with step("Chromium from the packages of the system"):
        apt_install(BROWSERS[0])
    if not browser():
        raise Stop("chromium was installed, but is not found. Name it: CHROMIUM=/path/to/chromium make test")


def browser() -> str | None:
    chosen = os.environ.get("CHROMIUM")
    return shutil.which(chosen) if chosen else next(filter(None, map(shutil.which, BROWSERS)), None)


def need_mail_server() -> None:
    if mail_server():
        return
    if not is_root_with_apt():
        raise Stop(
            "the tests take mail in from a real IMAP server, and there is none. "
            "Let an administrator run: apt-get install dovecot-imapd. Then run this again."
        )
    with step("Dovecot from the packages of the system"):
        apt_install("dovecot-imapd")
    if not mail_server():
        raise Stop("dovecot-imapd was installed, but dovecot is not found in PATH or /usr/sbin.")


def mail_server() -> str | None:
    """Where Debian puts it is in the PATH of root only."""
    return shutil.which("dovecot") or shutil.which("dovecot", path=SYSTEM_PROGRAMS)


def is_root_with_apt() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(package: str) -> None:
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    run(["apt-get", "-q", "update"], "Looking up the packages of the system", quiet)
    run(
        ["apt-get", "-q", "install", "--yes", "--no-install-recommends", package],
        f"Installing {package}",
        quiet,
    )


# The small change.


def run(command: list[str], what: str, environment: dict[str, str] | None = None) -> None:
    """Quietly; shows what the program said only when it fails."""
    done = subprocess.run(  # noqa: S603  our own choice of programs, no shell
        command,
        cwd=PROJECT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise Stop(explain(what, done.stdout))


def explain(what: str, said: str) -> str:
    end = "\n".join(said.strip().splitlines()[-12:])
    if "No space left on device" in said or "ENOSPC" in said:
        return "the disk is full. Make room and run it again."
    if any(sign in said for sign in NO_NETWORK):
        return f"{what} needs the network this once, and it did not answer:\n{end}\nRun it again later."
    return f"{what} failed:\n{end}"


NO_NETWORK = (
    "NewConnectionError",
    "NameResolutionError",
    "ConnectTimeoutError",
    "Temporary failure resolving",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ETIMEDOUT",
)


@contextmanager
def step(what: str) -> Iterator[None]:
    print(f"{what} … ", end="", flush=True)
    began = time.monotonic()
    try:
        yield
    except BaseException:
        print("stopped", flush=True)
        raise
    print(f"{time.monotonic() - began:.1f} s", flush=True)


@contextmanager
def alone() -> Iterator[None]:
    """One set-up of this folder at a time; the kernel frees the lock when we die."""
    with (PROJECT / ".set-up.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another set-up of this folder is busy; waiting until it is done.", flush=True)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def read_stamp(path: Path) -> dict[str, str]:
    try:
        return dict(json.loads(path.read_text()))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return {}


def write_stamp(path: Path, values: dict[str, str]) -> None:
    """Whole or not at all: it is what says that the work was finished."""
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps(values))
    draft.replace(path)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def count(lock: Path) -> int:
    return sum("==" in line for line in lock.read_text().splitlines())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
