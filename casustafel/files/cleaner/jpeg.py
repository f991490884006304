"""A JPEG inside a PDF keeps its pixels and loses all else: every segment that does not say how to draw it."""

from casustafel.files.verdicts import Reason, Stopped

START, END, SCAN = 0xD8, 0xD9, 0xDA
ADOBE = 0xEE  # says how the colours are meant
COMMENT = 0xFE
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
ALONE = {0x01, *range(0xD0, 0xD8)}  # no length follows
MOST_PIXELS = 120_000_000


def bare(sent: bytes) -> bytes:
    if sent[:2] != bytes((0xFF, START)):
        raise Stopped(Reason.DAMAGED)
    kept, at = bytearray(sent[:2]), 2
    while at + 4 <= len(sent):
        if sent[at] != 0xFF:
            raise Stopped(Reason.DAMAGED)
        marker = sent[at + 1]
        if marker == 0xFF:  # filling
            at += 1
        elif marker == END:
            break
        elif marker in ALONE:
            at += 2
        else:
            end = _end_of(sent, at)
            if not _is_about_something_else(marker, sent[at + 4 : end]):
                kept += sent[at:end]
            at = end
    return bytes(kept + bytes((0xFF, END)))


def _end_of(sent: bytes, at: int) -> int:
    """Of a segment, and of the lines of the picture when it begins them."""
    marker, end = sent[at + 1], at + 2 + int.from_bytes(sent[at + 2 : at + 4], "big")
    if marker in FRAMES:
        height, width = (int.from_bytes(sent[at + place : at + place + 2], "big") for place in (5, 7))
        if height * width > MOST_PIXELS:
            raise Stopped(Reason.TOO_LARGE)
    if marker != SCAN:
        return end
    while 0 <= (end := sent.find(b"\xff", end)) < len(sent) - 1:
        if sent[end + 1] and sent[end + 1] not in ALONE:
            return end
        end += 2
    return len(sent)


def _is_about_something_else(marker: int, text: bytes) -> bool:
    if marker == ADOBE:
        return not (text.startswith(b"Adobe") and len(text) == 12)
    return marker == COMMENT or 0xE0 <= marker <= 0xEF
