"""Adding at meeting speed, and from a text that is cut: done, kept, refused, and to whom it is absent."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from casustafel.access.models import Draft
from casustafel.audit.models import UserLine
from casustafel.cases.models import Case
from casustafel.picture.models import Contribution, Statement
from casustafel.picture.splitting_forms import MOST
from casustafel.picture.tests import told
from casustafel.picture.tests.looked import STATEMENT, shown
from tests import bad_input
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
MARKS = {name: value for name, value in STATEMENT.items() if name != "text"}
LINE = {**STATEMENT, "text": "CANARY-line", "observed_date": "2026-01-31", "first_hand": "on"}
PARAGRAPH = "Hij kwam niet. Zijn zus belde mr. De Vries! Wat nu? En toen"


@pytest.fixture
def own(world: World, case: Case) -> Contribution:
    return told.contribute(world, case)


def _door(own: Contribution, what: str = "snel") -> str:
    return f"/casussen/{own.case_id}/beeld/inbreng/{own.id}/{what}/"


def _texts(own: Contribution) -> int:
    with behind_the_wall("postgres"):
        found: int = Statement.objects.behind_the_second_wall().filter(contribution=own.pk).count()
        return found


def _rows(*texts: str, **more: str) -> dict[str, str]:
    fields = {
        f"r{n}-{name}": value
        for n, text in enumerate(texts)
        for name, value in {**MARKS, "text": text}.items()
    }
    return {"step": "add", "count": str(len(texts)), **fields, **more}


# A line at a time


def test_a_line_is_added_and_its_marks_stay_for_the_next(client_of, own: Contribution) -> None:
    client, door = client_of("marloes"), _door(own)
    sent = client.post(door, {**LINE, "bearing": "PROTECTIVE", "form_id": "one"})
    assert (sent.status_code, sent["Location"]) == (302, door)
    page = shown(client, door)
    assert page.index("CANARY-line") < page.index(told.SEEN)
    field = re.search(r'<input[^>]*name="text"[^>]*>', page)
    assert field and "value=" not in field[0]
    assert re.search(r'<option value="PROTECTIVE" selected', page)
    assert re.search(r'name="observed_date"[^>]*value="2026-01-31"', page)
    assert re.search(r'name="first_hand"[^>]*checked', page)


def test_a_double_enter_adds_one_line(client_of, own: Contribution) -> None:
    client = client_of("marloes")
    for _ in range(2):
        assert client.post(_door(own), {**LINE, "form_id": "same"}).status_code == 302
    assert _texts(own) == 2
    assert client.post(_door(own), {**LINE, "form_id": "other"}).status_code == 302
    assert _texts(own) == 3


def test_half_a_line_survives_and_is_sealed_with_its_contribution(
    world: World, client_of, case: Case
) -> None:
    own = told.contribute(world, case, audience="LATER")
    client = client_of("marloes")
    kept = client.post(_door(own, "snel/concept"), {**LINE, "text": "CANARY-half", "form_id": "x"})
    assert kept.status_code == 200
    assert "CANARY-half" in shown(client_of("marloes"), _door(own))
    with behind_the_wall("postgres"):
        draft = Draft.objects.behind_the_second_wall().get()
        assert draft.key_id == own.key_id != case.key_id and b"CANARY" not in bytes(draft.body)
        assert str(case.id) not in draft.place


@pytest.mark.parametrize(
    "odd", [{"text": " "}, {"observed_date": bad_input.FUTURE}, {"factor": "IDEOLOGY_ONE_ANSWER"}]
)
def test_a_refused_line_comes_back_as_it_was(client_of, own: Contribution, odd: dict[str, str]) -> None:
    refused = client_of("marloes").post(_door(own), {**LINE, **odd})
    page = refused.content.decode()
    assert refused.status_code == 422 and 'class="field-error"' in page and told.SOURCE in page
    assert odd.get("text", "CANARY-line") in page and _texts(own) == 1


def test_a_label_is_pointed_at_beside_the_line_and_stops_nobody(client_of, own: Contribution) -> None:
    client = client_of("marloes")
    client.post(_door(own), {**LINE, "text": "Hij was ongemotiveerd."})
    page = shown(client, _door(own))
    assert _texts(own) == 2 and "<strong>ongemotiveerd</strong>" in page
    heard = {**LINE, "text": "Zij noemde hem agressief.", "nature": "HEARSAY"}
    client.post(_door(own), heard)
    assert "<strong>agressief</strong>" not in shown(client, _door(own))


def test_words_are_pointed_at_while_they_are_typed_and_kept_nowhere(client_of, own: Contribution) -> None:
    client, before = client_of("marloes"), bad_input.stored()
    with behind_the_wall("postgres"):
        lines = UserLine.objects.count()
    typed = {"text": "Hij is lui.", "nature": "FACT", "source": "de mentor"}
    for odd, found in (
        ({}, True),
        ({"nature": "FEELING"}, False),
        ({"nature": "FEELING", "source": ""}, True),
    ):
        page = client.post("/casussen/woorden/", {**typed, **odd}).content.decode()
        assert ("<strong>lui</strong>" in page) is found, odd
    assert client.get("/casussen/woorden/").status_code == 405
    assert client_of("elisabeth").post("/casussen/woorden/", typed).status_code == 404
    with behind_the_wall("postgres"):
        assert UserLine.objects.count() == lines and not Draft.objects.behind_the_second_wall().exists()
    assert bad_input.stored() == before


# A text that is cut


def test_a_text_is_cut_looked_at_and_added_in_one_go(client_of, own: Contribution) -> None:
    client, door = client_of("marloes"), _door(own, "knippen")
    cut = client.post(door, {**MARKS, "text": PARAGRAPH, "nature": "HEARSAY"}).content.decode()
    assert "Zijn zus belde mr. De Vries!</textarea>" in cut and 'name="r3-text"' in cut
    assert cut.count('<option value="HEARSAY" selected') == 4 and _texts(own) == 1
    joined = _rows("Hij kwam niet.", "", "En toen", "Wat nu?", **{"r2-up": "on"})
    sent = client.post(door, joined)
    assert (sent.status_code, sent["Location"]) == (302, _door(own))
    page = shown(client, _door(own))
    assert page.index("Wat nu?") < page.index("Hij kwam niet. En toen") < page.index(told.SEEN)
    assert _texts(own) == 3


def test_sentences_are_joined_and_cut_again_before_they_are_added(client_of, own: Contribution) -> None:
    rows = _rows("Een", "twee", "Drie\nVier", **{"r1-up": "on", "r2-nature": "FEELING", "step": "again"})
    page = client_of("marloes").post(_door(own, "knippen"), rows).content.decode()
    texts = [text.strip() for text in re.findall(r"<textarea[^>]*>([^<]*)</textarea>", page)]
    assert texts == ["Een twee", "Drie", "Vier"] and _texts(own) == 1
    assert page.count('<option value="FEELING" selected') == 2


def test_one_wrong_sentence_holds_back_all_and_everything_typed_stays(client_of, own: Contribution) -> None:
    texts = [f"CANARY-{number}" for number in range(60)]
    odd = {"r7-observed_date": bad_input.FUTURE, "r9-source": ""}
    sent = client_of("marloes").post(_door(own, "knippen"), _rows(*texts, **odd))
    page = sent.content.decode()
    assert sent.status_code == 422 and all(f"{text}</textarea>" in page for text in texts)
    assert page.count('class="field-error"') == 2 and bad_input.FUTURE in page
    assert _texts(own) == 1
    sound = _rows(*texts)
    assert client_of("marloes").post(_door(own, "knippen"), sound).status_code == 302
    assert _texts(own) == 61


def test_nothing_left_or_too_much_is_said(client_of, own: Contribution) -> None:
    client, door = client_of("marloes"), _door(own, "knippen")
    assert client.post(door, _rows("", " ")).status_code == 422
    many = client.post(door, {**MARKS, "text": "Nee. " * (MOST + 1)})
    assert many.status_code == 422 and str(MOST + 1) in many.content.decode()
    again = client.post(door, {**_rows("Ja.\n" * (MOST + 1)), "step": "again"})
    assert again.status_code == 422 and again.content.decode().count("Ja.") == MOST + 1
    endless = client.post(door, {**_rows("Ja."), "count": "9" * 5000})
    assert endless.status_code == 422
    assert _texts(own) == 1


# To whom it is not there


def test_of_another_organisation_or_table_it_is_not_there(
    world: World, client_of, case: Case, own: Contribution
) -> None:
    told.open_sharing(world, case)
    for login in ("esra", "joyce", "bram", "anouk"):
        client = client_of(login)
        for what in ("snel", "knippen", "snel/concept"):
            real, absent = _door(own, what), _door(own, what).replace(str(own.id), str(uuid4()))
            one, other = client.post(real, LINE), client.post(absent, LINE)
            assert (
                (one.status_code, one.content) == (other.status_code, other.content) == (404, other.content)
            )
    assert _texts(own) == 1


def test_the_page_asks_as_much_however_much_stands_in_it(world: World, client_of, own: Contribution) -> None:
    client = client_of("marloes")
    shown(client, _door(own))
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            shown(client, _door(own))
        counts.append(bad_input.queries(asked))
        client.post(_door(own, "knippen"), _rows(*(f"zin {number}" for number in range(40))))
    assert counts[0] == counts[1] <= 12
    assert 'aria-current="page"' in shown(client, f"{_door(own)}?page=2")


# Whatever is typed


def _kept(data: dict[str, str], *names: str) -> set[str]:
    return {name for name in names if data.get(name, "").strip()}


@bad_input.some
@given(data=bad_input.spoiled(LINE))
def test_an_odd_line(client_of, own: Contribution, data: dict[str, str]) -> None:
    with bad_input.undone():
        client: Client = client_of("marloes")
        kept = _kept(data, "text", "source")
        bad_input.is_taken_or_returned(lambda sent: client.post(_door(own), sent), data, kept=kept)


@bad_input.some
@given(data=bad_input.spoiled({**LINE, "text": PARAGRAPH}))
def test_an_odd_text_to_cut(client_of, own: Contribution, data: dict[str, str]) -> None:
    with bad_input.undone():
        client, before = client_of("marloes"), bad_input.stored()
        response = client.post(_door(own, "knippen"), data)
        assert response.status_code in {200, 422} and "<script>alert" not in response.content.decode()
        assert bad_input.stored() == before


@bad_input.some
@given(data=bad_input.spoiled(_rows("Een zin.", "Nog een.")), step=st.sampled_from(["add", "again"]))
def test_odd_sentences(client_of, own: Contribution, data: dict[str, str], step: str) -> None:
    with bad_input.undone():
        client = client_of("marloes")
        kept = _kept(data, "r0-text", "r1-text") if data.get("count") == "2" else set()
        sent = {**data, "step": step}
        bad_input.is_taken_or_returned(lambda d: client.post(_door(own, "knippen"), d), sent, kept=kept)


@bad_input.some
@given(text=st.text(max_size=400))
def test_cutting_loses_no_letter(client_of, own: Contribution, text: str) -> None:
    """Whatever is pasted: every letter of it stands in the rows, in its order."""
    with bad_input.undone():
        page = client_of("marloes").post(_door(own, "knippen"), {**MARKS, "text": f"{text} Slot."})
        if page.status_code == 200:
            rows = page.context["form"].rows
            found = "".join(str(row.initial["text"]) for row in rows)
            assert "".join(found.split()) == "".join(f"{text} Slot.".split())
