"""The Word document: well-formed, with real headings and heads of tables, Dutch, and nameless."""

import io
import re
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casustafel.papers import docx_writing
from casustafel.papers.document import Box, Document, Facts, Heading, Items, Said, Table, Text
from casustafel.papers.tests import opened
from casustafel.papers.tests.opened import W

RELATED = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def paper(text: str = "kort") -> Document:
    return Document(
        title="Verslag",
        head="Overleg van maandag",
        for_whom="Voor de hele tafel",
        blocks=[
            Heading("Aanwezig"),
            Table("Aanwezig", ["Naam", "Organisatie"], [["A", text], ["B", text]], [1, 2]),
            Heading("Ingebracht", 2),
            Heading("Politie", 3),
            Text(text, "small"),
            Text("niets", "nothing"),
            Facts([("Waar", text), ("Leeg", "")]),
            Said(text, "Feit", "Ingetrokken"),
            Items([text]),
            Box("Samen", text),
            Box("O ziet het anders", text, "apart"),
        ],
        made_for={"name": "Esra Voorbeeld", "organisation": "Reclassering", "moment": "m", "purpose": text},
    )


@pytest.fixture
def made() -> bytes:
    return docx_writing.docx(paper())


def test_every_part_that_is_named_is_there(made: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        names = set(package.namelist())
    types = opened.part(made, "[Content_Types].xml")
    named = {each.get("PartName", "").lstrip("/") for each in types} - {""}
    assert named <= names
    for owner, folder in (("_rels/.rels", ""), ("word/_rels/document.xml.rels", "word/")):
        assert {folder + each.get("Target") for each in opened.part(made, owner).iter(RELATED)} <= names


def test_headings_are_headings_of_the_styles_that_are_there(made: bytes) -> None:
    used = opened.styles(made)
    headings = [("Heading1", "Aanwezig"), ("Heading2", "Ingebracht"), ("Heading3", "Politie")]
    assert [pair for pair in used if pair[0].startswith("Heading")] == headings
    known = {each.get(f"{W}styleId") for each in opened.part(made, "word/styles.xml").iter(f"{W}style")}
    assert {style for style, _ in used} <= known
    outline = opened.part(made, "word/styles.xml").findall(f".//{W}outlineLvl")
    assert [each.get(f"{W}val") for each in outline] == ["0", "1", "2"]


def test_a_table_has_a_caption_and_a_row_of_heads_that_comes_back(made: bytes) -> None:
    (table,) = opened.part(made).iter(f"{W}tbl")
    assert table.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val") == "Aanwezig"
    first, *rest = table.findall(f"{W}tr")
    assert first.find(f"{W}trPr/{W}tblHeader") is not None
    assert all(row.find(f"{W}trPr/{W}tblHeader") is None for row in rest)
    assert {len(row.findall(f"{W}tc")) for row in (first, *rest)} == {2}
    assert len(table.findall(f"{W}tblGrid/{W}gridCol")) == 2


def test_it_is_dutch_and_counts_its_sheets(made: bytes) -> None:
    styles = opened.part(made, "word/styles.xml")
    assert styles.find(f"{W}docDefaults//{W}lang").get(f"{W}val") == "nl-NL"
    fields = [each.text.strip() for each in opened.part(made, "word/footer1.xml").iter(f"{W}instrText")]
    assert fields == ["PAGE", "NUMPAGES"]


def test_whose_it_is_stands_above_every_sheet_and_nobody_in_its_properties(made: bytes) -> None:
    above = opened.text_of(opened.part(made, "word/header1.xml"))
    assert "Eigen aan Esra Voorbeeld (Reclassering)" in above and "Doel: kort" in above
    about = "".join(opened.part(made, "docProps/core.xml").itertext())
    assert "Verslag" in about and "nl-NL" in about and "Esra" not in about and "Overleg" not in about


def test_it_points_at_nothing_outside_and_carries_no_macro(made: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert not [name for name in package.namelist() if re.search(r"vba|embed|media", name)]
        everything = b"".join(package.read(name) for name in package.namelist())
    assert b"TargetMode" not in everything


def test_the_same_words_are_the_same_bytes(made: bytes) -> None:
    assert docx_writing.docx(paper()) == made


def test_lines_stay_lines_and_empty_facts_stay_out(made: bytes) -> None:
    two = opened.part(docx_writing.docx(paper("een\ntwee")))
    assert len(list(two.iter(f"{W}br"))) >= 9
    assert "Leeg" not in opened.words(made)


TIMES = 8  # how often the text stands in the body


@settings(max_examples=40, deadline=None)
@given(text=st.text(min_size=1, max_size=60))
@pytest.mark.parametrize("tail", ["", "<w:p/> & ]]> <script>"])
def test_whatever_is_written_stays_text(tail: str, text: str) -> None:
    written = text + tail
    made = docx_writing.docx(paper(written))
    shown = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]", "", written)
    expected = "".join(shown.replace("\r", "").split())
    body = "".join(opened.text_of(opened.part(made)).replace("\r", "").split())
    assert body.count(expected) >= (TIMES if expected else 0)
