"""What may be sent: the name and the content say the same, and who is refused reads what to do."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from casustafel.files import kinds
from casustafel.files.kinds import Kind
from casustafel.files.tests import made
from casustafel.lib.refusal import Refused

HEADS = {kind: made.make(kind, 0).content[: kinds.HEAD] for kind in made.MAKERS} | {
    "txt": "Ik zag één man".encode()
}


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_is_known_by_name_and_content(kind: Kind) -> None:
    assert kinds.check(f"a.{kind}", HEADS[kind]) is kind
    assert kinds.check(f"A.B.{kind.upper()}", HEADS[kind]) is kind


def test_there_is_a_made_file_of_each_and_the_field_offers_all() -> None:
    assert set(HEADS) == set(Kind)
    assert set(kinds.ACCEPT.split(",")) == {f".{kind}" for kind in Kind} | {".jpeg"}


@pytest.mark.parametrize("named", Kind)
def test_what_is_named_otherwise_is_refused(named: Kind) -> None:
    """All zips begin alike: that one is the office file it is called is seen when it is cleaned."""
    zips = {*kinds.OFFICE, *kinds.OPEN_DOCUMENT}
    for other, head in HEADS.items():
        if other != named and not {other, named} <= zips:
            with pytest.raises(Refused) as refused:
                kinds.check(f"a.{named}", head)
            assert refused.value.sentence == kinds.NOT_AS_NAMED


@pytest.mark.parametrize(
    ("name", "head", "sentence"),
    [
        ("brief.doc", kinds.OLD_OFFICE, kinds.OLD),
        ("brief.docx", kinds.OLD_OFFICE + bytes(600), kinds.OLD),
        ("som.xlsm", kinds.ZIP, kinds.MACROS),
        ("alles.zip", kinds.ZIP, kinds.PACKED),
        ("stem.m4a", b"\0\0\0\x18ftypM4A ", kinds.MOVING),
        ("film.MP4", b"\0\0\0\x18ftypmp42", kinds.MOVING),
        ("foto.heic", b"\0\0\0\x18ftypheic", kinds.PHOTO),
        ("a.svg", b"<svg/>", kinds.OTHER_KIND),
        ("a.exe", b"MZ", kinds.OTHER_KIND),
        ("zonder", b"hallo", kinds.OTHER_KIND),
        ("", b"hallo", kinds.OTHER_KIND),
        ("foto.jpg", b"", kinds.EMPTY),
        ("a.txt", b"hallo\0", kinds.NOT_AS_NAMED),
        ("a.txt", b"\x7fELF\2\1\1" + bytes(9), kinds.NOT_AS_NAMED),
    ],
)
def test_what_cannot_be_taken_is_refused_with_what_to_do(name: str, head: bytes, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        kinds.check(name, head)
    assert refused.value.sentence == sentence


def test_a_photo_of_another_kind_under_the_name_of_one_is_refused() -> None:
    with io.BytesIO() as whole:
        Image.new("RGB", (9, 9)).save(whole, "AVIF")
        with pytest.raises(Refused):
            kinds.check("a.jpg", whole.getvalue()[: kinds.HEAD])


@settings(max_examples=20, deadline=None)
@given(name=st.text(max_size=30), head=st.binary(max_size=300))
def test_anything_is_a_kind_or_refused(name: str, head: bytes) -> None:
    for each in (name, *(f"a.{kind}" for kind in Kind)):
        try:
            assert kinds.check(each, head) in Kind
        except Refused as refused:
            assert refused.sentence
