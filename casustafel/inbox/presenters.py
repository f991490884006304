"""What the pages say, as plain values."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from casustafel.access.viewer import Viewer
from casustafel.inbox import keeping, rules
from casustafel.inbox.choices import State, Wrong
from casustafel.inbox.models import Mail
from casustafel.lib.refusal import NotYours
from casustafel.parties import names
from casustafel.vault import opening
from casustafel.vault.opening import Opened


@dataclass(frozen=True)
class Row:
    id: UUID
    received: date
    sender: str
    subject: str
    files: int
    state: str
    state_name: str


@dataclass(frozen=True)
class FileLine:
    name: str
    kind: str
    size: str
    is_taken: bool


@dataclass(frozen=True)
class MailPage:
    id: UUID
    received: date
    sender: str
    subject: str
    text: str
    files: list[FileLine]
    wrong: list[str]
    state: str
    state_name: str
    who: str
    on: date | None
    why: str
    reason: str
    report_id: UUID | None
    folder: str
    may_report: bool
    may_set_aside: bool
    may_hand_over: bool


def rows(viewer: Viewer, mails: list[Mail], *, now: datetime) -> list[Row]:
    opened = opening.open_all(mails, by=viewer, purpose="mail.list", now=now)
    return [
        Row(
            mail.id,
            mail.received_date,
            opened(mail, "sender"),
            opened(mail, "subject"),
            len(_files(opened(mail, "attached"))),
            mail.state,
            mail.get_state_display(),
        )
        for mail in mails
    ]


def mail_page(viewer: Viewer, mail: Mail, *, now: datetime) -> MailPage:
    opened = opening.open_all([mail], by=viewer, purpose="mail.page", now=now)
    wrong = frozenset(opened(mail, "wrong").split())
    moves = rules.MOVES[mail.state]
    return MailPage(
        id=mail.id,
        received=mail.received_date,
        sender=opened(mail, "sender"),
        subject=opened(mail, "subject"),
        text=opened(mail, "text"),
        files=_files(opened(mail, "attached")),
        wrong=[str(Wrong(code).label) for code in Wrong.values if code in wrong],
        state=mail.state,
        state_name=mail.get_state_display(),
        who=_who(viewer, mail),
        on=mail.taken_date,
        why=mail.get_aside_display() if mail.aside else "",
        reason=opened(mail, "reason"),
        report_id=mail.report_id,
        folder="" if mail.blob else "/".join(rules.NOT_READ),
        may_report=State.REPORTED in moves,
        may_set_aside=State.SET_ASIDE in moves,
        may_hand_over=_may_hand_over(mail, opened),
    )


def original(viewer: Viewer, mail: Mail, *, now: datetime) -> bytes:
    """The mail as it came. Where the program showed all of it, there is nothing to hand over."""
    opened = opening.open_all([mail], by=viewer, purpose="mail.original", now=now)
    if not _may_hand_over(mail, opened):
        raise NotYours
    return b"".join(keeping.open_raw(mail, by=viewer, purpose="mail.original", now=now))


def _may_hand_over(mail: Mail, opened: Opened) -> bool:
    """Where the program does not show or take along all of it."""
    left = not all(file.is_taken for file in _files(opened(mail, "attached")))
    wrong = frozenset(opened(mail, "wrong").split())
    return mail.blob is not None and (left or rules.may_be_handed_over(wrong))


def _who(viewer: Viewer, mail: Mail) -> str:
    return names.of_people(viewer, [mail.taken_by_id])[mail.taken_by_id] if mail.taken_by_id else ""


def _files(attached: str) -> list[FileLine]:
    return [
        FileLine(each["name"], _kind(each["kind"]), filesizeformat(each["size"]), each["is_taken"])
        for each in json.loads(attached or "[]")
    ]


def _kind(kind: str) -> str:
    """What the sender's program calls it, in words. Nobody has looked inside."""
    main = kind.partition("/")[0]
    if main in {"audio", "video"}:
        return _("Sound or video")
    if main == "image":
        return _("Photo or drawing")
    if kind == "message/rfc822":
        return _("Forwarded mail")
    if kind == "application/pdf":
        return "PDF"
    is_document = main == "text" or "officedocument" in kind or "opendocument" in kind
    return _("Document") if is_document else _("Other file")
