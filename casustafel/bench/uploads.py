"""What ten people who each send a file of 25 MB at once do to the memory of web processes and worker."""

import http.client
import secrets
import threading
import time

import psutil

from casustafel.bench.report import Figure
from casustafel.bench.serving import HOST, Web, running_worker
from casustafel.files import receiving

PAGE = "/melden/merenwoude/bestand/"
PEOPLE = 10
BLOCK = 2**20
BLOCKS = 25
BOUNDARY = "a-line-between-the-parts"
EVERY = 0.05
SETTLED = 3.0
PDF = b"%PDF-1.7\n"


def measure(web: Web) -> list[Figure]:
    if receiving.limits_at(PAGE) is None:
        return []
    with running_worker() as worker:
        time.sleep(SETTLED)
        idle = _memory_mb(web, worker)
        most = _most_while_sending(web, worker)
    against = f"{PEOPLE} files of {BLOCKS} MB; idle {idle:.0f} MB"
    return [Figure("upload.memory_mb", most - idle, "MB", 150, against)]


def _memory_mb(web: Web, worker: psutil.Process) -> float:
    return web.memory_mb() + float(worker.memory_info().rss) / 2**20


def _most_while_sending(web: Web, worker: psutil.Process) -> float:
    answers: list[int] = []
    senders = [threading.Thread(target=lambda: answers.append(_send(web.port))) for _ in range(PEOPLE)]
    for sender in senders:
        sender.start()
    most = 0.0
    while any(sender.is_alive() for sender in senders):
        most = max(most, _memory_mb(web, worker))
        time.sleep(EVERY)
    if len(answers) != PEOPLE or set(answers) & {400, 403, 411, 413, 503}:
        raise RuntimeError(f"not all files were taken in: {answers}")
    return most


def _send(port: int) -> int:
    token = secrets.token_hex(16)
    head = (
        _part("csrfmiddlewaretoken", token)
        + _part("file", "", file="verslag.pdf").removesuffix(b"\r\n")
        + PDF
    )
    tail = f"\r\n--{BOUNDARY}--\r\n".encode()
    block = secrets.token_bytes(BLOCK - len(PDF))
    connection = http.client.HTTPConnection(HOST, port, timeout=120)
    connection.putrequest("POST", PAGE)
    connection.putheader("Cookie", f"csrftoken={token}")
    connection.putheader("Content-Type", f"multipart/form-data; boundary={BOUNDARY}")
    connection.putheader("Content-Length", str(len(head) + BLOCKS * len(block) + len(tail)))
    connection.endheaders(head)
    for _ in range(BLOCKS):
        connection.send(block)
    connection.send(tail)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def _part(name: str, text: str, *, file: str = "") -> bytes:
    called = f'; filename="{file}"' if file else ""
    return (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{called}\r\n\r\n{text}\r\n'
    ).encode()
