"""The locks of the Python packages: `check` that they fit pyproject.toml, or `write` them (needs uv)."""

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).resolve().parents[1]
LOCKS = PROJECT / "requirements"
COMPILE = (
    "pip",
    "compile",
    "--quiet",
    "--generate-hashes",
    "--no-header",
    "--no-annotate",
    "--python-version",
    "3.11",
)
COMPILED = {
    "run.txt": ["pyproject.toml", "requirements/build.in"],
    "dev.txt": [
        "--extra",
        "dev",
        "--constraint",
        "requirements/run.txt",
        "pyproject.toml",
        "requirements/build.in",
    ],
    "node.txt": ["requirements/node.in"],
}


def main(arguments: list[str]) -> int:
    if arguments == ["write"]:
        return write()
    problems = check()
    print("\n".join(problems))
    return 1 if problems else 0


def write() -> int:
    uv = shutil.which("uv")
    if uv is None:
        print("uv is needed to write the locks. Install it: pip install uv", file=sys.stderr)
        return 1
    for name, sources in COMPILED.items():
        command = [uv, *COMPILE, *sources, "--output-file", f"requirements/{name}"]
        subprocess.run(command, cwd=PROJECT, check=True)  # noqa: S603  no shell
    return main(["check"])


def check() -> list[str]:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    build = (LOCKS / "build.in").read_text().splitlines()
    run = [*project["dependencies"], *build]
    development = [*run, *project["optional-dependencies"]["dev"]]
    pins = {name: read(name) for name in COMPILED}
    return [
        *unfit("run.txt", run, pins["run.txt"]),
        *unfit("dev.txt", development, pins["dev.txt"]),
        *unfit("node.txt", (LOCKS / "node.in").read_text().splitlines(), pins["node.txt"]),
        *differences(pins["run.txt"], pins["dev.txt"]),
        *(
            f"requirements/{name} names an address"
            for name in COMPILED
            if "://" in (LOCKS / name).read_text()
        ),
    ]


def unfit(lock: str, wanted: Iterable[str], pins: dict[str, str]) -> list[str]:
    requirements = [Requirement(line.partition("#")[0].strip()) for line in wanted]
    return [
        f"requirements/{lock} does not fit {requirement}; run make lock"
        for requirement in requirements
        if not requirement.specifier.contains(pins.get(canonicalize_name(requirement.name), "0"))
    ]


def differences(run: dict[str, str], development: dict[str, str]) -> list[str]:
    return [
        f"{name} is {version} in run.txt and {development.get(name)} in dev.txt; run make lock"
        for name, version in run.items()
        if development.get(name) != version
    ]


def read(lock: str) -> dict[str, str]:
    found = re.findall(r"^([\w.-]+)(?:\[[^]]*\])?==(\S+)", (LOCKS / lock).read_text(), re.MULTILINE)
    return {canonicalize_name(name): version for name, version in found}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
