"""Small files that swell are stopped, and what stops them is bounded itself."""

import io
import json
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image

from casustafel.files import cleaning
from casustafel.files.cleaner.__main__ import MEMORY
from casustafel.files.cleaning import NotCleaned
from casustafel.files.kinds import Kind
from casustafel.files.tests import made, office_made
from casustafel.files.tests.keeping import all_kept, keep
from casustafel.files.verdicts import Reason

MEGABYTE = 2**20
# Runs the cleaner as `cleaning` does, and says what it took at most.
MEASURED = """
import resource, subprocess, sys
command = [sys.executable, "-m", "casustafel.files.cleaner", sys.argv[1]]
done = subprocess.run(command, stdin=sys.stdin.buffer, capture_output=True, env={"MALLOC_ARENA_MAX": "1"})
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024, done.stdout[:200].decode())
"""


def swelling(megabytes: int, *, twice: bool = False) -> bytes:
    """One packed megabyte, that many times over: quick to make, and a reader unpacks it all."""
    packer = zlib.compressobj(9)
    start = packer.compress(b"\0") + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(bytes(MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = start + again * megabytes + packer.flush()
    return zlib.compress(packed, 9) if twice else packed


def png_of_50000() -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)

    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", swelling(50)) + chunk(b"IEND", b"")


def png_of_text() -> bytes:
    plain = io.BytesIO()
    Image.new("RGB", (2, 2)).save(plain, "PNG")
    content = b"Comment\0\0" + swelling(200)
    text = len(content).to_bytes(4) + b"zTXt" + content + zlib.crc32(b"zTXt" + content).to_bytes(4)
    return plain.getvalue()[:33] + text + plain.getvalue()[33:]


def pdf_with(*, stream: bytes, filters: list[Name], **said: int) -> bytes:
    with Pdf.new() as document, io.BytesIO() as whole:
        document.add_blank_page()
        thing = Stream(document, stream)
        for name, value in said.items():
            thing[f"/{name}"] = value
        thing.Filter = Array(filters)
        document.pages[0].obj.Resources = Dictionary(XObject=Dictionary(X=document.make_indirect(thing)))
        document.save(whole, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)
        return whole.getvalue()


def docx_with(name: str, content: bytes) -> bytes:
    before = zipfile.ZipFile(io.BytesIO(made.make("docx", 0).content))
    parts = {each: before.read(each) for each in before.namelist()}
    return office_made.zipped(parts | {name: content})


def many_parts() -> bytes:
    return office_made.zipped({f"word/{number}.xml": b"" for number in range(6_000)})


BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a PNG of 50,000 by 50,000": ("png", png_of_50000),
    "a PNG with 200 MB of text": ("png", png_of_text),
    "a stream of 300 MB": ("pdf", lambda: pdf_with(stream=swelling(300), filters=[Name.FlateDecode])),
    "a stream packed twice": (
        "pdf",
        lambda: pdf_with(stream=swelling(300, twice=True), filters=[Name.FlateDecode] * 2),
    ),
    "a picture of 10 gigapixels": (
        "pdf",
        lambda: pdf_with(stream=swelling(1), filters=[Name.FlateDecode], Width=100_000, Height=100_000),
    ),
    "a stream of a rare kind": (
        "pdf",
        lambda: pdf_with(stream=b"\x81\0" * 3 * MEGABYTE, filters=[Name.RunLengthDecode]),
    ),
    "a zip of 310 MB": ("docx", lambda: docx_with("word/media/one.png", bytes(310 * MEGABYTE))),
    "a text of 20 MB": (
        "docx",
        lambda: docx_with("word/document.xml", b"<a>" + b" " * 20 * MEGABYTE + b"</a>"),
    ),
    "a zip of 6,000 parts": ("docx", many_parts),
}
# What the libraries say there does not tell too much from broken.
MAYBE = {"a PNG with 200 MB of text": [Reason.DAMAGED], "a stream of a rare kind": [Reason.DAMAGED]}


@pytest.mark.parametrize("name", BOMBS)
def test_each_is_stopped_within_256_megabytes(name: str) -> None:
    kind, make = BOMBS[name]
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, kind],
        input=make(),
        capture_output=True,
        cwd=cleaning.PROJECT,
        check=True,
    )
    most, _, verdict = done.stdout.decode().partition(" ")
    assert 0 < int(most) <= MEMORY == 256 * MEGABYTE
    assert json.loads(verdict)["reason"] in {Reason.TOO_LARGE, *MAYBE.get(name, ())}


def test_what_was_stopped_stays_in_quarantine() -> None:
    key, kept = keep(png_of_50000())
    with pytest.raises(NotCleaned) as stopped:
        cleaning.clean(kept.blob, key, Kind.PNG)
    assert stopped.value.reason is Reason.TOO_LARGE
    assert list(all_kept()) == [kept.blob]


def test_a_tree_that_outgrows_the_memory_is_stopped_and_not_shown_half() -> None:
    key, kept = keep(docx_with("word/document.xml", b"<a>" + b"<b/>" * 2_900_000 + b"</a>"))
    with pytest.raises(NotCleaned):
        cleaning.clean(kept.blob, key, Kind.DOCX)


def test_the_cleaner_can_open_no_file_and_no_connection_once_it_reads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    code = (
        "import resource, socket, sys; from casustafel.files.cleaner import __main__ as cleaner, text\n"
        "def tried(sent, kind):\n"
        "    said = []\n"
        "    for act in (lambda: open('/etc/hostname'), lambda: open('/tmp/x', 'w'), socket.socket):\n"
        "        try: act(); said.append('open')\n"
        "        except OSError: said.append('shut')\n"
        "    return ' '.join(said).encode(), kind, set()\n"
        "text.clean = tried; cleaner.main('txt')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=b"", capture_output=True, cwd=cleaning.PROJECT, check=True
    )
    assert done.stdout.splitlines()[1] == b"shut shut shut"
