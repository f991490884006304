"""Files as people send them, with a canary in every corner where programs write who, where and when."""

import io
import random
import zipfile
import zlib
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image

from casustafel.files.tests import office_made
from casustafel.files.tests.pictures_made import Made, gif, jpeg, png, profile, webp


def pdf(made: Made) -> bytes:
    with Pdf.new() as document, io.BytesIO() as whole:
        document.add_blank_page(page_size=(200, 200))
        _page(made, document)
        with document.open_metadata() as metadata:
            metadata["dc:creator"] = [made.canary("xmp of the document")]
        document.docinfo[Name.Author] = made.canary("author")
        document.docinfo[Name.Title] = made.canary("title")
        document.attachments[made.canary("name inside") + ".txt"] = made.canary("file inside").encode()
        document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=made.canary("script at opening"))
        document.Root.AcroForm = Dictionary(Fields=[], XFA=made.canary("form"))
        with document.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(made.canary("outline"), 0))
        document.save(whole)
        return whole.getvalue() + b"\n% " + made.canary("after the end").encode()


def _page(made: Made, document: Pdf) -> None:
    page = document.pages[0].obj
    colours = Stream(document, profile(made))
    colours.N = 3
    picture = Stream(document, jpeg(made))
    size = Image.open(io.BytesIO(picture.read_raw_bytes())).size
    picture.stream_dict = Dictionary(
        Type=Name.XObject, Subtype=Name.Image, Width=size[0], Height=size[1], BitsPerComponent=8
    )
    picture.Filter = Name.DCTDecode
    picture.ColorSpace = Array([Name.ICCBased, document.make_indirect(colours)])
    picture.Metadata = document.make_indirect(Stream(document, made.canary("xmp of the picture").encode()))
    page.Resources = Dictionary(XObject=Dictionary(P=document.make_indirect(picture)))
    page.Contents = document.make_indirect(Stream(document, b"q 90 0 0 90 0 0 cm /P Do Q"))
    page.PieceInfo = Dictionary(Word=made.canary("program"))
    page.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=made.canary("script of the page")))
    remark = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 9, 9], Contents="read this")
    remark.T, remark.M = made.canary("who remarked"), made.canary("when remarked")
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9])
    link.A = Dictionary(S=Name.URI, URI=f"https://{made.canary('link')}.example")
    page.Annots = Array([document.make_indirect(remark), document.make_indirect(link)])


MAKERS: dict[str, tuple[int, Callable[[Made], bytes]]] = {
    "jpg": (20, jpeg),
    "png": (13, png),
    "webp": (10, webp),
    "gif": (7, gif),
    "pdf": (15, pdf),
    "docx": (12, office_made.docx),
    "xlsx": (8, office_made.xlsx),
    "pptx": (7, office_made.pptx),
    "odt": (4, office_made.odt),
    "ods": (2, office_made.ods),
    "odp": (2, office_made.odp),
}


def make(kind: str, seed: int) -> Made:
    made = Made(kind, random.Random(f"{kind}{seed}"))  # each the same at every run
    made.content = MAKERS[kind][1](made)
    return made


def all_of(kind: str) -> list[Made]:
    return [make(kind, seed) for seed in range(MAKERS[kind][0])]


def found(canaries: dict[str, str], content: bytes) -> set[str]:
    """The places whose canary is still in the file, however it is packed."""
    everything = b"\n".join(laid_open(content))
    return {
        place
        for place, word in canaries.items()
        if word.encode() in everything or word.encode("utf-16-le") in everything
    }


def laid_open(content: bytes) -> list[bytes]:
    opened = [content]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                opened += [name.encode(), *laid_open(archive.read(name))]
    elif content.startswith(b"%PDF"):
        opened += _laid_open_pdf(content)
    elif content.startswith(b"\x89PNG"):
        opened += _unpacked(content)
    return opened


def _laid_open_pdf(content: bytes) -> list[bytes]:
    with Pdf.open(io.BytesIO(content)) as document, io.BytesIO() as plain:
        streams = [thing for thing in document.objects if isinstance(thing, Stream)]
        opened = [stream.read_raw_bytes() for stream in streams]
        opened += [stream.read_bytes() for stream in streams if stream.get("/Filter") != Name.DCTDecode]
        document.save(plain, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        return [*opened, plain.getvalue()]


def _unpacked(content: bytes) -> list[bytes]:
    """Every packed text in a PNG; what is a picture unpacks too and does no harm."""
    opened = []
    for at in range(len(content) - 1):
        if content[at] == 0x78:
            try:
                opened.append(zlib.decompressobj().decompress(content[at:]))
            except zlib.error:
                continue
    return opened
