"""What may be sent: what a file is by its name and what it is by its first bytes must say the same.

Only kinds that can be cleaned are taken. Sound and moving pictures are not: what a phone writes in them
(place, device, owner) stands in too many corners to promise that it is gone. HEIC is not, because the drawing
library cannot read it.
"""

from enum import StrEnum
from pathlib import PurePath

import puremagic

from casustafel.lib.refusal import N_, Refused


class Kind(StrEnum):
    JPEG = "jpg"
    PNG = "png"
    WEBP = "webp"
    GIF = "gif"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    ODT = "odt"
    ODS = "ods"
    ODP = "odp"
    TXT = "txt"


OFFICE = (Kind.DOCX, Kind.XLSX, Kind.PPTX)
OPEN_DOCUMENT = (Kind.ODT, Kind.ODS, Kind.ODP)
PICTURES = (Kind.JPEG, Kind.PNG, Kind.WEBP, Kind.GIF)
ACCEPT = ",".join([*(f".{kind}" for kind in Kind), ".jpeg"])  # for the field where files are chosen

HEAD = 4096  # first bytes that say what a file is
ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BY_CONTENT = {
    ".jfif": Kind.JPEG,
    ".jpg": Kind.JPEG,
    ".png": Kind.PNG,
    ".webp": Kind.WEBP,
    ".gif": Kind.GIF,
    ".pdf": Kind.PDF,
}

OLD = N_("This is an old Office file. Save it as .docx, .xlsx, .pptx or PDF, and send that.")
MACROS = N_("This file can hold a program (macros). Save it as .docx, .xlsx, .pptx or PDF, and send that.")
PACKED = N_("This is a folder packed into one file. Unpack it, and send the files one by one.")
MOVING = N_(
    "We cannot take sound or video here, because we cannot remove from it where and with which phone it was "
    "made. Keep it, and tell us in words what is in it. We will ask you for it if we need it."
)
PHOTO = N_("We cannot open this kind of photo. Save it as JPEG, or send a screenshot of it.")
OTHER_KIND = N_(
    "We cannot take this kind of file. You can send photos (JPEG, PNG), PDF, Office files and text."
)
NOT_AS_NAMED = N_("What is in this file does not fit its name. Open it, save it again and send that.")
EMPTY = N_("There is nothing in this file.")

REFUSED_NAMES = {
    **dict.fromkeys(("doc", "xls", "ppt", "dot", "xlt", "pps", "rtf", "msg"), OLD),
    **dict.fromkeys(("docm", "xlsm", "pptm", "dotm", "xltm", "xlam", "xlsb", "potm", "ppsm"), MACROS),
    **dict.fromkeys(("zip", "rar", "7z", "tar", "gz", "tgz"), PACKED),
    **dict.fromkeys(("mp3", "m4a", "ogg", "opus", "wav", "aac", "amr", "flac"), MOVING),
    **dict.fromkeys(("mp4", "mov", "avi", "mkv", "webm", "3gp", "mpg", "mpeg", "wmv"), MOVING),
    **dict.fromkeys(("heic", "heif", "avif", "tif", "tiff", "bmp", "dng", "raw"), PHOTO),
}


def check(name: str, head: bytes) -> Kind:
    """The kind of a file with this name that begins so, or Refused with what to do instead.

    That a zip is the office file it is called is seen when it is cleaned: its list of contents is at its end.
    """
    kind = by_name(name)
    if not head:
        raise Refused(EMPTY)
    if head.startswith(OLD_OFFICE):
        raise Refused(OLD)
    if not _fits(kind, head):
        raise Refused(NOT_AS_NAMED)
    return kind


def by_name(name: str) -> Kind:
    ending = PurePath(name).suffix.lower().removeprefix(".")
    if ending in REFUSED_NAMES:
        raise Refused(REFUSED_NAMES[ending])
    try:
        return Kind("jpg" if ending == "jpeg" else ending)
    except ValueError as unknown:
        raise Refused(OTHER_KIND) from unknown


def _fits(kind: Kind, head: bytes) -> bool:
    if kind in OFFICE or kind in OPEN_DOCUMENT:
        return head.startswith(ZIP)
    seen = _by_content(head)
    if kind is Kind.TXT:
        return seen is None and not head.startswith(ZIP) and b"\0" not in head
    return seen is kind


def _by_content(head: bytes) -> Kind | None:
    try:
        matches = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return None
    surest = max(match.confidence for match in matches)
    sure = {BY_CONTENT.get(match.extension) for match in matches if match.confidence == surest}
    return next((kind for kind in sure if kind is not None), None)
