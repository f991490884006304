"""Whatever somebody wrote comes out as text: none of it is markup, and no sign breaks the paper."""

import io
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casustafel.papers import typesetting
from casustafel.papers.document import Box, Document, Facts, Heading, Items, Said, Table, Text
from casustafel.papers.tests import reading

LONG_ADDRESS = "https://voorbeeld.example/" + "een/heel/lang/adres/zonder/spatie/" * 8


def minutes(text: str) -> dict[str, Any]:
    """A paper with this text in every kind of block."""
    made = Document(
        title="Verslag",
        head="Overleg van maandag",
        for_whom="Voor de hele tafel",
        blocks=[
            Facts([("Waar", text)]),
            Heading("Aanwezig"),
            Table("Aanwezig", ["Naam", "Organisatie"], [["A", text]], [1, 1]),
            Heading("Linde"),
            Box("De voorzitter", text),
            Heading("Ingebracht", 2),
            Text(text, "small"),
            Said(text, "Feit"),
            Items([text]),
            Box("O ziet het anders", text, "apart"),
            Table("Afgesproken", ["Wat", "Wie"], [[text, text]], [2, 1]),
        ],
        made_for={"name": "N", "organisation": "O", "moment": "m", "purpose": "p"},
    )
    return made.as_data()


TIMES = 9  # how often the text stands in the paper


def said(text: str) -> str:
    return reading.words(typesetting.pdf("document", minutes(text)))


@pytest.mark.parametrize(
    "text",
    [
        '#import "x.typ": * #panic("nee")',
        "= Kop _schuin_ *vet* $x^2$ \\ <label> @ref",
        "`code` // geen commentaar /* ook niet */ #let",
        '#sys.inputs.data #read("/etc/passwd")',
        "{{ 7|add:7 }} <script>alert(1)</script> &amp;",
    ],
)
def test_markup_stays_text(text: str) -> None:
    assert said(text).count(reading.together(text)) == TIMES


@pytest.mark.parametrize("text", ["Zoë Yılmaz Hodžić", "Ελλάδα Россия", "“zeg” — 3 €½", "Zoe\u0308"])
def test_letters_of_europe_and_their_accents_come_out_as_they_are(text: str) -> None:
    assert said(text).count(reading.together(text)) == TIMES


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("😀", "[grinningface]"),
        ("👩‍👧", "[woman][girl]"),
        ("汉", "[cjkunifiedideograph-6c49]"),
        ("\ufffe", "[u+fffe]"),
    ],
)
def test_a_sign_that_no_font_has_is_written_by_its_name(text: str, shown: str) -> None:
    assert said(f"zij zei {text} en ging").count(f"zijzei{shown}enging") == TIMES


@pytest.mark.parametrize("text", ["مرحبا", "שלום", "\u202eomgekeerd\u202c en verder", "bel \x07", "nul \x00"])
def test_from_right_to_left_and_control_signs_break_nothing(text: str) -> None:
    assert said(f"begin {text} eind").count("begin") == TIMES


@pytest.mark.parametrize("text", ["woord " * 16_000, "w" * 100_000, "regel\n" * 5_000])
def test_a_very_long_text_goes_on_over_the_sheets(text: str) -> None:
    made = typesetting.pdf("document", {**minutes("kort"), "for_whom": text})
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert len(pdf.pages) > 10
    assert reading.words(made).count(text[0]) >= 5_000


def _pieces(made: bytes) -> int:
    """How often something is put somewhere on a sheet: at least once for every line of text."""
    with pikepdf.open(io.BytesIO(made)) as pdf:
        return sum(
            str(instruction.operator) == "Tm"
            for page in pdf.pages
            for instruction in pikepdf.parse_content_stream(page)
        )


@pytest.mark.parametrize("text", [LONG_ADDRESS, "NL00BANK0123456789" * 9, "w" * 300, "e\u0301" * 300])
def test_what_has_no_space_goes_on_the_next_line(text: str) -> None:
    """Otherwise it would run over the edge of the sheet and over the next column of a table."""
    short = _pieces(typesetting.pdf("document", minutes("kort")))
    assert _pieces(typesetting.pdf("document", minutes(text))) >= short + TIMES
    assert said(text).count(text[:20]) >= TIMES


def test_an_ordinary_long_word_is_left_to_hyphenation() -> None:
    word = "reclasseringsmedewerkersoverleg,"
    assert typesetting.LONG_RUN.sub(typesetting._breakable, word) == word


@settings(max_examples=40, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_no_text_breaks_the_paper(text: str) -> None:
    assert typesetting.pdf("document", minutes(text)).startswith(b"%PDF-")
