"""What a mail says, out of its bytes. It never raises: what cannot be read is named, and the bytes stay."""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import errors, message_from_bytes
from email.message import EmailMessage, Message
from email.parser import BytesHeaderParser
from email.policy import EmailPolicy
from typing import Any, TypeVar, cast

from casustafel.files import kinds
from casustafel.files.limits import Limits
from casustafel.inbox.plain import text_of_html

LONGEST_TEXT, LONGEST_HEADER, LONGEST_LINE = 100_000, 2_000, 300
MOST_PARTS, DEEPEST = 200, 12
MOST_LINES, MOST_MARKS = (
    700_000,
    20_000,
)  # a mail of 40 MB has half a million lines; more is made to be too much
HEADERS_OF_A_MAIL = frozenset({"from", "subject", "date", "message-id", "received"})
NESTED = "message/rfc822"
OUTLOOK = "application/ms-tnef"
CUT_OFF = (errors.CloseBoundaryNotFoundDefect, errors.StartBoundaryNotFoundDefect)
PGP = "-----BEGIN PGP MESSAGE-----"
T = TypeVar("T")


class _ShortHeaders(EmailPolicy):
    """A header of megabytes would keep the parser busy for hours."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        return super().header_fetch_parse(name, value[:LONGEST_HEADER])


POLICY = _ShortHeaders()


@dataclass(frozen=True)
class Attached:
    """A file in a mail. Only what is taken can be cleaned, and goes along with a report."""

    name: str
    kind: str
    size: int
    is_taken: bool


@dataclass(frozen=True)
class Reading:
    sender: str = ""
    subject: str = ""
    message_id: str = ""
    text: str = ""
    attached: tuple[Attached, ...] = ()
    wrong: frozenset[str] = frozenset()


@dataclass
class _Found:
    """What has been found while going through the parts."""

    texts: list[str] = field(default_factory=list)
    attached: list[tuple[Attached, bytes]] = field(default_factory=list)
    wrong: set[str] = field(default_factory=set)
    parts: int = 0


def read(raw: bytes) -> Reading:
    message, found = _parsed(raw), _Found()
    if message is None:
        found.wrong.add("BROKEN")
        message = _headers_alone(raw)
    else:
        _or(None, lambda: _go_through(message, found, depth=0), found)
    return _told(message, found)


def contents(raw: bytes) -> Iterator[tuple[Attached, bytes]]:
    """The attachments, in the order of Reading.attached."""
    message, found = _parsed(raw), _Found()
    if message is not None:
        _or(None, lambda: _go_through(message, found, depth=0), found)
    yield from found.attached


def _parsed(raw: bytes) -> Message | None:
    if raw.count(b"\n") > MOST_LINES or raw.count(b"\n--") > MOST_MARKS:
        return None
    try:
        return message_from_bytes(raw, policy=POLICY)
    except Exception:  # whatever somebody sends: the parser is not ours
        return None


def _headers_alone(raw: bytes) -> Message:
    try:
        return BytesHeaderParser(policy=POLICY).parsebytes(raw[: 64 * 1024])
    except Exception:
        return EmailMessage()


def _or(otherwise: T, look: Callable[[], T], found: _Found, what: str = "BROKEN") -> T:
    """What looking gives; when it raises, the mail is noted to be `what`."""
    try:
        return look()
    except Exception:  # the library raises many things at odd mails
        found.wrong.add(what)
        return otherwise


def _told(message: Message, found: _Found) -> Reading:
    if not {name.lower() for name, _raw in message.raw_items()} & HEADERS_OF_A_MAIL:
        found.wrong.add("BROKEN")
    text = "\n\n".join(filter(None, found.texts))
    if len(text) > LONGEST_TEXT:
        found.wrong.add("TOO_LONG")
    if text.startswith(PGP):
        found.wrong.add("ENCRYPTED")
        text = ""
    if not text and not found.wrong:
        found.wrong.add("EMPTY")
    return Reading(
        sender=_header(message, "from"),
        subject=_header(message, "subject"),
        message_id=_header(message, "message-id"),
        text=text[:LONGEST_TEXT],
        attached=tuple(attached for attached, _content in found.attached),
        wrong=frozenset(found.wrong),
    )


def _header(message: Message, name: str) -> str:
    try:
        value = str(message.get(name, ""))
    except Exception:  # a header that the library cannot take apart: as it stands there
        value = next((str(raw) for key, raw in message.raw_items() if key.lower() == name), "")
    return " ".join(clean(value).split())[:LONGEST_LINE]


def _go_through(part: Message, found: _Found, *, depth: int) -> None:
    found.parts += 1
    if found.parts > MOST_PARTS or depth > DEEPEST:
        found.wrong.add("TOO_MANY")
        return
    if any(isinstance(defect, CUT_OFF) for defect in part.defects):
        found.wrong.add("CUT_OFF")
    kind = part.get_content_type()
    if kind == "multipart/encrypted":
        found.wrong.add("ENCRYPTED")
    if kind == NESTED and part.is_multipart():
        _nested(part, found, depth=depth)
    elif part.is_multipart():
        _together(part, found, depth=depth, either=kind == "multipart/alternative")
    else:
        _leaf(part, kind, found)


def _together(part: Message, found: _Found, *, depth: int, either: bool) -> None:
    """The parts one after another; of those that say the same, the first in which there is a text."""
    before = len(found.texts)
    for child in _children(part):
        had = len(found.texts)
        _or(None, lambda child=child: _go_through(child, found, depth=depth + 1), found)  # type: ignore[misc]
        if either and had > before:
            del found.texts[had:]


def _children(part: Message) -> list[Message]:
    payload = part.get_payload()
    return cast(list[Message], payload) if isinstance(payload, list) else []


def _nested(part: Message, found: _Found, *, depth: int) -> None:
    """A mail in a mail: its text is read along, and it is an attachment as a whole."""
    inner = _children(part)[0]
    content = _or(b"", inner.as_bytes, found, "CUT_OFF")
    name = _or("", lambda: part.get_filename() or "", found, "CHARSET")
    _attach(_name(name) or "bericht.eml", NESTED, content, found)
    inside = _Found(parts=found.parts)
    _or(None, lambda: _go_through(inner, inside, depth=depth + 1), found)
    head = [_header(inner, "from"), _header(inner, "subject")]
    if inside.texts:
        found.texts.append("\n".join(["-----", *filter(None, head), "", *inside.texts]))
    found.parts = inside.parts
    found.wrong |= inside.wrong


def _leaf(part: Message, kind: str, found: _Found) -> None:
    if part.get_content_maintype() == "multipart":
        found.wrong.add("CUT_OFF")  # says that it has parts, and has none
        return
    content = _or(b"", lambda: cast(bytes, part.get_payload(decode=True)) or b"", found, "CUT_OFF")
    name = _or("", lambda: part.get_filename() or "", found, "CHARSET")
    is_file = bool(name) or part.get_content_disposition() == "attachment"
    if kind in {"text/plain", "text/html"} and not is_file:
        text = _decoded(part, content, found)
        text = (text_of_html(text) if kind == "text/html" else text).strip()
        if text:
            found.texts.append(clean(text))
        return
    if kind in {"application/pkcs7-mime", "application/x-pkcs7-mime"}:
        found.wrong.add("ENCRYPTED")
    if kind == OUTLOOK or name.lower() == "winmail.dat":
        found.wrong.add("OUTLOOK")
    _attach(_name(name) or "bijlage", kind, content, found)


def _attach(name: str, kind: str, content: bytes, found: _Found) -> None:
    try:
        kinds.check(name, content[: kinds.HEAD])
        is_taken = len(content) <= Limits.file_bytes
    except Exception:  # refused, or so odd that who looks for its kind stumbles
        is_taken = False
    found.attached.append((Attached(name, kind, len(content), is_taken), content))


def _decoded(part: Message, content: bytes, found: _Found) -> str:
    """By the character set that the mail names, else by the two that are in use."""
    named = _or(None, part.get_content_charset, found, "CHARSET") or "utf-8"
    for charset in (named, "utf-8"):
        try:
            return content.decode(charset)
        except (LookupError, ValueError):
            found.wrong.add("CHARSET")
    return content.decode("cp1252", errors="replace")


def _name(given: str) -> str:
    """The name of a file as one line, without the folders before it."""
    return " ".join(clean(given).replace("\\", "/").rpartition("/")[2].split())[:LONGEST_LINE]


def clean(text: str) -> str:
    """Without signs that can be neither kept nor shown."""
    whole = text.encode("utf-8", errors="replace").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in whole if sign in "\n\t" or unicodedata.category(sign) != "Cc")
