import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

_unfinished: list[str] = []  # the line of the step that is being done


def say(text: str) -> None:
    """On a line of its own, also in the middle of a step."""
    if _unfinished:
        print(flush=True)
        _unfinished.clear()
    print(text, flush=True)


@contextmanager
def step(what: str, *, others_speak: bool = False) -> Iterator[None]:
    """What is being done, and how long it took: in one line, unless other processes speak meanwhile."""
    print(f"{what} … ", end="\n" if others_speak else "", flush=True)
    if not others_speak:
        _unfinished.append(what)
    began = time.monotonic()
    try:
        yield
    except BaseException:
        _finish(what, "stopped")
        raise
    _finish(what, f"{time.monotonic() - began:.1f} s")


def _finish(what: str, result: str) -> None:
    print(result if _unfinished else f"{what}: {result}", flush=True)
    _unfinished.clear()


def complain(text: str) -> None:
    sys.stdout.flush()
    print(f"casustafel: {text}", file=sys.stderr, flush=True)
