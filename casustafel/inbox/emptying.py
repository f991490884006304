"""One round along a mailbox: every mail is kept first, and only then put in another folder there."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

import structlog
from django.db import IntegrityError, connection, connections

from casustafel.audit.log import Door
from casustafel.files.store import DiskFull
from casustafel.inbox import imap, reading, rules
from casustafel.inbox.actions import Incoming, keep_mail
from casustafel.inbox.imap import Failed, Gone, Item, NotGiven, Session
from casustafel.inbox.mailboxes import Address
from casustafel.inbox.models import IntakeMailbox, Mail
from casustafel.inbox.reading import Reading
from casustafel.lib.refusal import Refused
from casustafel.parties.models import Partnership
from casustafel.vault import cipher
from casustafel.vault.models import Desk

logger = structlog.get_logger(__name__)


@contextmanager
def as_worker() -> Iterator[None]:
    """With the rights of the worker, who brings mail in and cannot read it back."""
    application = connections["default"]
    connections["default"] = connections["worker"]
    try:
        yield
    finally:
        connections["default"] = application


def empty(address: Address, *, now: datetime) -> int:
    """How many mails were taken in. Who finds another round at work here leaves it to that."""
    partnership = _partnership(address.slug)
    with _alone(address.slug) as is_alone:
        if not is_alone:
            return 0
        try:
            taken = _go_along(address, *partnership, now=now)
        except Failed as failed:
            _note(partnership[0], trouble=failed.trouble, now=now)
            logger.warning("mailbox not read", partnership=address.slug, trouble=failed.trouble)
            return 0
        _note(partnership[0], trouble="", now=now)
    return taken


def _partnership(slug: str) -> tuple[UUID, Desk]:
    found = Partnership.objects.filter(slug=slug).values_list("id", "desk_id", "desk__public_key").first()
    if found is None:
        raise LookupError("CASUSTAFEL_INBOX names a partnership that is not here")
    return found[0], Desk(id=found[1], public_key=found[2])


@contextmanager
def _alone(slug: str) -> Iterator[bool]:
    """Over more than one transaction, so it is given back by hand; the database does when we die."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [f"inbox|{slug}"])
        (is_alone,) = cursor.fetchone()
    try:
        yield is_alone
    finally:
        if is_alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [f"inbox|{slug}"])


def _go_along(address: Address, partnership: UUID, desk: Desk, *, now: datetime) -> int:
    """A mail with which something of our own goes wrong stays where it is, and holds up no other."""
    taken, stuck = 0, False
    with imap.opened(address, _password(address)) as session:
        for item in session.waiting():
            name = f"{address.user}@{address.host}/{address.folder}|{session.validity}|{item.uid}"
            try:
                taken += _take(session, item, name, partnership, desk, now=now)
            except Gone:
                continue
            except Failed:
                raise
            except Exception:
                logger.exception("mail not taken in", partnership=address.slug)
                stuck = True
    if stuck:
        raise Failed("OURS")
    return taken


def _password(address: Address) -> str:
    try:
        return address.password()
    except (OSError, Refused) as error:
        raise Failed("NO_PASSWORD") from error


def _take(session: Session, item: Item, name: str, partnership: UUID, desk: Desk, *, now: datetime) -> int:
    """One mail: kept, unless it was before, and then moved. Stopped in between, the next round moves it."""
    place = cipher.blind_index("mail", name)
    state, taken = _state_of(place), 0
    if state is None:
        incoming = _incoming(session, item, place, now=now)
        state, taken = _keep(incoming, partnership, desk, now=now), 1
    session.move(item.uid, rules.folder_of(state))
    return taken


def _state_of(place: bytes) -> str | None:
    """Of a mail that was taken before; these two columns are all that the worker sees of it."""
    known = Mail.objects.behind_the_second_wall().filter(message_hash=place)
    return next(iter(known.values_list("state", flat=True)), None)


def _incoming(session: Session, item: Item, place: bytes, *, now: datetime) -> Incoming:
    day = item.day or now.date()
    if item.size > rules.LARGEST:
        return Incoming(place, day, item.size, _head(session, item, "TOO_LARGE"))
    try:
        raw = _whole(session, item)
    except NotGiven:
        return Incoming(place, day, item.size, _head(session, item, "NOT_GIVEN"))
    if raw is None:
        return Incoming(place, day, item.size, _head(session, item, "TOO_LARGE"))
    return Incoming(place, day, len(raw), reading.read(raw), raw)


def _whole(session: Session, item: Item) -> bytes | None:
    """In pieces; None when it turns out larger than the server said."""
    raw = bytearray()
    for piece in session.pieces(item.uid):
        raw += piece
        if len(raw) > rules.LARGEST:
            return None
    return bytes(raw)


def _head(session: Session, item: Item, wrong: str) -> Reading:
    said = reading.read(session.headers(item.uid))
    return Reading(sender=said.sender, subject=said.subject, wrong=frozenset({wrong}))


def _keep(incoming: Incoming, partnership: UUID, desk: Desk, *, now: datetime) -> str:
    by = Door("WORKER", partnership_id=partnership)
    try:
        return keep_mail(partnership=partnership, desk=desk, incoming=incoming, by=by, now=now).state
    except IntegrityError:  # another round was first, whatever the lock said
        state = _state_of(incoming.message_hash)
        if state is None:
            raise
        return state
    except (DiskFull, OSError) as error:
        raise Failed("OURS") from error


def _note(partnership: UUID, *, trouble: str, now: datetime) -> None:
    """What the reporting officers are told about their mailbox."""
    box = IntakeMailbox.objects.behind_the_second_wall().filter(partnership_id=partnership).first()
    box = box or IntakeMailbox(partnership_id=partnership)
    box.failing_since = (box.failing_since or now) if trouble else None
    box.read_at = box.read_at if trouble else now
    box.trouble = trouble
    box.save()
