"""A PDF is made anew from its pages: of every page only what one sees comes along. What acts (scripts, links,
files inside), what says who made it and when, and earlier versions stay behind."""

import zlib
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from casustafel.files.cleaner import jpeg
from casustafel.files.verdicts import Finding, Reason, Stopped

MOST_PAGES = 3_000
MOST_OBJECTS = 300_000
MOST_UNPACKED = 400 * 2**20  # of the whole file; a scan at 300 dpi is 25 MB a page
MOST_OF_ONE = 120 * 2**20
STEP = 64 * 1024

MOST_DEEP = 40
PICTURES = {"/JPXDecode", "/JBIG2Decode", "/DCTDecode", "/CCITTFaxDecode"}
PACKED = {"/FlateDecode", "/LZWDecode", "/RunLengthDecode"}
LAYERS = ("/OCG", "/OCMD")
OF_A_PAGE = {
    *(
        "/Type",
        "/Parent",
        "/Contents",
        "/Resources",
        "/MediaBox",
        "/CropBox",
        "/Rotate",
        "/UserUnit",
        "/Annots",
    )
}
OF_A_MARK = {
    *(
        "/Type",
        "/Subtype",
        "/Rect",
        "/AP",
        "/AS",
        "/F",
        "/C",
        "/Border",
        "/BS",
        "/BE",
        "/QuadPoints",
        "/InkList",
    ),
    *("/L", "/LE", "/Vertices", "/IC", "/CA", "/DA", "/Q", "/Contents", "/MK"),
}
MARKS = {
    *(
        "/Text",
        "/FreeText",
        "/Highlight",
        "/Underline",
        "/StrikeOut",
        "/Squiggly",
        "/Ink",
        "/Line",
        "/Square",
    ),
    *("/Circle", "/Polygon", "/PolyLine", "/Stamp", "/Caret", "/Widget"),
}
NEVER = {
    *(
        "/Metadata",
        "/PieceInfo",
        "/LastModified",
        "/A",
        "/AA",
        "/JS",
        "/JavaScript",
        "/OpenAction",
        "/EF",
        "/AF",
    ),
    *("/Thumb", "/OPI", "/Ref", "/Measure", "/PtData", "/GeoPtData", "/ID"),
    *("/StructParent", "/StructParents", "/LGIDict"),
    *(
        "/PTEX.FileName",
        "/PTEX.InfoDict",
        "/PTEX.PageNumber",
        "/Alternates",
        "/OC",
        "/OCProperties",
        "/Popup",
    ),
}
BROKEN = (pikepdf.PdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, zlib.error)
COLOURS = {1: Name.DeviceGray, 3: Name.DeviceRGB, 4: Name.DeviceCMYK}


def rehearse() -> None:
    blank = Pdf.new()
    blank.add_blank_page()
    sample = BytesIO()
    blank.save(sample)
    clean(sample.getvalue(), "pdf")


def clean(sent: bytes, kind: str) -> tuple[bytes, str, set[Finding]]:
    try:
        with Pdf.open(BytesIO(sent)) as before, Pdf.new() as after:
            findings = _carried_over(before, after)
            return _saved(after), kind, findings
    except pikepdf.PasswordError as error:
        raise Stopped(Reason.LOCKED) from error
    except BROKEN as error:
        raise Stopped(Reason.DAMAGED) from error


def _carried_over(before: Pdf, after: Pdf) -> set[Finding]:
    if len(before.objects) > MOST_OBJECTS or len(before.pages) > MOST_PAGES:
        raise Stopped(Reason.TOO_LARGE)
    findings = set()
    for page in before.pages:
        findings |= _strip_page(page.obj)
    after.pages.extend(before.pages)
    unpacked = _Unpacked()
    for thing in after.objects:
        findings |= _strip(thing, unpacked)
    return findings


def _strip_page(page: Object) -> set[Finding]:
    _keep(page, OF_A_PAGE)
    marks = [mark for mark in page.get("/Annots", []) if str(mark.get("/Subtype", "")) in MARKS]
    if "/Annots" in page:
        page.Annots = Array(marks)
    for mark in marks:
        _keep(mark, OF_A_MARK)
    kinds = {str(mark.Subtype) for mark in marks}
    found = {Finding.REMARKS} if kinds - {"/Widget"} else set()
    return found | ({Finding.FILLED_IN} if "/Widget" in kinds else set())


def _keep(thing: Object, names: Iterable[str]) -> None:
    for name in set(thing.keys()) - set(names):
        del thing[name]


def _strip(thing: Object, unpacked: "_Unpacked") -> set[Finding]:
    """One object of the new file, with everything that stands in it and not on its own."""
    findings: set[Finding] = set()
    if isinstance(thing, Stream):
        findings |= _strip_stream(thing, unpacked)
    _each_inside(thing, _strip_inside)
    return findings


def _each_inside(thing: Any, act: Callable[[Object], None], *, depth: int = 0) -> None:
    if not isinstance(thing, (Dictionary, Stream, Array)):
        return
    if depth > MOST_DEEP:
        raise Stopped(Reason.DAMAGED)
    act(thing)
    for _, value in _items(thing):
        if isinstance(value, (Dictionary, Array)) and not value.is_indirect:
            _each_inside(value, act, depth=depth + 1)


def _items(thing: Any) -> list[tuple[Any, Any]]:
    return list(enumerate(thing) if isinstance(thing, Array) else thing.items())


def _strip_inside(thing: Any) -> None:
    if not isinstance(thing, Array):
        for name in NEVER & set(thing.keys()):
            del thing[name]
        if str(thing.get("/Type", "")) in LAYERS:
            _keep(thing, {"/Type"})
    for place, value in _items(thing):
        if isinstance(value, Array) and len(value) == 2 and value[0] == Name.ICCBased:
            thing[place] = COLOURS[int(value[1].get("/N", 3))]


def _strip_stream(stream: Stream, unpacked: "_Unpacked") -> set[Finding]:
    filters = _filters(stream)
    if int(stream.get("/Width", 0)) * int(stream.get("/Height", 0)) > jpeg.MOST_PIXELS:
        raise Stopped(Reason.TOO_LARGE)
    if str(stream.get("/Type", "")) in ("/EmbeddedFile", "/Metadata"):
        stream.write(b"")
    elif filters == ["/DCTDecode"]:
        colours = stream.get("/DecodeParms")
        stream.write(jpeg.bare(stream.read_raw_bytes()), filter=Name.DCTDecode)
        if isinstance(colours, Dictionary):
            stream.DecodeParms = colours
    else:
        unpacked.count(stream, filters)
        return {Finding.PICTURES_AS_THEY_WERE} if PICTURES & set(filters) else set()
    return set()


def _filters(stream: Stream) -> list[str]:
    filters = stream.get("/Filter", Array())
    short = {"/Fl": "/FlateDecode", "/DCT": "/DCTDecode"}
    names = [str(each) for each in filters] if isinstance(filters, Array) else [str(filters)]
    return [short.get(name, name) for name in names]


class _Unpacked:
    """How much the streams hold when a reader unpacks them, counted without keeping it."""

    def __init__(self) -> None:
        self.all = 0

    def count(self, stream: Stream, filters: list[str]) -> None:
        size = len(raw := stream.read_raw_bytes())
        if filters and set(filters) == {"/FlateDecode"}:
            size = _inflated(raw, [zlib.decompressobj() for _ in filters])
        elif PACKED & set(filters) and not PICTURES & set(filters):
            size = len(stream.read_bytes())  # rare ways of packing: the memory we get is the bound
        self.all += size
        if size > MOST_OF_ONE or self.all > MOST_UNPACKED:
            raise Stopped(Reason.TOO_LARGE)


def _inflated(packed: bytes, steps: list["zlib._Decompress"]) -> int:
    """The size after all steps; it stops where it is too much."""
    first, *others = steps
    size = 0
    while packed and size <= MOST_OF_ONE:
        piece = first.decompress(packed, STEP)
        packed = first.unconsumed_tail
        size += _inflated(piece, others) if others else len(piece)
        if not piece:
            break
    return size


def _saved(after: Pdf) -> bytes:
    anew = BytesIO()
    after.save(
        anew,
        static_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
    )
    return anew.getvalue()
