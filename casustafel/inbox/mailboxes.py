"""Which mailbox belongs to which partnership: CASUSTAFEL_INBOX, and a password in the credentials folder."""

import os
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from casustafel.lib import credentials
from casustafel.lib.refusal import N_, Refused

NAME = "CASUSTAFEL_INBOX"
THIS_MACHINE = frozenset({"127.0.0.1", "::1"})
PORTS = {"imaps": 993, "imap": 143}


@dataclass(frozen=True)
class Address:
    host: str
    port: int
    user: str
    folder: str
    slug: str
    encrypted: bool = True

    @property
    def password_file(self) -> str:
        return f"inbox-{self.slug}"

    def password(self) -> str:
        """FileNotFoundError when it is not there; Refused when others can read it."""
        return credentials.read(credentials.folder() / self.password_file).decode().strip("\r\n")


def all_of_them() -> list[Address]:
    return [_address(each) for each in os.environ.get(NAME, "").split()]


def _address(given: str) -> Address:
    """Such as imaps://name@host:993/INBOX?partnership=slug. What is wrong is said without what was given."""
    try:
        parts = urlsplit(given)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError as wrong:
        raise _refused() from wrong
    slug = parse_qs(parts.query).get("partnership", [""])[0]
    if not (port and parts.hostname and parts.username and slug):
        raise _refused()
    _check_secrecy(parts, parts.hostname)
    return Address(
        host=parts.hostname,
        port=port,
        user=unquote(parts.username),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        slug=slug,
        encrypted=parts.scheme == "imaps",
    )


def _check_secrecy(parts: SplitResult, host: str) -> None:
    if parts.password is not None:
        raise Refused(N_("%(name)s holds a password. Put it in a file in the credentials folder."), name=NAME)
    if parts.scheme != "imaps" and host not in THIS_MACHINE:
        raise Refused(N_("%(name)s: use imaps://. Without it anybody on the way can read along."), name=NAME)


def _refused() -> Refused:
    return Refused(
        N_("%(name)s: write imaps://name@host:993/INBOX?partnership=slug, several with spaces."), name=NAME
    )
