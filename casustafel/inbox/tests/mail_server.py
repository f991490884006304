"""A real IMAP server (Debian's dovecot) on a free port of this machine, with one mailbox."""

import grp
import imaplib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

USER, PASSWORD = "meldpunt", "een-lang-wachtwoord"
SLOWEST = 20.0
CONFIGURATION = """
base_dir = {home}/run
state_dir = {home}/run
log_path = {home}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_login_user = {login}
default_internal_user = {internal}
default_internal_group = {internal_group}
first_valid_uid = 1
mail_location = maildir:{home}/mail
auth_failure_delay = 0
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {home}/users
}}
userdb {{
  driver = static
  args = uid={mailer} gid={mailer_group} home={home}/mail
}}
namespace inbox {{
  inbox = yes
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""


@dataclass(frozen=True)
class MailServer:
    port: int

    @property
    def address(self) -> str:
        return f"imap://{USER}@127.0.0.1:{self.port}/INBOX"

    @contextmanager
    def inside(self) -> Iterator[imaplib.IMAP4]:
        """Signed in beside the program, to put mail there and see where it went."""
        with imaplib.IMAP4("127.0.0.1", self.port, timeout=SLOWEST) as session:
            session.login(USER, PASSWORD)
            yield session

    def deliver(self, *mails: bytes) -> None:
        with self.inside() as session:
            for mail in mails:
                assert session.append("INBOX", None, None, mail)[0] == "OK"

    def held(self, folder: str) -> list[bytes]:
        """The mails in this folder as they are, in the order in which they came there."""
        with self.inside() as session:
            if session.select(f'"{folder}"', readonly=True)[0] != "OK":
                return []
            numbers = session.uid("SEARCH", "UNDELETED")[1][0].split()
            return [session.uid("FETCH", number, "(BODY.PEEK[])")[1][0][1] for number in numbers]

    def clear(self) -> None:
        with self.inside() as session:
            for line in session.list()[1]:
                name = line.decode().rpartition(' "." ')[2].strip('"')
                if session.select(f'"{name}"')[0] == "OK":
                    session.uid("STORE", "1:*", "+FLAGS", "(\\Deleted)")
                    session.close()
                if name != "INBOX":
                    session.delete(f'"{name}"')


@pytest.fixture(scope="module")
def running_mail_server() -> Iterator[MailServer]:
    program = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin")
    if not program:
        pytest.fail("no IMAP server: run make test, which installs dovecot or says what to do")
    home = Path(tempfile.mkdtemp(prefix="casustafel-mail-"))
    try:
        with _running(program, home) as port:
            yield MailServer(port)
    finally:
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def mail_server(running_mail_server: MailServer) -> MailServer:
    running_mail_server.clear()
    return running_mail_server


@contextmanager
def _running(program: str, home: Path) -> Iterator[int]:
    port = _free_port()
    _prepare(home, port)
    server = subprocess.Popen([program, "-F", "-c", str(home / "dovecot.conf")])
    try:
        _wait_until_it_speaks(server, port, home / "log")
        yield port
    finally:
        server.terminate()
        server.wait(SLOWEST)


def _prepare(home: Path, port: int) -> None:
    """As root it signs people in as somebody else, because it never opens a mailbox as root."""
    own, own_group = pwd.getpwuid(os.geteuid()).pw_name, grp.getgrgid(os.getegid()).gr_name
    is_root = os.geteuid() == 0
    mailer, mailer_group = ("dovecot", "dovecot") if is_root else (own, own_group)
    (home / "dovecot.conf").write_text(
        CONFIGURATION.format(
            home=home,
            port=port,
            login="dovenull" if is_root else own,
            internal=mailer,
            internal_group=mailer_group,
            mailer=mailer,
            mailer_group=mailer_group,
        )
    )
    (home / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n")
    (home / "mail").mkdir()
    home.chmod(0o755)
    if is_root:
        shutil.chown(home / "mail", mailer, mailer_group)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_it_speaks(server: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    end = time.monotonic() + SLOWEST
    while time.monotonic() < end and server.poll() is None:
        try:
            imaplib.IMAP4("127.0.0.1", port, timeout=SLOWEST).logout()
            return
        except OSError:
            time.sleep(0.02)
    said = log.read_text() if log.exists() else "nothing"
    pytest.fail(f"the IMAP server did not come up: {said}")
