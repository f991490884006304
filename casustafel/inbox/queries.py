from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from casustafel.access.viewer import Viewer
from casustafel.inbox.choices import State
from casustafel.inbox.models import IntakeMailbox, Mail
from casustafel.lib.refusal import NotYours

PER_PAGE = 25
OPEN = [State.WAITING, State.UNREADABLE]
QUIET = timedelta(minutes=30)  # ten rounds that were missed


@dataclass(frozen=True)
class Standing:
    """How it is with the mailbox: not set up, read, or not read since a moment (None: never)."""

    is_there: bool
    is_quiet: bool = False
    since: datetime | None = None
    trouble: str = ""


def worklist(viewer: Viewer, *, state: str, page: int | str) -> Page[Mail]:
    """Newest first. `state` is one of State, "ALL", or "" for all that wait for a person."""
    found: QuerySet[Mail] = Mail.objects.visible_to(viewer)
    if state in State.values:
        found = found.filter(state=state)
    elif state != "ALL":
        found = found.filter(state__in=OPEN)
    return Paginator(found.order_by("-received_date", "id"), PER_PAGE).get_page(page)


def waiting(viewer: Viewer) -> int:
    return Mail.objects.visible_to(viewer).filter(state__in=OPEN).count()


def get(viewer: Viewer, mail_id: UUID) -> Mail:
    mail = Mail.objects.visible_to(viewer).select_related("key__desk").filter(pk=mail_id).first()
    if mail is None:
        raise NotYours
    return mail


def standing(viewer: Viewer, *, now: datetime) -> Standing:
    """Also quiet when nothing reads: then nobody is left to say that it fails."""
    box = IntakeMailbox.objects.visible_to(viewer).first()
    if box is None:
        return Standing(is_there=False)
    is_quiet = bool(box.trouble) or box.read_at is None or now - box.read_at > QUIET
    return Standing(True, is_quiet, box.read_at, box.get_trouble_display() if box.trouble else "")


def place_of_draft(mail_id: UUID) -> str:
    return f"mail:{mail_id}"
