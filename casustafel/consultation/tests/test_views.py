import re
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from casustafel.access.models import Draft
from casustafel.audit.models import UserLine
from casustafel.consultation import queries
from casustafel.consultation.models import Consultation
from casustafel.consultation.tests import given as made
from casustafel.lib import clock
from tests import bad_input
from tests.bad_input import spoiled, stored, undone
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]
LIST, ASK, CHECK = "/consultatie/", "/consultatie/vragen/", "/consultatie/herkennen/"
ENGLISH = {"accept-language": "en"}
QUESTION = {
    "whom": "DESK",
    "situation": "een jongen van 16",
    "worries": "w",
    "goes_well": "g",
    "wants": "wat nu?",
}
NAMED = "Fatima woont op Kerkstraat 12 en belt met 06-12345678"


@pytest.fixture
def asked(world: World) -> Consultation:
    return made.asked(world)


@pytest.fixture
def advised(world: World) -> Consultation:
    return made.advised(world)


def address(consultation: Consultation | uuid.UUID, page: str = "") -> str:
    return f"/consultatie/{getattr(consultation, 'id', consultation)}/{page}"


def text_of(client: Client, path: str) -> str:
    response = client.get(path, headers=ENGLISH)
    assert response.status_code == 200, path
    return response.content.decode()


class TestWhoMayCome:
    """Absent and not for you look the same."""

    @pytest.mark.parametrize("page", ["", "advies/", "verder-vragen/", "afsluiten/", "intrekken/"])
    @pytest.mark.parametrize("login", ["nienke", "hanneke", "anouk", "elisabeth"])
    def test_a_question_to_the_desk(self, world: World, client_of: ClientOf, page: str, login: str) -> None:
        consultation, client = made.advised(world), client_of(login)
        for send in (client.get, client.post) if page == "" else (client.post,):
            known, absent = send(address(consultation, page)), send(address(uuid.uuid4(), page))
            assert (known.status_code, absent.status_code) == (404, 404)
            assert known.content == absent.content

    def test_who_reads_without_a_hand_in_it(self, world: World, client_of: ClientOf) -> None:
        consultation = made.advised(world)
        for login, page in (("saskia", "verder-vragen/"), ("saskia", "afsluiten/"), ("esra", "advies/")):
            assert client_of(login).post(address(consultation, page), {"text": "x"}).status_code == 404

    @pytest.mark.parametrize(
        ("login", "ask", "read"), [("esra", 200, 200), ("hanneke", 404, 200), ("mirjam", 404, 404)]
    )
    def test_by_role(self, client_of: ClientOf, login: str, ask: int, read: int) -> None:
        client = client_of(login)
        assert (client.get(ASK).status_code, client.get(LIST).status_code) == (ask, read)
        assert client.post(CHECK, {"text": "x"}).status_code == read


class TestAsking:
    def test_from_question_to_advice_to_closing(self, client_of: ClientOf) -> None:
        esra, saskia = client_of("esra"), client_of("saskia")
        here = esra.post(ASK, QUESTION)["Location"]
        assert "een jongen van 16" in text_of(saskia, here)
        assert saskia.post(f"{here}advies/", {"text": "praat met hem"})["Location"] == here
        assert "praat met hem" in text_of(esra, here)
        assert esra.post(f"{here}verder-vragen/", {"text": "en zijn moeder?"})["Location"] == here
        assert esra.post(f"{here}afsluiten/").status_code == 422
        saskia.post(f"{here}advies/", {"text": "haar ook"})
        assert esra.post(f"{here}afsluiten/")["Location"] == here
        assert "Give advice" not in text_of(saskia, here)
        again = esra.post(ASK, QUESTION)["Location"]
        assert esra.post(f"{again}intrekken/")["Location"] == again

    @pytest.mark.parametrize("name", ["situation", "worries", "goes_well", "done", "wants"])
    def test_personal_data_come_back_with_the_reason_beside_the_field(
        self, client_of: ClientOf, name: str
    ) -> None:
        before = stored()
        response = client_of("esra").post(ASK, {**QUESTION, name: NAMED}, headers=ENGLISH)
        page = response.content.decode()
        assert response.status_code == 422 and stored() == before
        field = page[page.index(f'name="{name}"') :]
        findings = field[field.index("data-findings") : field.index("</ul>")]
        assert re.findall(r"<strong>(.*?)</strong>", findings) == ["Fatima", "Kerkstraat 12", "06-12345678"]
        assert "name of a person" in findings and "phone number" in findings and NAMED in page
        assert findings.count('type="checkbox"') == 1

    def test_a_ticked_word_passes_and_is_shown_as_confirmed(self, client_of: ClientOf) -> None:
        told = {**QUESTION, "situation": "Zijn club heet Roos"}
        esra = client_of("esra")
        assert esra.post(ASK, told).status_code == 422
        wrong = esra.post(ASK, {**told, "wants": NAMED, "not_a_name": "Roos"}).content.decode()
        assert re.search(r'value="Roos" checked', wrong)
        here = esra.post(ASK, {**told, "not_a_name": "Roos"})["Location"]
        assert "Not a name of a person, says who wrote this: Roos." in text_of(client_of("saskia"), here)

    def test_to_whom_one_can_put_it(self, world: World, client_of: ClientOf) -> None:
        page = text_of(client_of("esra"), ASK)
        assert 'value="DESK"' in page and 'value="SUPPORT_POINT"' in page and "PARTNER:" not in page
        officer = text_of(client_of("saskia"), ASK)
        assert 'value="DESK"' not in officer and f"PARTNER:{world.people['nienke'].id}" in officer
        assert f"PARTNER:{world.people['farid'].id}" not in officer, "a colleague is no partner"
        with behind_the_wall("postgres"):
            world.people["hanneke"].mandates.behind_the_second_wall().update(until_date=clock.now().date())
        assert 'value="SUPPORT_POINT"' not in text_of(client_of("esra"), ASK)

    def test_about_a_report_the_officer_asks_a_partner(self, world: World, client_of: ClientOf) -> None:
        report, saskia = uuid.uuid4(), client_of("saskia")
        from_report = f"{ASK}?to=PARTNER&report={report}"
        page = text_of(saskia, from_report)
        assert "A question about a report" in page and "SUPPORT_POINT" not in page
        whom = f"PARTNER:{world.people['nienke'].id}"
        here = saskia.post(from_report, {**QUESTION, "whom": whom})["Location"]
        assert f"/meldingen/{report}/" in text_of(saskia, here)
        assert str(report) not in text_of(client_of("nienke"), here)
        assert "A question about a report" not in text_of(client_of("esra"), from_report)
        assert "A question about a report" not in text_of(saskia, f"{ASK}?to=PARTNER&report=%00")

    def test_sent_twice_it_is_asked_once(self, client_of: ClientOf) -> None:
        esra, sent = client_of("esra"), {**QUESTION, "form_id": "x" * 20}
        assert esra.post(ASK, sent)["Location"] == esra.post(ASK, sent)["Location"]
        with behind_the_wall("postgres"):
            assert Consultation.objects.behind_the_second_wall().count() == 1


class TestTheDraft:
    def test_is_put_back_until_the_question_is_sent(self, client_of: ClientOf) -> None:
        esra = client_of("esra")
        kept = {"situation": "CANARY-draft", "whom": "SUPPORT_POINT", "form_id": ""}
        assert esra.post(f"{ASK}concept/", kept).json() == {"version": 1}
        page = text_of(client_of("esra"), ASK)
        assert "CANARY-draft" in page and "Your draft is back" in page
        assert "CANARY-draft" not in text_of(client_of("bram"), ASK)
        with behind_the_wall("postgres"):
            assert b"CANARY" not in bytes(Draft.objects.behind_the_second_wall().get().body)
        assert esra.post(ASK, QUESTION).status_code == 302
        assert "CANARY-draft" not in text_of(esra, ASK)

    def test_of_a_report_is_another_than_of_a_question_of_ones_own(self, client_of: ClientOf) -> None:
        saskia, query = client_of("saskia"), f"?to=PARTNER&report={uuid.uuid4()}"
        assert f"concept/{query.replace('&', '&amp;')}" in text_of(saskia, ASK + query)
        saskia.post(f"{ASK}concept/{query}", {"situation": "CANARY-of-report"})
        assert "CANARY-of-report" in text_of(saskia, ASK + query)
        assert "CANARY-of-report" not in text_of(saskia, ASK)


class TestWhileTyping:
    def test_says_what_was_found_and_keeps_and_logs_nothing(self, client_of: ClientOf) -> None:
        esra = client_of("esra")
        with behind_the_wall("postgres"):
            lines = UserLine.objects.count()
        before = stored()
        response = esra.post(CHECK, {"text": NAMED, "not_a_name": "Fatima"}, headers=ENGLISH)
        part = response.content.decode()
        assert re.findall(r"<strong>(.*?)</strong>", part) == ["Fatima", "Kerkstraat 12", "06-12345678"]
        assert 'value="Fatima" checked' in part and "<html" not in part
        assert stored() == before
        with behind_the_wall("postgres"):
            assert UserLine.objects.count() == lines

    def test_of_an_ordinary_text_nothing(self, client_of: ClientOf) -> None:
        assert client_of("hanneke").post(CHECK, {"text": "een jongen van 17"}).content.strip() == b""

    def test_what_was_typed_comes_back_as_text(self, client_of: ClientOf) -> None:
        part = client_of("esra").post(CHECK, {"text": 'a@<b>.nl "x@y.nl<script>"'}).content.decode()
        assert "<script>" not in part and "<b>" not in part


class TestTheList:
    def test_mine_and_those_to_me_open_and_all(self, world: World, client_of: ClientOf) -> None:
        open_one, closed = made.asked(world), made.closed(world)
        esra, saskia = client_of("esra"), client_of("saskia")
        for client, box in ((esra, "MINE"), (saskia, "TO_ME")):
            page = text_of(client, f"{LIST}?box={box}")
            assert str(open_one.id) in page and str(closed.id) not in page
            assert f"box={box}&amp;state=ALL" in page, "the filter stays"
            page = text_of(client, f"{LIST}?box={box}&state=ALL")
            assert str(open_one.id) in page and str(closed.id) in page
        assert str(open_one.id) not in text_of(esra, f"{LIST}?box=TO_ME")

    @pytest.mark.parametrize(
        "query", ["", "?box=TO_ME", "?state=ALL", "?box=TO_ME&state=ALL", "?page=99&box=%00"]
    )
    def test_empty_it_says_what_to_do(self, client_of: ClientOf, query: str) -> None:
        assert 'class="empty-title"' in text_of(client_of("esra"), LIST + query)

    def test_it_comes_in_pages_with_as_many_queries_for_one_as_for_many(
        self, world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made.asked(world)
        saskia = client_of("saskia")
        text_of(saskia, LIST)  # the key of the house is kept in memory from here on
        few = self.asked_for(saskia)
        for _ in range(3):
            made.asked(world)
        assert self.asked_for(saskia) == few <= 9
        monkeypatch.setattr(queries, "PER_PAGE", 2)
        page = text_of(saskia, f"{LIST}?box=TO_ME&page=2")
        assert page.count('scope="row"') == 2 and "box=TO_ME&amp;page=1" in page

    def asked_for(self, client: Client) -> int:
        with CaptureQueriesContext(connection) as asked:
            text_of(client, f"{LIST}?box=TO_ME")
        return bad_input.queries(asked)

    def test_no_text_stands_in_it(self, world: World, client_of: ClientOf) -> None:
        made.asked(world)
        assert "CANARY" not in text_of(client_of("saskia"), f"{LIST}?box=TO_ME")


class TestToday:
    def test_says_what_waits_for_advice_and_where_advice_came(
        self, world: World, client_of: ClientOf
    ) -> None:
        made.asked(world, "SUPPORT_POINT")
        advised = made.advised(world)
        assert "1 question waits for your advice." in text_of(client_of("hanneke"), "/")
        assert "There is advice on 1 question of yours." in text_of(client_of("esra"), "/")
        assert "for your advice" not in text_of(client_of("saskia"), "/")
        client_of("esra").post(address(advised, "verder-vragen/"), {"text": "en nu?"})
        assert f"{LIST}?box=TO_ME" in text_of(client_of("saskia"), "/")
        assert "There is advice" not in text_of(client_of("esra"), "/")


def test_the_page_says_when_it_is_destroyed(world: World, client_of: ClientOf) -> None:
    consultation = made.asked(world)
    with behind_the_wall("postgres"):
        day = clock.now().date() + timedelta(days=40)
        Consultation.objects.behind_the_second_wall().update(until_date=day)
    assert f"{day.day} {day:%B %Y}" in text_of(client_of("esra"), address(consultation))


@bad_input.some
@given(data=spoiled({**QUESTION, "done": "d"}))
def test_odd_input_while_asking(client_of: ClientOf, data: dict[str, str]) -> None:
    client = client_of("esra")
    with undone():
        bad_input.is_taken_or_returned(
            lambda sent: client.post(ASK, sent),
            data,
            kept={"situation", "worries", "goes_well", "done", "wants"},
        )


@bad_input.some
@given(data=spoiled({"text": "praat met hem", "not_a_name": "Roos"}))
def test_odd_input_in_advice(asked: Consultation, client_of: ClientOf, data: dict[str, str]) -> None:
    with undone():
        there, client = address(asked, "advies/"), client_of("saskia")
        bad_input.is_taken_or_returned(lambda sent: client.post(there, sent), data, kept={"text"})


@bad_input.some
@given(data=spoiled({"text": "en dan?"}))
def test_odd_input_while_asking_further(
    advised: Consultation, client_of: ClientOf, data: dict[str, str]
) -> None:
    with undone():
        there, client = address(advised, "verder-vragen/"), client_of("esra")
        bad_input.is_taken_or_returned(lambda sent: client.post(there, sent), data, kept={"text"})


@bad_input.some
@given(data=st.dictionaries(st.sampled_from(["text", "not_a_name"]), bad_input.TYPED))
def test_odd_input_while_typing(client_of: ClientOf, data: dict[str, str]) -> None:
    response = client_of("esra").post(CHECK, data)
    assert response.status_code == 200 and b"<script>" not in response.content
