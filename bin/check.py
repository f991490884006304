"""Everything that can be checked without running the tests, each in one line."""

import os
import subprocess
import sys
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
PYTHON = sys.executable
PROGRAMS = Path(PYTHON).parent
CHECKS = {
    "format": [str(PROGRAMS / "ruff"), "format", "--check", "."],
    "lint": [str(PROGRAMS / "ruff"), "check", "."],
    "types": [str(PROGRAMS / "mypy"), "casustafel", "bin"],
    "layers": [str(PROGRAMS / "lint-imports")],
    "templates": [str(PROGRAMS / "djlint"), "casustafel", "--lint", "--quiet"],
    "migrations": [PYTHON, "-W", "ignore", "-m", "casustafel", "makemigrations", "--check", "--dry-run"],
    "translations": [PYTHON, "-m", "casustafel.installation.messages", "missing"],
    "lock": [PYTHON, "bin/lock.py", "check"],
}
# No database is started for a look at the models.
ENVIRONMENT = os.environ | {
    "DJANGO_SETTINGS_MODULE": "casustafel.settings.test",
    "CASUSTAFEL_DATABASE_RUNS": "1",
    "PATH": f"{PROGRAMS}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
}


def main(names: list[str]) -> int:
    failed = [name for name in names or CHECKS if not holds(name)]
    print(f"Not in order: {', '.join(failed)}." if failed else "All in order.")
    return 1 if failed else 0


def holds(name: str) -> bool:
    print(f"{name:13}", end="", flush=True)
    began = time.monotonic()
    done = subprocess.run(  # noqa: S603  our own choice of programs, no shell
        CHECKS[name], cwd=PROJECT, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    print(f"{'FAILED' if done.returncode else 'ok'} ({time.monotonic() - began:.1f} s)", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
