import errno
from collections.abc import Iterator
from contextlib import contextmanager


class Stop(Exception):
    """Going on is impossible. The text is one or two sentences: why not, and what to do."""


@contextmanager
def plain_words() -> Iterator[None]:
    """Turns what the machine refuses (space, permission) into a sentence for whoever started us."""
    try:
        yield
    except PermissionError as error:
        raise Stop(
            f"You may not read or write {error.filename}. Start Casustafel as the user who set it up, "
            "or give the file to yourself (chown)."
        ) from error
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        raise Stop(f"The disk is full{_at(error)}. Make room and start again; nothing was lost.") from error


def _at(error: OSError) -> str:
    return f" (while writing {error.filename})" if error.filename else ""
