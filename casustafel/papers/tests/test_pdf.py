"""The two papers as PDF/UA-1, as a screen reader meets them."""

import io
import itertools

import pikepdf
import pytest

from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.papers import case_file, minutes
from casustafel.papers.tests import reading
from casustafel.picture.tests import told
from casustafel.plan.tests import seated
from casustafel.table import queries as table
from casustafel.table.tests import sat
from tests.world import World

pytestmark = pytest.mark.django_db
TITLES = {"case_file": "Casusdossier", "minutes": "Verslag"}
EACH = pytest.mark.parametrize("paper", sorted(TITLES))


@pytest.fixture
def papers(world: World, case: Case) -> dict[str, bytes]:
    meeting = sat.under_way(world, case)
    told.open_sharing(world, case)
    told.contribute(world, case)
    seated.set_goal(world, case)
    now = clock.now()
    with world.acting("marloes") as marloes:
        return {
            "case_file": case_file.case_file(case=case, purpose="overleg", by=marloes, now=now),
            "minutes": minutes.minutes(
                file=table.whole(marloes, meeting.id), purpose="nalezen", by=marloes, now=now
            ),
        }


@EACH
def test_it_says_what_it_is_and_in_which_language(papers: dict[str, bytes], paper: str) -> None:
    with pikepdf.open(io.BytesIO(papers[paper])) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).lower().startswith("nl")
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == TITLES[paper]


@EACH
def test_nothing_about_the_person_stands_around_the_text(papers: dict[str, bytes], paper: str) -> None:
    """The properties of a file are shown in folders and searched by machines."""
    with pikepdf.open(io.BytesIO(papers[paper])) as pdf:
        around = str(pdf.docinfo) + bytes(pdf.Root.Metadata.read_bytes()).decode()
    assert not any(word in around for word in ("Linde", "CANARY", "Marloes"))


@EACH
def test_every_part_is_tagged_and_tables_have_heads(papers: dict[str, bytes], paper: str) -> None:
    tags = reading.tags(papers[paper])
    assert tags[0] == "/Document"
    assert {"/Title", "/H1", "/H2", "/P", "/Table", "/THead", "/TR", "/TH", "/TD"} <= set(tags)
    assert tags.count("/THead") == tags.count("/Table")
    with pikepdf.open(io.BytesIO(papers[paper])) as pdf:
        assert all("/StructParents" in page for page in pdf.pages)


@EACH
def test_heads_of_columns_say_over_what_they_stand(papers: dict[str, bytes], paper: str) -> None:
    with pikepdf.open(io.BytesIO(papers[paper])) as pdf:
        scopes = [
            str(node.A.Scope if not isinstance(node.A, pikepdf.Array) else node.A[0].Scope)
            for node in pdf.objects
            if isinstance(node, pikepdf.Dictionary) and node.get("/S") == "/TH"
        ]
    assert scopes and set(scopes) == {"/Column"}


@EACH
def test_no_level_of_heading_is_passed_over(papers: dict[str, bytes], paper: str) -> None:
    levels = [int(tag[2:]) for tag in reading.tags(papers[paper]) if tag in {"/H1", "/H2", "/H3", "/H4"}]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_bookmarks_lead_through_the_case_file(papers: dict[str, bytes]) -> None:
    marks = reading.bookmarks(papers["case_file"])
    assert marks[:4] == ["Waarom deze casus", "Wie aan deze tafel zit", "Beeld", "Factoren"]
    assert "Doelen" in marks and marks[-1] == "Wie deed wat, wanneer en waarom"


def test_bookmarks_lead_through_the_minutes(papers: dict[str, bytes]) -> None:
    assert reading.bookmarks(papers["minutes"]) == ["Aanwezig", "Linde"]


@EACH
def test_it_can_be_copied_and_read_aloud(papers: dict[str, bytes], paper: str) -> None:
    words = reading.words(papers[paper])
    for text in (told.SEEN, told.PURPOSE, seated.GOAL):
        assert reading.together(text) in words


@EACH
def test_every_sheet_says_for_whom_and_what_for(papers: dict[str, bytes], paper: str) -> None:
    with pikepdf.open(io.BytesIO(papers[paper])) as pdf:
        sheets = len(pdf.pages)
    words = reading.words(papers[paper])
    assert words.count("Vertrouwelijk.GemaaktvoorMarloesKuiper(PoliceMerenwoude)") == sheets
    assert words.count("Doel:overleg" if paper == "case_file" else "Doel:nalezen") == sheets


@EACH
def test_no_english_stands_in_the_dutch_paper(papers: dict[str, bytes], paper: str) -> None:
    words = reading.words(papers[paper])
    for english in (
        "Observation",
        "Reliable",
        "Protective",
        "Worrying",
        "Open sharing",
        "Contribution",
        "Goal set",
    ):
        assert reading.together(english) not in words
