"""The web processes: one for each core, each with a listening socket of its own on the same port. The kernel
shares out who comes; one that falls takes its socket along, and the others answer.

python -m casustafel.installation.web_processes PORT is one of them.
"""

import os
import socket
import sys

import uvicorn

from casustafel.installation.postgres import HOST
from casustafel.installation.stop import Stop

AT_MOST = 4  # each takes some 120 MB; who has more cores says so
WAITING_IN_LINE = 512


def number() -> int:
    given = os.environ.get("CASUSTAFEL_WEB_PROCESSES", "")
    if not given:
        return min(AT_MOST, os.cpu_count() or 1)
    if not given.isdecimal() or not 0 < int(given) <= 64:
        raise Stop(
            f"CASUSTAFEL_WEB_PROCESSES is {given!r}, but it is a number from 1 to 64. "
            "Leave it out, and there is one for each core."
        )
    return int(given)


def place(port: int) -> socket.socket:
    """A place on this port, where nobody listens yet. Port 0 takes any that is free."""
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    held.bind((HOST, port))
    return held


def command(port: int) -> list[str]:
    return [sys.executable, "-m", "casustafel.installation.web_processes", str(port)]


def settings() -> uvicorn.Config:
    """No access log: it would have the address of who reported, and when."""
    return uvicorn.Config(
        "casustafel.asgi:application",
        access_log=False,
        server_header=False,
        log_level="warning",
        lifespan="off",
        ws="none",
        timeout_keep_alive=75,
        timeout_graceful_shutdown=5,
    )


def serve(port: int) -> None:
    listening = place(port)
    listening.listen(WAITING_IN_LINE)
    uvicorn.Server(settings()).run(sockets=[listening])


if __name__ == "__main__":
    serve(int(sys.argv[1]))
