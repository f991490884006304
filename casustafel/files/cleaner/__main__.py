"""python -m casustafel.files.cleaner KIND < sent > cleaned

First goes one line of JSON: the findings, the kind and the size of what follows, or the reason why nothing
follows.
"""

import json
import resource
import sys
from collections.abc import Callable
from importlib import import_module

from casustafel.files.verdicts import Finding, Reason, Stopped

MEMORY = 256 * 2**20
SECONDS = 60
MODULES = {
    **dict.fromkeys(("jpg", "png", "webp", "gif"), "pictures"),
    **dict.fromkeys(("docx", "xlsx", "pptx"), "office"),
    **dict.fromkeys(("odt", "ods", "odp"), "open_document"),
    "pdf": "pdf",
    "txt": "text",
}
Clean = Callable[[bytes, str], tuple[bytes, str, set[Finding]]]


def main(kind: str) -> int:
    _bound(resource.RLIMIT_AS, MEMORY)
    _bound(resource.RLIMIT_CPU, SECONDS)
    _bound(resource.RLIMIT_CORE, 0)
    _bound(resource.RLIMIT_FSIZE, 0)
    module = import_module(f"casustafel.files.cleaner.{MODULES[kind]}")
    module.rehearse()
    clean: Clean = module.clean
    _bound(resource.RLIMIT_NOFILE, 0)  # from here on it can open no file and no connection
    try:
        cleaned, made, findings = clean(sys.stdin.buffer.read(), kind)
    except Stopped as stopped:
        return _say({"reason": stopped.reason})
    except (MemoryError, RecursionError):
        return _say({"reason": Reason.TOO_LARGE})
    _say({"kind": made, "size": len(cleaned), "findings": sorted(findings)})
    sys.stdout.buffer.write(cleaned)
    sys.stdout.buffer.flush()
    return 0


def _bound(what: int, most: int) -> None:
    resource.setrlimit(what, (most, most))


def _say(verdict: dict[str, object]) -> int:
    sys.stdout.buffer.write(json.dumps(verdict).encode() + b"\n")
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
