"""A file that is a zip of parts: opened with bounds on what can swell, and packed anew without moments."""

import codecs
import zipfile
import zlib
from io import BytesIO

from lxml import etree

from casustafel.files.cleaner import pictures
from casustafel.files.verdicts import Reason, Stopped

MOST_PARTS = 5_000
MOST_UNPACKED = 300 * 2**20
MOST_OF_A_TEXT = 12 * 2**20  # a tree of it takes some eight times as much
MOST_OF_ALL_TEXTS = 64 * 2**20
MOST_OF_A_PICTURE = 32 * 2**20
NO_MOMENT = (1980, 1, 1, 0, 0, 0)
LOCKED = 0x1
# What the library says of a zip that is not whole, when it is opened or when a part is read.
BROKEN = (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, EOFError, OSError)
PICTURES = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".gif": "GIF"}


class Package:
    def __init__(self, sent: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(BytesIO(sent))
        except BROKEN as error:
            raise Stopped(Reason.DAMAGED) from error
        parts = self._archive.infolist()
        self._parts = {part.filename: part for part in parts}
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise Stopped(Reason.TOO_LARGE)
        if any(part.flag_bits & LOCKED for part in parts):
            raise Stopped(Reason.LOCKED)
        if len(self._parts) != len(parts):  # two by one name: what we clean may not be what a reader shows
            raise Stopped(Reason.DAMAGED)
        self._texts = 0

    @property
    def names(self) -> list[str]:
        return list(self._parts)

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def text(self, name: str) -> etree._Element:
        raw = self._read(name, MOST_OF_A_TEXT)
        self._texts += len(raw)
        if self._texts > MOST_OF_ALL_TEXTS:
            raise Stopped(Reason.TOO_LARGE)
        return parsed(raw)

    def short(self, name: str) -> bytes:
        return self._read(name, 256)

    def picture(self, name: str) -> bytes | None:
        """Drawn anew; None when it cannot be."""
        format = PICTURES.get(ending_of(name))
        try:
            return pictures.draw_anew(self._read(name, MOST_OF_A_PICTURE), format) if format else None
        except Stopped:
            return None

    def _read(self, name: str, most: int) -> bytes:
        part = self._parts.get(name)
        if part is None:
            raise Stopped(Reason.DAMAGED)
        if part.file_size > most:
            raise Stopped(Reason.TOO_LARGE)
        try:
            return self._archive.read(part)
        except BROKEN as error:
            raise Stopped(Reason.DAMAGED) from error


def rehearse() -> None:
    """Python loads parts of itself when it first needs them."""
    pictures.rehearse()
    codecs.lookup("cp437")  # names in a zip
    written(Package(packed([("a.xml", b"<a/>"), ("b", b"")], plain="b")).text("a.xml"))


def ending_of(name: str) -> str:
    return "." + name.rpartition(".")[2].lower()


def parsed(raw: bytes) -> etree._Element:
    """Nothing is fetched or filled in. What brings definitions of its own is no office file."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise Stopped(Reason.DAMAGED) from error
    if root.getroottree().docinfo.doctype:
        raise Stopped(Reason.DAMAGED)
    return root


def written(root: etree._Element) -> bytes:
    text: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return text


def take_out(element: etree._Element) -> None:
    """The element and what is in it; the text behind it stays."""
    parent = element.getparent()
    if parent is None:
        raise Stopped(Reason.DAMAGED)
    _say_before(element, parent, element.tail or "")
    parent.remove(element)


def unwrap(element: etree._Element) -> None:
    """The element goes; what is in it stays."""
    parent = element.getparent()
    if parent is None:
        raise Stopped(Reason.DAMAGED)
    _say_before(element, parent, element.text or "")
    for child in element:
        element.addprevious(child)
    _say_before(element, parent, element.tail or "")
    parent.remove(element)


def _say_before(element: etree._Element, parent: etree._Element, text: str) -> None:
    before = element.getprevious()
    if not text:
        return
    if before is None:
        parent.text = (parent.text or "") + text
    else:
        before.tail = (before.tail or "") + text


def local(name: object) -> str:
    """Without its namespace; entities and the like have no name."""
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def space(name: str) -> str:
    return name[1:].partition("}")[0] if name.startswith("{") else ""


def packed(parts: list[tuple[str, bytes]], *, plain: str = "") -> bytes:
    """`plain` names the part that is not compressed (the kind of an OpenDocument file stands in it)."""
    anew = BytesIO()
    with zipfile.ZipFile(anew, "w") as archive:
        for name, content in parts:
            part = zipfile.ZipInfo(name, NO_MOMENT)
            part.create_system = 0
            part.compress_type = zipfile.ZIP_STORED if name == plain else zipfile.ZIP_DEFLATED
            archive.writestr(part, content)
    return anew.getvalue()
