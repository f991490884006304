"""The pages of the picture and of judging: what each person gets to see, and who gets nothing at all."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casustafel.access.models import Draft
from casustafel.audit.models import UserLine
from casustafel.cases import actions as cases
from casustafel.cases.models import Case, Seat
from casustafel.lib import clock
from casustafel.method import model
from casustafel.picture.models import Answer, Contribution, InformationRequest, Round, Statement
from casustafel.picture.tests import told
from casustafel.picture.tests.looked import CONTRIBUTION, STATEMENT, shown
from casustafel.vault.models import DataKey
from tests import bad_input
from tests import world as worlds
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
EVERYBODY = tuple(worlds.SEATS)
LEVEL = model.current().scale("WORRY").levels[0].code


def _pages(case: Case) -> list[str]:
    """Every page of the case that can be asked for, with what is on it."""
    with behind_the_wall("postgres"):
        said = Statement.objects.behind_the_second_wall().filter(contribution__audience="TABLE").first()
        asked = InformationRequest.objects.behind_the_second_wall().first()
    base = f"/casussen/{case.id}/"
    return [
        base,
        *(
            f"{base}{tail}"
            for tail in (
                "beeld/",
                "beeld/inbrengen/",
                "witte-vlekken/",
                "witte-vlekken/vragen/",
                "witte-vlekken/verzoeken/",
            )
        ),
        f"{base}duiding/",
        *([f"{base}beeld/{said.id}/"] if said else []),
        *(
            [f"{base}witte-vlekken/{asked.id}/{end}" for end in ("", "antwoord/", "intrekken/")]
            if asked
            else []
        ),
    ]


def _doors(case: Case) -> list[str]:
    """Every address that only takes forms."""
    round = uuid4()
    with behind_the_wall("postgres"):
        found = Round.objects.behind_the_second_wall().first()
    round = found.id if found else round
    base = f"/casussen/{case.id}/"
    tails = ["beeld/delen/", "beeld/inbrengen/concept/", "duiding/vraag/", f"duiding/{round}/"]
    turns = ("bewaren", "niet-klaar", "sluiten", "heropenen", "nog-eens", "naast-elkaar", "samen")
    return [base + tail for tail in [*tails, *(f"duiding/{round}/{turn}/" for turn in turns)]]


@pytest.fixture
def full(world: World, case: Case) -> Case:
    """A case with something in every drawer, before anything was shared or put side by side."""
    told.contribute(world, case)
    told.ask(world, case)
    told.answer(world, told.open_round(world, case), by="marloes")
    return case


# Who sees what


def test_what_is_prepared_is_in_no_byte_of_anothers_page(world: World, client_of, full: Case) -> None:
    said = told.SEEN, told.SOURCE
    assert all(text in shown(client_of("marloes"), f"/casussen/{full.id}/beeld/") for text in said)
    for login in ("joyce", "thijs", "pieterjan", "esra"):
        for address in _pages(full)[:6]:
            page = shown(client_of(login), address)
            assert not any(text in page for text in said), (login, address)


def test_anothers_answer_is_in_no_byte_before_the_reveal(world: World, client_of, full: Case) -> None:
    for login in ("joyce", "thijs", "pieterjan", "esra"):
        for address in _pages(full)[:6]:
            assert told.ANSWER not in shown(client_of(login), address), (login, address)
    assert told.ANSWER in shown(client_of("marloes"), f"/casussen/{full.id}/duiding/")
    with behind_the_wall("postgres"):
        round = Round.objects.behind_the_second_wall().select_related("case", "key").get()
    told.reveal(world, round)
    for login in EVERYBODY:
        assert told.ANSWER in shown(client_of(login), f"/casussen/{full.id}/duiding/"), login


def test_what_is_for_core_partners_is_in_no_byte_for_the_others(world: World, client_of, case: Case) -> None:
    told.contribute(world, case, audience="CORE")
    told.open_sharing(world, case)
    for login, sees in (("pieterjan", True), ("thijs", True), ("joyce", False), ("esra", False)):
        page = shown(client_of(login), f"/casussen/{case.id}/beeld/")
        assert (told.SEEN in page) is sees and (told.PURPOSE in page) is sees, login


def test_absent_forbidden_and_ended_are_the_same_bytes(world: World, client_of, full: Case) -> None:
    with world.acting("joyce") as joyce:
        seat = Seat.objects.visible_to(joyce).select_related("case").get(person=world.people["esra"])
        cases.end_seat(seat=seat, reason="klaar", by=joyce, now=clock.now())
    for login in ("anouk", "bram", "esra", "farid"):
        client = client_of(login)
        for address in _pages(full):
            real, absent = client.get(address), client.get(address.replace(str(full.id), str(uuid4())))
            assert (real.status_code, absent.status_code) == (404, 404), (login, address)
            assert real.content == absent.content, (login, address)
        for address in _doors(full):
            real, absent = client.post(address), client.post(address.replace(str(full.id), str(uuid4())))
            assert (real.status_code, absent.status_code) == (404, 404), (login, address)
            assert real.content == absent.content, (login, address)


def test_what_belongs_to_another_case_is_absent_here(world: World, client_of, full: Case) -> None:
    elsewhere = worlds.open_case(world, pseudonym="Merel")
    client = client_of("marloes")
    of_one = [each for each in _pages(full) if len(re.findall(r"[0-9a-f]{8}-", each)) > 1]
    assert of_one
    for address in of_one:
        assert client.get(address.replace(str(full.id), str(elsewhere.id))).status_code == 404, address
    for address in _doors(full)[3:]:
        assert client.post(address.replace(str(full.id), str(elsewhere.id))).status_code == 404, address


def test_no_title_holds_content(client_of, full: Case) -> None:
    for address in _pages(full):
        page = shown(client_of("marloes"), address)
        title = page.split("<title>")[1].split("</title>")[0]
        assert "CANARY" not in title and "Linde" not in title, address
        assert page.count("<h1") == 1, address


# The picture


def test_seen_stands_beside_thought_and_own_words_can_be_changed(world: World, client_of, case: Case) -> None:
    told.contribute(world, case)
    told.contribute(world, case, nature="INTERPRETATION", text="CANARY-thought", by="esra")
    told.open_sharing(world, case)
    page = shown(client_of("marloes"), f"/casussen/{case.id}/beeld/")
    assert page.index(told.SEEN) < page.index("CANARY-thought")
    own = told.statement_of(world, _contribution_of(world, "marloes"))
    other = told.statement_of(world, _contribution_of(world, "esra"), by="esra")
    assert f"/beeld/{own.id}/" in page and f"/beeld/{other.id}/" not in page


def _contribution_of(world: World, login: str) -> Contribution:
    with behind_the_wall("postgres"):
        found: Contribution = Contribution.objects.behind_the_second_wall().get(person=world.people[login])
        return found


def test_what_waits_for_sharing_says_so(client_of, full: Case, world: World) -> None:
    waiting = shown(client_of("marloes"), f"/casussen/{full.id}/beeld/")
    told.open_sharing(world, full)
    shared = shown(client_of("marloes"), f"/casussen/{full.id}/beeld/")
    sentence = "only your own organisation sees this"
    with_language = client_of("marloes")
    with_language.cookies["django_language"] = "en"
    assert sentence not in shown(with_language, f"/casussen/{full.id}/beeld/")
    assert len(waiting) != len(shared)


def test_only_the_chair_is_offered_to_open_sharing_and_does_so_once(client_of, full: Case) -> None:
    door = f"/casussen/{full.id}/beeld/delen/"
    assert door in shown(client_of("joyce"), f"/casussen/{full.id}/beeld/")
    assert door not in shown(client_of("esra"), f"/casussen/{full.id}/beeld/")
    refused = client_of("esra").post(door)
    assert refused.status_code == 422 and told.SEEN not in refused.content.decode()
    assert client_of("joyce").post(door).status_code == 302
    assert told.SEEN in shown(client_of("esra"), f"/casussen/{full.id}/beeld/")
    assert client_of("joyce").post(door).status_code == 422
    assert door not in shown(client_of("joyce"), f"/casussen/{full.id}/beeld/")


def test_a_closed_case_offers_nothing_to_do(world: World, client_of, full: Case) -> None:
    with world.acting("joyce") as joyce:
        cases.close(case=full, reason="klaar", by=joyce, now=clock.now())
    for address in (f"/casussen/{full.id}/beeld/", f"/casussen/{full.id}/duiding/"):
        page = shown(client_of("joyce"), address)
        assert not any(door in page for door in _doors(full)), address
    sent = client_of("marloes").post(f"/casussen/{full.id}/beeld/inbrengen/", CONTRIBUTION)
    assert sent.status_code == 422 and told.PURPOSE in sent.content.decode()


def test_after_an_act_at_the_table_one_is_back_at_the_table_and_nowhere_else(client_of, case: Case) -> None:
    door, joyce = f"/casussen/{case.id}/beeld/delen/", client_of("joyce")
    assert joyce.post(door, {"back": "/overleg/x/", "form_id": "a"})["Location"] == "/overleg/x/"
    for odd in ("https://elders.example/overleg/", "//elders.example", "/casussen/", "/overleg/\r\nX: y"):
        sent = joyce.post(f"/casussen/{case.id}/duiding/vraag/", {"question": "WORRY", "back": odd})
        assert sent.status_code in {302, 422} and "elders.example" not in sent.headers.get("Location", "")
        assert "X" not in sent.headers


# Bringing something in


def test_a_contribution_arrives_with_its_statements(world: World, client_of, case: Case) -> None:
    second = {k.replace("s0", "s3"): v for k, v in CONTRIBUTION.items() if k.startswith("s0")}
    more = {**second, "s3-text": "CANARY-fourth", "s3-first_hand": "on", "s3-observed_date": "2026-01-31"}
    sent = client_of("marloes").post(f"/casussen/{case.id}/beeld/inbrengen/", {**CONTRIBUTION, **more})
    assert (sent.status_code, sent["Location"]) == (302, f"/casussen/{case.id}/beeld/")
    page = shown(client_of("marloes"), f"/casussen/{case.id}/beeld/")
    assert told.SEEN in page and "CANARY-fourth" in page
    with behind_the_wall("postgres"):
        rows = Statement.objects.behind_the_second_wall().order_by("first_hand")
        assert [(row.first_hand, str(row.observed_date)) for row in rows] == [
            (False, "None"),
            (True, "2026-01-31"),
        ]


def test_only_the_statements_in_which_somebody_wrote_are_looked_at(client_of, case: Case) -> None:
    """A row with a source and no sentence is not passed over: what was typed there would be lost."""
    half = {**CONTRIBUTION, "s2-source": "CANARY-half"}
    sent = client_of("marloes").post(f"/casussen/{case.id}/beeld/inbrengen/", half)
    page = sent.content.decode()
    assert sent.status_code == 422 and "CANARY-half" in page and told.SEEN in page
    assert 'name="s2-text"' in page
    wrong = [n for n in range(5) if re.search(rf'id="[^"]*s{n}-text_error"', page)]
    assert wrong == [2]
    assert 'role="alert"' in page
    with behind_the_wall("postgres"):
        assert not Contribution.objects.behind_the_second_wall().exists()


def test_the_same_form_sent_twice_is_one_contribution(client_of, case: Case) -> None:
    client, data = client_of("marloes"), {**CONTRIBUTION, "form_id": "twice"}
    first, second = (client.post(f"/casussen/{case.id}/beeld/inbrengen/", data) for _ in range(2))
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    with behind_the_wall("postgres"):
        assert Contribution.objects.behind_the_second_wall().count() == 1
        assert UserLine.objects.filter(action="picture.contributed").count() == 1


def test_two_who_change_a_statement_see_both_texts(world: World, client_of, case: Case) -> None:
    said = told.statement_of(world, told.contribute(world, case))
    client, door = client_of("marloes"), f"/casussen/{case.id}/beeld/{said.id}/"
    assert told.SEEN in shown(client, door)
    first = {**STATEMENT, "text": "CANARY-first", "nature": "HEARSAY", "version": 1}
    assert client.post(door, first).status_code == 302
    second = {**STATEMENT, "text": "CANARY-second", "source": "CANARY-witness", "version": 1}
    conflict = client.post(door, second)
    page = conflict.content.decode()
    assert conflict.status_code == 409 and "UNDEFINED" not in page
    assert "CANARY-first" in page and "CANARY-second" in page
    assert "Van horen zeggen<br>" in page and "CANARY-witness<br>" in page  # the marks of both
    assert re.search(r'name="version"[^>]*value="2"', page)
    assert client.post(door, {**second, "version": 2}).status_code == 302
    assert "CANARY-second" in shown(client, f"/casussen/{case.id}/beeld/")


def test_nobody_puts_anothers_words_otherwise(world: World, client_of, case: Case) -> None:
    said = told.statement_of(world, told.contribute(world, case))
    told.open_sharing(world, case)
    sent = client_of("esra").post(
        f"/casussen/{case.id}/beeld/{said.id}/", {**STATEMENT, "text": "x", "version": 1}
    )
    assert sent.status_code == 422
    assert told.SEEN in shown(client_of("marloes"), f"/casussen/{case.id}/beeld/")


# Blank spots


def test_each_organisation_at_the_table_can_be_asked(world: World, client_of, case: Case) -> None:
    door = f"/casussen/{case.id}/witte-vlekken/vragen/"
    for n, login in enumerate(EVERYBODY):
        data = _question(world, login) | {"form_id": f"f{n}"}
        assert client_of("marloes").post(door, data).status_code == 302, login
    with behind_the_wall("postgres"):
        asked = InformationRequest.objects.behind_the_second_wall().values_list("organisation_id", flat=True)
        assert set(asked) == {world.people[login].organisation_id for login in EVERYBODY}


def _question(world: World, login: str) -> dict[str, str]:
    return {
        "organisations": str(world.people[login].organisation_id),
        "question": "NETWORK_1",
        "purpose": told.PURPOSE,
        "minimum": told.MINIMUM,
        "ground": "CONSENT",
        "due_date": str(clock.now().date() + timedelta(days=5)),
    }


def test_who_is_not_at_the_table_cannot_be_asked(world: World, client_of, case: Case) -> None:
    sent = client_of("marloes").post(f"/casussen/{case.id}/witte-vlekken/vragen/", _question(world, "bram"))
    assert sent.status_code == 422 and told.PURPOSE in sent.content.decode()


# Judging


# How much a page asks of the database


def test_every_page_asks_at_most_twelve_questions(world: World, client_of, full: Case) -> None:
    told.contribute(world, full, by="esra")
    told.contribute(world, full, by="marloes", audience="CORE")
    told.open_sharing(world, full)
    told.answer(world, told.open_round(world, full, question="GOING_ON"), by="esra")
    for login in ("joyce", "marloes"):
        client = client_of(login)
        for address in _pages(full):
            shown(client, address)
            with CaptureQueriesContext(connection) as asked:
                shown(client, address)
            count = bad_input.queries(asked)
            assert count <= 12, (login, address, "\n".join(q["sql"][:150] for q in asked.captured_queries))


def test_a_fuller_case_asks_no_more_questions(world: World, client_of, full: Case) -> None:
    told.open_sharing(world, full)
    client, address = client_of("joyce"), f"/casussen/{full.id}/beeld/"

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            shown(client, address)
        return bad_input.queries(asked)

    count()
    before = count()
    for login in ("marloes", "esra", "pieterjan", "thijs"):
        told.contribute(world, full, by=login)
    assert count() == before


# When the vault does not open


@pytest.mark.parametrize("tail", ["beeld/", "witte-vlekken/verzoeken/", "duiding/"])
def test_a_page_whose_text_does_not_open_is_refused_and_logged(client_of, full: Case, tail: str) -> None:
    with behind_the_wall("postgres"):
        said = Statement.objects.behind_the_second_wall().get()
        Statement.objects.behind_the_second_wall().update(text=said.source)  # another's place
        InformationRequest.objects.behind_the_second_wall().update(purpose=bytes(said.text))
        Answer.objects.behind_the_second_wall().update(text=bytes(said.text))
    response = client_of("marloes" if tail != "witte-vlekken/verzoeken/" else "esra").get(
        f"/casussen/{full.id}/{tail}"
    )
    assert response.status_code == 503 and "CANARY" not in response.content.decode()
    with behind_the_wall("postgres"):
        assert UserLine.objects.get(action="vault.closed").scope_id == full.id


def test_a_wrong_core_key_closes_the_page_for_who_it_is_for(world: World, client_of, case: Case) -> None:
    told.contribute(world, case, audience="CORE")
    told.open_sharing(world, case)
    with behind_the_wall("postgres"):
        DataKey.objects.filter(pk=case.core_key_id).update(wrapped=bytes(case.key.wrapped))
    address = f"/casussen/{case.id}/beeld/"
    response = client_of("pieterjan").get(address)
    assert response.status_code == 503 and "CANARY" not in response.content.decode()
    assert shown(client_of("esra"), address)  # who has no part in it notices nothing


def test_nothing_is_stored_when_the_draft_cannot_be_opened(client_of, case: Case) -> None:
    client, door = client_of("marloes"), f"/casussen/{case.id}/beeld/inbrengen/"
    client.post(f"{door}concept/", {"purpose": "CANARY-draft"})
    with behind_the_wall("postgres"):
        Draft.objects.behind_the_second_wall().update(key=case.core_key)
    response = client.get(door)
    assert response.status_code == 503 and "CANARY" not in response.content.decode()
