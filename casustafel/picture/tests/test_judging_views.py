"""The page on which is judged: alone, side by side, together."""

import re

import pytest

from casustafel.cases.models import Case
from casustafel.method import model
from casustafel.picture import judging
from casustafel.picture.models import Round
from casustafel.picture.tests import told
from casustafel.picture.tests.looked import shown
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
LEVEL = model.current().scale("WORRY").levels[0].code


def test_a_round_is_walked_in_the_browser(world: World, client_of, case: Case) -> None:
    base, joyce = f"/casussen/{case.id}/duiding/", client_of("joyce")
    assert joyce.post(f"{base}vraag/", {"question": "WORRY", "form_id": "a"}).status_code == 302
    with behind_the_wall("postgres"):
        round = Round.objects.behind_the_second_wall().get()
    door = f"{base}{round.id}/"
    for login in ("marloes", "esra"):
        sent = client_of(login).post(door, {"level": LEVEL, "text": f"CANARY-{login}"})
        assert sent.status_code == 302
    assert "CANARY-esra" not in shown(client_of("marloes"), base)
    assert f"{door}naast-elkaar/" not in shown(client_of("esra"), base)
    assert joyce.post(f"{door}naast-elkaar/").status_code == 302
    page = shown(joyce, base)
    assert page.index('class="dots') < page.index("CANARY-esra")  # the spread first, then the reasons
    assert f"{door}samen/" in page and f"{door}samen/" not in shown(client_of("thijs"), base)
    dissent = f"dissent_{world.people['esra'].organisation_id.hex}"
    said = {"joint": "CANARY-joint", dissent: "CANARY-otherwise"}
    refused = joyce.post(f"{door}samen/", said)
    asked = refused.content.decode()
    assert refused.status_code == 422 and model.current().bias_questions[0].label in asked
    assert "CANARY-joint" in asked and f'id="{round.id.hex}-without_error"' in asked
    assert joyce.post(f"{door}samen/", {**said, "without": "CANARY-why"}).status_code == 302
    page = shown(client_of("pieterjan"), base)
    assert "CANARY-joint" in page and "CANARY-otherwise" in page
    assert world.people["esra"].organisation.name in page


def test_the_chair_asks_only_questions_of_the_model(client_of, case: Case) -> None:
    sent = client_of("joyce").post(f"/casussen/{case.id}/duiding/vraag/", {"question": "NO_SUCH"})
    assert sent.status_code == 422 and "UNDEFINED" not in sent.content.decode()
    assert client_of("esra").post(
        f"/casussen/{case.id}/duiding/vraag/", {"question": "WORRY"}
    ).status_code == 422  # fmt: skip


def test_a_wrong_answer_comes_back_in_its_own_round(world: World, client_of, case: Case) -> None:
    told.open_round(world, case)
    other = told.open_round(world, case, question="GOING_ON")
    sent = client_of("esra").post(f"/casussen/{case.id}/duiding/{other.id}/", {"text": ""})
    page = sent.content.decode()
    assert sent.status_code == 422 and "UNDEFINED" not in page
    assert f'id="{other.id.hex}-text_error"' in page and len(re.findall(r'id="[^"]*_error"', page)) == 1


def test_who_is_too_late_hears_so_and_keeps_what_was_typed(world: World, client_of, case: Case) -> None:
    round = told.open_round(world, case)
    told.answer(world, round, by="marloes")
    told.reveal(world, round)
    for login in ("esra", "joyce"):
        sent = client_of(login).post(
            f"/casussen/{case.id}/duiding/{round.id}/", {"level": LEVEL, "text": "CANARY-late"}
        )
        page = sent.content.decode()
        assert sent.status_code == 422 and 'role="alert"' in page and "CANARY-late" in page
    assert "CANARY-late" not in shown(client_of("esra"), f"/casussen/{case.id}/duiding/")


@pytest.mark.parametrize("tail", ["naast-elkaar/", "samen/"])
def test_who_does_not_chair_is_refused_in_words(world: World, client_of, case: Case, tail: str) -> None:
    round = told.open_round(world, case)
    told.answer(world, round, by="marloes")
    if tail == "samen/":
        told.reveal(world, round)
    sent = client_of("esra").post(f"/casussen/{case.id}/duiding/{round.id}/{tail}", {"joint": "CANARY-joint"})
    page = sent.content.decode()
    assert sent.status_code == 422 and 'role="alert"' in page
    assert ("CANARY-joint" in page) is True


def test_levels_are_those_of_the_question(world: World, case: Case) -> None:
    assert LEVEL in judging.levels_of(told.open_round(world, case))
