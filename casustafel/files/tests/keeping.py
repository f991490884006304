from collections.abc import Iterator
from contextlib import suppress
from uuid import UUID

from casustafel.files import store
from casustafel.files.store import Kept
from casustafel.vault import cipher


def keep(content: bytes) -> tuple[bytes, Kept]:
    key = cipher.new_key()
    writer = store.begin(key)
    writer.write(content)
    return key, writer.finish()


def text_of(blob: UUID, key: bytes) -> bytes:
    return b"".join(store.read(blob, key))


def all_kept() -> Iterator[UUID]:
    """Every whole file on disk."""
    for path in store.folder().iterdir():
        with suppress(ValueError):
            yield UUID(path.name)
