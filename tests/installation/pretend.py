"""`casustafel run` with web processes and a worker that need no Django: who starts and stops what."""

import sys

from casustafel.installation import supervisor, web_processes
from casustafel.installation.children import Child
from casustafel.installation.command import main

WEB = """
import http.server, socket, sys
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
    def log_message(self, *arguments):
        pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer, bind_and_activate=False)
server.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
server.server_address = ("127.0.0.1", int(sys.argv[1]))
server.server_bind()
server.server_activate()
server.serve_forever()
"""
WORKER = "import time; time.sleep(600)"


def children(port: int, environment: dict[str, str]) -> list[Child]:
    serve = [sys.executable, "-c", WEB, str(port)]
    return [
        *(Child("web", serve, environment) for _each in range(web_processes.number())),
        Child("worker", [sys.executable, "-c", WORKER], environment),
    ]


supervisor._prepare = lambda environment: None
supervisor._children = children
sys.exit(main(["run"]))
