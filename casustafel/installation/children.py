"""Processes that `casustafel run` keeps alive, and that never outlive it."""

import ctypes
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field

from casustafel.installation.progress import say

LONGEST_PAUSE = 30.0
SECONDS_TO_STOP = 10.0
HEALTHY_AFTER = 60.0
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)


@dataclass
class Child:
    name: str
    command: list[str]
    environment: dict[str, str]
    deaths: int = 0
    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0
    again_at: float | None = field(default=0.0)

    def tend(self, now: float) -> None:
        """Starts it when it is due; after a death it waits longer each time."""
        if self.process is not None and self.process.poll() is not None:
            self._bury(now, self.process.returncode)
        if self.process is None and self.again_at is not None and now >= self.again_at:
            self._start(now)

    def ask_to_stop(self) -> None:
        self.again_at = None
        if self.process is not None:
            self.process.terminate()

    def wait(self, until: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _start(self, now: float) -> None:
        self.began = now
        self.process = subprocess.Popen(  # noqa: S603  our own programs
            self.command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for us: we stop the children in order
            preexec_fn=_die_with_parent,
        )

    def _bury(self, now: float, status: int) -> None:
        self.process = None
        self.deaths = 1 if now - self.began > HEALTHY_AFTER else self.deaths + 1
        pause = min(LONGEST_PAUSE, 2.0 ** (self.deaths - 1))
        self.again_at = now + pause
        say(f"The {self.name} process stopped ({_how(status)}). It starts again in {pause:.0f} s.")


def stop(children: list[Child]) -> None:
    for child in children:
        child.ask_to_stop()
    until = time.monotonic() + SECONDS_TO_STOP
    for child in children:
        child.wait(until)


def _how(status: int) -> str:
    return f"signal {signal.Signals(-status).name}" if status < 0 else f"exit {status}"


def _die_with_parent() -> None:
    """Also when we are killed with -9 ourselves."""
    if sys.platform == "linux":
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
