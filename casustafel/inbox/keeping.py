"""The mail as it came: sealed on disk, so that nothing of it is lost whatever the reading made of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from casustafel.audit import log
from casustafel.audit.log import Actor
from casustafel.files import store
from casustafel.files.intake import Intake, Received, State
from casustafel.files.limits import Limits
from casustafel.files.store import Kept
from casustafel.inbox import reading
from casustafel.inbox.models import Mail
from casustafel.vault import keys

PIECE = 1024 * 1024


@contextmanager
def kept(raw: bytes, key: bytes) -> Iterator[Kept]:
    """On disk when the block begins; gone again when the block fails."""
    writer = store.begin(key)
    for begin in range(0, len(raw), PIECE):
        writer.write(raw[begin : begin + PIECE])
    made = writer.finish()
    try:
        yield made
    except BaseException:
        store.remove(made.blob)
        raise


@contextmanager
def sent_files(raw: bytes) -> Iterator[Received]:
    """The attachments, through the same gate as files that are sent in: sealed, and of kinds that are taken.
    What no record took when the block ends, or fails, is gone again."""
    intake = Intake(Limits(files=reading.MOST_PARTS))
    try:
        for attached, content in reading.contents(raw):
            intake.begin("mail", attached.name)
            intake.data(content)
            intake.end()
        yield intake.received
    except BaseException:
        intake.drop_unless()
        raise
    intake.drop_unless(State.CLAIMED, State.HELD)


def open_raw(mail: Mail, *, by: Actor, purpose: str, now: datetime) -> Iterator[bytes]:
    """First the line in the log, then the bytes."""
    assert mail.blob is not None  # noqa: S101  the caller looked
    log.record_read({mail.id: [f"{mail._meta.db_table}:{mail.id}:blob"]}, by=by, now=now, purpose=purpose)
    return store.read(mail.blob, keys.unwrap(mail.key))
