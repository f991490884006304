"""`casustafel run` with a web process and a worker that need no Django: who starts and stops what."""

import sys

from casustafel.installation import supervisor
from casustafel.installation.children import Child
from casustafel.installation.command import main

WEB = """
import http.server, sys
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
    def log_message(self, *arguments):
        pass
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Answer).serve_forever()
"""
WORKER = "import time; time.sleep(600)"


def children(port: int, environment: dict[str, str]) -> list[Child]:
    return [
        Child("web", [sys.executable, "-c", WEB, str(port)], environment),
        Child("worker", [sys.executable, "-c", WORKER], environment),
    ]


supervisor._prepare = lambda environment: None
supervisor._children = children
sys.exit(main(["run"]))
