"""Who looks after a report, what its reporter is asked and hears, and what is set apart."""

import uuid
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from casustafel.audit.models import UserLine
from casustafel.lib import clock
from casustafel.lib.refusal import NotYours, Refused
from casustafel.reports import actions, handling, presenters, queries
from casustafel.reports.models import Message, Report, Signal, Step
from casustafel.reports.tests import given as made
from tests import bad_input
from tests.bad_input import spoiled, undone
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]
ENGLISH = {"accept-language": "en"}
POSTS = {"toewijzen": {"to": "", "reason": "ziek", "was": ""}, "vraag": {"text": "Wie zei dat?"}}


def acts(report: Report, action: str) -> int:
    with behind_the_wall("postgres"):
        return UserLine.objects.filter(scope_id=report.id, action=action).count()


def now_of(world: World, report: Report) -> Report:
    with world.acting("saskia") as saskia:
        return queries.get(saskia, report.id)


class TestGivingOn:
    def test_to_a_colleague_and_back_to_nobody(self, world: World) -> None:
        made.another_officer(world)
        report, _code = made.taken_in(world)
        hanna, saskia_id = world.people["hanna"].id, world.people["saskia"].id
        with world.acting("saskia") as saskia:
            handling.assign(
                report=report, to=hanna, was=saskia_id, reason="vakantie", by=saskia, now=clock.now()
            )
            assert queries.get(saskia, report.id).handled_by_id == hanna
            handling.assign(report=report, to=None, was=hanna, by=saskia, now=clock.now())
            page = presenters.report_page(saskia, queries.whole(saskia, report.id), now=clock.now())
        assert [step.reason for step in page.steps] == ["", "", "vakantie", ""]
        assert page.steps[2].what.endswith("Hanna")
        assert now_of(world, report).handled_by_id is None
        assert acts(report, "report.assigned") == 2

    def test_what_moved_on_since_the_page_was_opened_is_refused(
        self, world: World, client_of: ClientOf
    ) -> None:
        made.another_officer(world)
        report, _code = made.taken_in(world)
        sent = {"to": str(world.people["hanna"].id), "was": str(world.people["saskia"].id)}
        door = f"/meldingen/{report.id}/toewijzen/"
        assert client_of("saskia").post(door, {**sent, "form_id": "a"}).status_code == 302
        refused = client_of("hanna").post(door, {**sent, "to": "", "form_id": "b"}, headers=ENGLISH)
        assert refused.status_code == 422
        assert "after you opened this page" in refused.content.decode()
        assert str(now_of(world, report).handled_by_id) == sent["to"]

    @pytest.mark.parametrize("login", ["farid", "dennis", "anouk"])
    def test_not_to_who_is_no_officer_here(self, world: World, client_of: ClientOf, login: str) -> None:
        report, _code = made.taken_in(world)
        sent = {"to": str(world.people[login].id), "was": str(world.people["saskia"].id)}
        assert client_of("saskia").post(f"/meldingen/{report.id}/toewijzen/", sent).status_code == 422
        with world.acting("saskia") as saskia, pytest.raises(Refused):
            handling.assign(
                report=report,
                to=world.people[login].id,
                was=saskia.person_id,
                by=saskia,
                now=clock.now(),
            )
        assert now_of(world, report).handled_by_id == world.people["saskia"].id

    def test_a_new_report_is_taken_in_and_not_given(self, world: World) -> None:
        report, _code = made.received(world)
        with world.acting("saskia") as saskia, pytest.raises(Refused):
            handling.assign(report=report, to=saskia.person_id, was=None, by=saskia, now=clock.now())

    def test_the_press_takes_it_on(self, world: World, client_of: ClientOf) -> None:
        made.another_officer(world)
        report, _code = made.taken_in(world)
        page = client_of("hanna").get(f"/meldingen/{report.id}/").content.decode()
        was, me = world.people["saskia"].id, world.people["hanna"].id
        assert f'name="was" value="{was}"' in page and f'name="to" value="{me}"' in page
        sent = {"to": me, "was": was}
        assert client_of("hanna").post(f"/meldingen/{report.id}/toewijzen/", sent).status_code == 302
        assert now_of(world, report).handled_by_id == me


class TestTheFirstLetter:
    def test_it_is_sent_once_and_the_term_is_met(self, world: World, client_of: ClientOf) -> None:
        report, _code = made.taken_in(world)
        door = f"/meldingen/{report.id}/ontvangst/"
        assert client_of("saskia").post(door, {"form_id": "a"}).status_code == 302
        kept = now_of(world, report)
        assert kept.acknowledged_date == clock.now().date()
        assert client_of("saskia").post(door, {"form_id": "b"}).status_code == 422
        with world.acting("saskia") as saskia:
            assert Message.objects.visible_to(saskia).get(report=report).direction == "REPLY"
        assert acts(report, "report.acknowledged") == 1
        assert "ontvangst" not in client_of("saskia").get(f"/meldingen/{report.id}/").content.decode()


class TestAsking:
    def test_the_question_stands_open_until_it_is_answered(self, world: World, client_of: ClientOf) -> None:
        report = made.told_by(world, "esra")
        client = client_of("saskia")
        client.post(f"/meldingen/{report.id}/innemen/")
        sent = {"text": "CANARY-question", "wait": "on"}
        assert client.post(f"/meldingen/{report.id}/vraag/", sent).status_code == 302
        kept = now_of(world, report)
        assert (kept.state, kept.acknowledged_date) == ("WAITING", clock.now().date())
        assert "Open since" in client.get(f"/meldingen/{report.id}/", headers=ENGLISH).content.decode()
        with world.acting("esra") as esra:
            question = Message.objects.of_reporter(esra).get(report=report, direction="QUESTION")
        answer = {"text": "CANARY-answer", "answers": str(question.id)}
        door = f"/meldingen/als-professional/{report.id}/aanvullen/"
        assert client_of("esra").post(door, answer).status_code == 302
        page = client.get(f"/meldingen/{report.id}/", headers=ENGLISH).content.decode()
        assert "CANARY-answer" in page and "Open since" not in page and "Answered" in page
        assert acts(report, "report.asked") == 1

    def test_asking_without_waiting_leaves_the_state(self, world: World) -> None:
        report, _code = made.taken_in(world)
        with world.acting("saskia") as saskia:
            handling.ask(report=report, text="Wie?", wait=False, by=saskia, now=clock.now())
        assert now_of(world, report).state == "TAKEN_IN"

    def test_a_new_report_is_taken_in_first(self, world: World) -> None:
        report, _code = made.received(world)
        with world.acting("saskia") as saskia:
            for text in ("Wie?", "  "):
                with pytest.raises(Refused):
                    handling.ask(report=report, text=text, wait=True, by=saskia, now=clock.now())


class TestSettingApart:
    TOLD = {
        "saw": "Hij gooide een steen. Zij rende weg.",
        "heard": "Hij deed het eerder, zei zij.",
        "think": "Hij is boos.",
        "against": "Hij belde zelf de politie.",
    }

    def door(self, report: Report) -> str:
        return f"/meldingen/{report.id}/signalen/"

    def test_several_sentences_at_once_with_their_nature(self, world: World, client_of: ClientOf) -> None:
        report, _code = made.taken_in(world, **self.TOLD)
        page = client_of("saskia").get(self.door(report)).content.decode()
        assert page.count('name="s') >= 10 and "Zij rende weg." in page
        sent = {
            "s0-take": "on",
            "s0-nature": "OBSERVATION",
            "s1-nature": "OBSERVATION",
            "s4-take": "on",
            "s4-nature": "FACT",
            "s4-contradicts": "on",
            "form_id": "a",
        }
        for _ in range(2):
            assert client_of("saskia").post(self.door(report), sent).status_code == 302
        with world.acting("saskia") as saskia:
            page = presenters.report_page(saskia, queries.whole(saskia, report.id), now=clock.now())
        assert {(each.text, each.nature, each.contradicts) for each in page.signals} == {
            ("Hij gooide een steen.", "OBSERVATION", False),
            ("Hij belde zelf de politie.", "FACT", True),
        }
        assert acts(report, "report.signal_marked") == 2
        again = client_of("saskia").get(self.door(report), headers=ENGLISH).content.decode()
        assert again.count("set apart already") == 2 and 'name="s0-take"' not in again

    @pytest.mark.parametrize(("row", "nature"), [("s2", "FACT"), ("s3", "OBSERVATION")])
    def test_what_was_heard_or_thought_becomes_no_fact_by_itself(
        self, world: World, client_of: ClientOf, row: str, nature: str
    ) -> None:
        report, _code = made.taken_in(world, **self.TOLD)
        sent = {f"{row}-take": "on", f"{row}-nature": nature}
        warned = client_of("saskia").post(self.door(report), sent, headers=ENGLISH)
        assert warned.status_code == 422
        assert f'name="{row}-sure"' in warned.content.decode()
        with world.acting("saskia") as saskia:
            assert not Signal.objects.visible_to(saskia).filter(report=report).exists()
        sure = {**sent, f"{row}-sure": "on"}
        assert client_of("saskia").post(self.door(report), sure).status_code == 302
        with world.acting("saskia") as saskia:
            assert Signal.objects.visible_to(saskia).get(report=report).nature == nature

    def test_nothing_ticked_is_said(self, world: World, client_of: ClientOf) -> None:
        report, _code = made.taken_in(world, **self.TOLD)
        answer = client_of("saskia").post(self.door(report), {"form_id": "x"}, headers=ENGLISH)
        assert answer.status_code == 422
        assert "Tick at least one sentence" in answer.content.decode()

    def test_the_page_asks_for_what_contradicts(self, world: World, client_of: ClientOf) -> None:
        report, _code = made.taken_in(world, **self.TOLD)
        asks = "Nothing here speaks against the worry yet"
        client = client_of("saskia")

        def page() -> str:
            return client.get(f"/meldingen/{report.id}/", headers=ENGLISH).content.decode()

        assert asks not in page()
        client.post(self.door(report), {"s0-take": "on", "s0-nature": "OBSERVATION"})
        assert asks in page()
        client.post(self.door(report), {"s4-take": "on", "s4-nature": "OBSERVATION", "s4-contradicts": "on"})
        assert asks not in page()


@pytest.mark.parametrize("path", ["toewijzen", "ontvangst", "vraag", "signalen"])
@pytest.mark.parametrize("login", ["anouk", "farid", "esra"])
def test_who_has_no_business_here_finds_nothing(
    world: World, client_of: ClientOf, path: str, login: str
) -> None:
    report = made.told_by(world, "esra")
    client, before = client_of(login), bad_input.stored()
    known = client.post(f"/meldingen/{report.id}/{path}/", POSTS.get(path, {}))
    absent = client.post(f"/meldingen/{uuid.uuid4()}/{path}/", POSTS.get(path, {}))
    assert (known.status_code, absent.status_code) == (404, 404)
    assert known.content == absent.content
    assert bad_input.stored() == before
    with world.acting(login) as charlie:
        for act in (
            lambda: handling.assign(report=report, to=None, was=None, by=charlie, now=clock.now()),
            lambda: handling.acknowledge(report=report, text="x", by=charlie, now=clock.now()),
            lambda: handling.ask(report=report, text="x", wait=False, by=charlie, now=clock.now()),
            lambda: handling.set_apart(report=report, signals=[], by=charlie, now=clock.now()),
        ):
            with pytest.raises(NotYours):
                act()


class TestEntering:
    CALL = {"channel": "PHONE", "wants": "BOTH", "naming": "DESK", "saw": "een steen"}

    def test_what_the_caller_wants_stands_with_the_report(self, world: World, client_of: ClientOf) -> None:
        sent = {
            **self.CALL,
            "wishes": "CANARY-not-the-school",
            "callback": "CANARY-after-six",
            "feedback_how": "CANARY-by-phone",
            "no_code": "on",
        }
        client = client_of("saskia")
        kept = client.post("/meldingen/nieuw/", sent, headers=ENGLISH).content.decode()
        assert "wanted no code" in kept and 'class="code"' not in kept
        with world.acting("saskia") as saskia:
            report = Report.objects.visible_to(saskia).get()
        page = client.get(f"/meldingen/{report.id}/", headers=ENGLISH).content.decode()
        assert "The reporter reads no letters here" in page
        for canary in ("CANARY-not-the-school", "CANARY-after-six", "CANARY-by-phone", "no receipt code"):
            assert canary in page

    @pytest.mark.parametrize("channel", ["PUBLIC", "PROFESSIONAL"])
    def test_it_is_no_form_that_others_fill_in(self, client_of: ClientOf, channel: str) -> None:
        sent = {**self.CALL, "channel": channel}
        assert client_of("saskia").post("/meldingen/nieuw/", sent).status_code == 422

    def test_a_draft_is_ones_own_and_goes_when_it_is_sent(self, world: World, client_of: ClientOf) -> None:
        from casustafel.vault.models import DataKey

        made.another_officer(world)
        before = DataKey.objects.count()
        typed = {"saw": "CANARY-half", "channel": "VISIT", "csrfmiddlewaretoken": "geheim"}
        door = "/meldingen/nieuw/"
        assert client_of("saskia").post(f"{door}concept/", typed).json() == {"version": 1}
        assert client_of("saskia").post(f"{door}concept/", typed).json() == {"version": 2}
        assert "CANARY-half" in client_of("saskia").get(door).content.decode()
        assert "CANARY-half" not in client_of("hanna").get(door).content.decode()
        assert client_of("saskia").post(door, {**self.CALL, "saw": ""}).status_code == 422
        assert "CANARY-half" in client_of("saskia").get(door).content.decode()
        assert client_of("saskia").post(door, self.CALL).status_code == 200
        assert "CANARY-half" not in client_of("saskia").get(door).content.decode()
        assert DataKey.objects.count() == before + 1  # that of the report; the one of the draft is gone


def test_no_more_queries_with_letters_files_and_colleagues(world: World, client_of: ClientOf) -> None:
    made.another_officer(world)
    report, _code = made.taken_in(world)
    with world.acting("saskia") as saskia:
        handling.ask(report=report, text="Wie?", wait=True, by=saskia, now=clock.now())
        actions.answer(report=report, text="Dank", by=saskia, now=clock.now())
        assert Step.objects.visible_to(saskia).filter(report=report).count() == 3
    client = client_of("saskia")
    client.get(f"/meldingen/{report.id}/")
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/meldingen/{report.id}/")
    assert bad_input.queries(asked) <= 15


@bad_input.some
@given(path=st.sampled_from(sorted(POSTS)), choose=st.data())
def test_odd_input_in_each_form(world: World, client_of: ClientOf, path: str, choose: st.DataObject) -> None:
    data = choose.draw(spoiled(POSTS[path]))
    with undone():
        report, _code = made.taken_in(world)
        client = client_of("saskia")
        bad_input.is_taken_or_returned(
            lambda data: client.post(f"/meldingen/{report.id}/{path}/", data), data, kept={"text", "reason"}
        )


@bad_input.some
@given(
    data=spoiled({"s0-take": "on", "s0-nature": "FACT", "s1-take": "on", "s1-nature": "", "s1-sure": "on"})
)
def test_odd_input_while_setting_apart(world: World, client_of: ClientOf, data: dict[str, str]) -> None:
    with undone():
        report, _code = made.taken_in(world)
        client = client_of("saskia")
        bad_input.is_taken_or_returned(
            lambda data: client.post(f"/meldingen/{report.id}/signalen/", data), data, kept=set()
        )
