"""What a file tells beside what one reads in it is gone; what one reads is still there."""

import io
import random
import zipfile
from importlib import import_module

import pytest
from PIL import Image

from casustafel.files import cleaning, store
from casustafel.files.cleaner.__main__ import MODULES
from casustafel.files.cleaning import NotCleaned
from casustafel.files.kinds import Kind
from casustafel.files.tests import made
from casustafel.files.tests.keeping import all_kept, keep, text_of
from casustafel.files.verdicts import Finding, Reason, Stopped

SHOWN = {"docx": [b"linked words", b"added words", b"shown words", b"what was remarked"], "xlsx": [b"42"]}
SAID = {
    "pdf": {Finding.REMARKS},
    "docx": {Finding.REMARKS, Finding.EARLIER_TEXT, Finding.LEFT_OUT},
    "xlsx": {Finding.REMARKS, Finding.HIDDEN, Finding.VALUES_ONLY, Finding.LEFT_OUT},
    "pptx": {Finding.REMARKS, Finding.HIDDEN},
    "odt": {Finding.REMARKS, Finding.LEFT_OUT},
    "ods": {Finding.REMARKS, Finding.LEFT_OUT, Finding.VALUES_ONLY},
    "odp": {Finding.REMARKS, Finding.LEFT_OUT},
}


def cleaned(one: made.Made) -> bytes:
    """In this process: a hundred of their own would take long. One of each kind goes the whole way below."""
    content: bytes = import_module(f"casustafel.files.cleaner.{MODULES[one.kind]}").clean(
        one.content, one.kind
    )[0]
    return content


def test_there_are_a_hundred_of_them() -> None:
    assert sum(number for number, _ in made.MAKERS.values()) == 100


@pytest.mark.parametrize("kind", made.MAKERS)
def test_no_canary_survives_and_without_cleaning_all_are_seen(kind: str) -> None:
    for one in made.all_of(kind):
        assert len(one.canaries) >= 2 and made.found(one.canaries, one.content) == set(one.canaries)
        assert made.found(one.canaries, cleaned(one)) == set()


@pytest.mark.filterwarnings("ignore")  # the libraries warn of what is broken
@pytest.mark.parametrize("kind", made.MAKERS)
def test_whatever_is_broken_is_cleaned_or_stopped(kind: str) -> None:
    one, chance = made.make(kind, 0), random.Random(kind)
    for _ in range(20):
        broken = bytearray(one.content)
        for _ in range(chance.randint(1, 6)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        try:
            assert cleaned(made.Made(kind, chance, content=bytes(broken)))
        except Stopped as stopped:
            assert stopped.reason in Reason


@pytest.mark.parametrize("kind", made.MAKERS)
def test_one_of_each_goes_the_whole_way(kind: str) -> None:
    one = made.make(kind, 0)
    key, kept = keep(one.content)
    clean = cleaning.clean(kept.blob, key, Kind(kind))
    text = text_of(clean.blob, key)
    assert (len(text), made.found(one.canaries, text)) == (clean.size, set())
    assert set(clean.findings) == SAID.get(kind, set())
    opened = b"\n".join(made.laid_open(text))
    assert all(words in opened for words in SHOWN.get(kind, []))
    assert text_of(kept.blob, key) == one.content


def test_a_photo_is_turned_the_way_it_was_seen() -> None:
    lying = Image.Exif()
    lying[0x0112] = 6
    with io.BytesIO() as whole:
        Image.new("RGB", (40, 20)).save(whole, "JPEG", exif=lying)
        key, kept = keep(whole.getvalue())
    clean = cleaning.clean(kept.blob, key, Kind.JPEG)
    with Image.open(io.BytesIO(text_of(clean.blob, key))) as upright:
        assert (upright.size, len(upright.getexif())) == ((20, 40), 0)


def drawn(
    format: str, kind: Kind, picture: Image.Image, **settings: object
) -> tuple[Image.Image, list[Finding]]:
    with io.BytesIO() as whole:
        picture.save(whole, format, **settings)
        key, kept = keep(whole.getvalue())
    clean = cleaning.clean(kept.blob, key, kind)
    return Image.open(io.BytesIO(text_of(clean.blob, key))), clean.findings


def test_the_second_picture_that_phones_put_behind_a_photo_goes() -> None:
    second = Image.new("RGB", (9, 9))
    photo, findings = drawn(
        "MPO", Kind.JPEG, Image.new("RGB", (40, 20), "red"), save_all=True, append_images=[second]
    )
    assert (photo.format, photo.size, findings) == ("JPEG", (40, 20), [])


def test_of_a_moving_picture_the_first_stays_and_that_is_said() -> None:
    second = Image.new("RGB", (40, 20), "blue")
    picture, findings = drawn(
        "GIF", Kind.GIF, Image.new("RGB", (40, 20), "red"), save_all=True, append_images=[second]
    )
    assert (picture.convert("RGB").getpixel((1, 1)), findings) == ((255, 0, 0), [Finding.FIRST_PICTURE])


def test_a_photo_that_is_very_large_becomes_smaller_and_that_is_said() -> None:
    photo, findings = drawn("JPEG", Kind.JPEG, Image.new("L", (8000, 6000)))
    assert (photo.size, findings) == ((4000, 3000), [Finding.SMALLER])


@pytest.mark.parametrize(("mode", "value", "seen"), [("I;16", 40_000, 156), ("L", 99, 99), ("1", 255, 255)])
def test_grey_stays_as_grey_as_it_was(mode: str, value: int, seen: int) -> None:
    picture, _ = drawn("PNG", Kind.PNG, Image.new(mode, (4, 4), value))
    assert picture.getpixel((1, 1)) == seen


def test_colours_for_print_stay_as_they_were() -> None:
    photo, _ = drawn("JPEG", Kind.JPEG, Image.new("CMYK", (16, 16), (200, 10, 60, 30)))
    assert photo.getpixel((3, 3)) == (200, 10, 60, 30)


def test_what_one_sees_through_stays_so() -> None:
    picture, _ = drawn(
        "WEBP", Kind.WEBP, Image.new("RGBA", (4, 4), (255, 0, 0, 0)), lossless=True, exact=True
    )
    assert (picture.format, picture.mode, picture.getpixel((1, 1))[3]) == ("PNG", "RGBA", 0)


def test_text_loses_what_steers_a_screen_or_turns_words_round() -> None:
    key, kept = keep("zus\x1b[31m en \u202eooz\r\nklaar".encode())
    clean = cleaning.clean(kept.blob, key, Kind.TXT)
    assert text_of(clean.blob, key) == b"zus[31m en ooz\nklaar"


def with_parts(kind: str, **parts: bytes) -> bytes:
    before = zipfile.ZipFile(io.BytesIO(made.make(kind, 0).content))
    all_parts = {name: before.read(name) for name in before.namelist()} | {
        name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"): part
        for name, part in parts.items()
    }
    return made.office_made.zipped(all_parts)


def with_parts_before_the_file(kind: str) -> bytes:
    """The end of the zip says that the list of parts begins later than it does, so that each part lies before
    the first byte."""
    content = bytearray(made.make(kind, 0).content)
    place = content.rindex(b"PK\x05\x06") + 16
    offset = int.from_bytes(content[place : place + 4], "little") + 1000
    content[place : place + 4] = offset.to_bytes(4, "little")
    return bytes(content)


@pytest.mark.parametrize(
    ("kind", "content", "reason"),
    [
        ("pdf", b"%PDF-1.7\nnothing", Reason.DAMAGED),
        ("jpg", b"\xff\xd8\xff\xe0 no picture", Reason.DAMAGED),
        ("docx", b"PK\x03\x04 no zip", Reason.DAMAGED),
        ("odt", with_parts_before_the_file("odt"), Reason.DAMAGED),
        ("xlsx", made.make("docx", 0).content, Reason.NOT_AS_NAMED),
        ("odt", made.make("docx", 0).content, Reason.NOT_AS_NAMED),
        ("docx", with_parts("docx", word__vbaProject_bin=b"Sub AutoOpen"), Reason.MACROS),
        (
            "docx",
            with_parts("docx", word__document_xml=b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"),
            Reason.DAMAGED,
        ),
        ("docx", with_parts("docx", word__document_xml=b"<a"), Reason.DAMAGED),
    ],
)
def test_what_cannot_be_cleaned_stays_in_quarantine(kind: str, content: bytes, reason: Reason) -> None:
    key, kept = keep(content)
    before = set(all_kept())
    with pytest.raises(NotCleaned) as stopped:
        cleaning.clean(kept.blob, key, Kind(kind))
    assert stopped.value.reason is reason
    assert set(all_kept()) == before and not list(store.folder().glob(".draft-*"))


def test_a_locked_pdf_stays_in_quarantine() -> None:
    with made.Pdf.new() as document, io.BytesIO() as whole:
        document.add_blank_page()
        document.save(whole, encryption=made.pikepdf.Encryption(user="a", owner="b"))
        key, kept = keep(whole.getvalue())
    with pytest.raises(NotCleaned) as stopped:
        cleaning.clean(kept.blob, key, Kind.PDF)
    assert stopped.value.reason is Reason.LOCKED


def test_a_cleaner_that_breaks_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    key, kept = keep(b"hallo")
    monkeypatch.setattr(cleaning.sys, "executable", "/bin/false")
    before = set(all_kept())
    with pytest.raises(NotCleaned) as stopped:
        cleaning.clean(kept.blob, key, Kind.TXT)
    assert stopped.value.reason is Reason.FAILED
    assert set(all_kept()) == before and not list(store.folder().glob(".draft-*"))
