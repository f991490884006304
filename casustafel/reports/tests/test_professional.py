"""Who tells a worry with an account follows it: the letters, and nothing of how it is handled."""

import uuid
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from casustafel.audit.models import UserLine
from casustafel.demo.people import PEOPLE
from casustafel.lib import clock
from casustafel.lib.refusal import NotYours, Refused
from casustafel.reports import actions, deciding, following, policy, queries
from casustafel.reports.models import Message, Report, Signal, Step
from casustafel.reports.tests import given as made
from casustafel.sharing.tests import made as aids
from tests import bad_input
from tests.bad_input import some, spoiled, undone
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]
ENGLISH = {"accept-language": "en"}
HOME = "/meldingen/als-professional/"
FORM = {
    "wants": "BOTH",
    "urgency": "WEEK",
    "organisation": "Reclassering",
    "function": "CANARY-function",
    "known": "twee jaar",
    "signal_1": "CANARY-signal: hij kwam niet",
    "day_1": "2026-01-31",
    "signal_2": "hij stuurde een filmpje",
    "think": "CANARY-opinion",
    "spoken": "ja, vorige week",
    "consent": "REFUSED",
    "around": "CANARY-around",
    "wishes": "meedenken",
    "naming": "PARTNERS",
    "subject_name": "CANARY-name",
    "subject_birth": "1998",
}
logins = st.sampled_from([someone.login for someone in PEOPLE])


def sent(world: World, client_of: ClientOf, **changes: str) -> Report:
    assert client_of("esra").post(f"{HOME}nieuw/", {**FORM, **changes, "form_id": "x"}).status_code == 302
    with world.acting("esra") as esra:
        return Report.objects.of_reporter(esra).get()


class TestTelling:
    def test_facts_stand_apart_from_opinions_with_their_day(self, world: World, client_of: ClientOf) -> None:
        report = sent(world, client_of)
        assert (report.channel, report.entered_by_id) == ("PROFESSIONAL", world.people["esra"].id)
        page = client_of("saskia").get(f"/meldingen/{report.id}/", headers=ENGLISH).content.decode()
        seen, thought = page.index('id="seen"'), page.index('id="thought"')
        assert seen < page.index("31 januari 2026: CANARY-signal") < thought < page.index("CANARY-opinion")
        for told in ("CANARY-function", "CANARY-around", "CANARY-name", "This week is soon enough"):
            assert told in page
        assert "Yes, and the person does not agree" in page

    def test_sent_twice_is_one_report(self, world: World, client_of: ClientOf) -> None:
        sent(world, client_of)
        sent(world, client_of)

    def test_who_wants_advice_only_leaves_no_name(self, world: World, client_of: ClientOf) -> None:
        report = sent(world, client_of, wants="ADVICE")
        assert "CANARY-name" not in client_of("saskia").get(f"/meldingen/{report.id}/").content.decode()

    def test_a_finished_sharing_aid_of_ones_own_goes_along(self, world: World, client_of: ClientOf) -> None:
        aid, other = aids.done(world), aids.done(world, by="bram")
        page = client_of("esra").get(f"{HOME}nieuw/").content.decode()
        assert str(aid.id) in page and str(other.id) not in page
        answer = client_of("esra").post(f"{HOME}nieuw/", {**FORM, "sharing_aid": str(other.id)})
        assert answer.status_code == 422
        report = sent(world, client_of, sharing_aid=str(aid.id))
        page = client_of("saskia").get(f"/meldingen/{report.id}/").content.decode()
        assert aids.REASON in page and aids.WHAT in page and aids.CALLED not in page

    def test_something_must_have_been_seen_or_heard(self, client_of: ClientOf) -> None:
        empty = {**FORM, "signal_1": "", "signal_2": "", "heard": ""}
        answer = client_of("esra").post(f"{HOME}nieuw/", empty, headers=ENGLISH)
        assert answer.status_code == 422
        assert "CANARY-opinion" in answer.content.decode()
        assert (
            client_of("esra").post(f"{HOME}nieuw/", {**empty, "heard": "van een collega"}).status_code == 302
        )

    def test_the_draft_is_there_until_it_is_sent(self, world: World, client_of: ClientOf) -> None:
        typed = {"signal_2": "CANARY-half", "urgency": "LATER"}
        assert client_of("esra").post(f"{HOME}nieuw/concept/", typed).json() == {"version": 1}
        assert "CANARY-half" in client_of("esra").get(f"{HOME}nieuw/").content.decode()
        assert "CANARY-half" not in client_of("bram").get(f"{HOME}nieuw/").content.decode()
        sent(world, client_of)
        assert "CANARY-half" not in client_of("esra").get(f"{HOME}nieuw/").content.decode()


class TestFollowing:
    def test_letters_yes_signals_steps_and_own_story_no(self, world: World, client_of: ClientOf) -> None:
        report = sent(world, client_of)
        with world.acting("saskia") as saskia:
            mine = queries.get(saskia, report.id)
            actions.take_in(report=mine, by=saskia, now=clock.now())
            text = {"text": "CANARY-apart", "nature": "FACT", "observed_date": None, "contradicts": False}
            actions.mark_signal(report=mine, **text, by=saskia, now=clock.now())
            actions.answer(report=mine, text="CANARY-answer", by=saskia, now=clock.now())
            deciding.decide(report=mine, way_out="ADVICE", reason="CANARY-why", by=saskia, now=clock.now())
        page = client_of("esra").get(f"{HOME}{report.id}/", headers=ENGLISH).content.decode()
        assert "CANARY-answer" in page and "We gave advice." in page
        for hidden in ("CANARY-apart", "CANARY-why", "CANARY-name", "Saskia"):
            assert hidden not in page
        with world.acting("esra") as esra:
            assert not Signal.objects.behind_the_second_wall().filter(report=report).exists()
            assert not Step.objects.behind_the_second_wall().filter(report=report).exists()
            assert not Report.objects.visible_to(esra).exists()
        with behind_the_wall("postgres"):
            read = UserLine.objects.filter(scope_id=report.id, action="vault.read")
            assert world.people["esra"].id in {line.actor_id for line in read}

    def test_a_question_stands_on_today_until_it_is_answered(self, world: World, client_of: ClientOf) -> None:
        from casustafel.reports import handling

        report = sent(world, client_of)
        with world.acting("saskia") as saskia:
            mine = queries.get(saskia, report.id)
            actions.take_in(report=mine, by=saskia, now=clock.now())
            asked = handling.ask(report=mine, text="Wie zei dat?", wait=True, by=saskia, now=clock.now())
        today = "The reporting point asks you something"
        assert today in client_of("esra").get("/", headers=ENGLISH).content.decode()
        assert str(asked.id) in client_of("esra").get(f"{HOME}{report.id}/").content.decode()
        answer = {"text": "mijn collega", "answers": str(asked.id)}
        assert client_of("esra").post(f"{HOME}{report.id}/aanvullen/", answer).status_code == 302
        assert today not in client_of("esra").get("/", headers=ENGLISH).content.decode()
        with world.acting("saskia") as saskia:
            letter = Message.objects.visible_to(saskia).get(report=report, direction="FROM_REPORTER")
            assert letter.answers_id == asked.id

    def test_taking_back_marks_it_once_and_keeps_it(self, world: World, client_of: ClientOf) -> None:
        report, door = sent(world, client_of), ""
        door = f"{HOME}{report.id}/intrekken/"
        assert client_of("esra").post(door, {"reason": " "}).status_code == 422
        assert client_of("esra").post(door, {"reason": "CANARY-film", "form_id": "a"}).status_code == 302
        assert client_of("esra").post(door, {"reason": "nog eens", "form_id": "b"}).status_code == 422
        page = client_of("saskia").get(f"/meldingen/{report.id}/", headers=ENGLISH).content.decode()
        assert "The reporter took this report back" in page and "CANARY-film" in page
        with world.acting("saskia") as saskia:
            kept = queries.get(saskia, report.id)
        assert (kept.state, kept.withdrawn_date) == ("RECEIVED", clock.now().date())

    @pytest.mark.parametrize("path", ["", "aanvullen/", "intrekken/"])
    @pytest.mark.parametrize("login", ["bram", "saskia", "anouk", "dennis"])
    def test_it_is_nobody_elses(self, world: World, client_of: ClientOf, login: str, path: str) -> None:
        report = made.told_by(world, "esra")
        client, before = client_of(login), bad_input.stored()
        call = client.post if path else client.get
        known, absent = call(f"{HOME}{report.id}/{path}"), call(f"{HOME}{uuid.uuid4()}/{path}")
        assert (known.status_code, absent.status_code) == (404, 404)
        assert known.content == absent.content and bad_input.stored() == before
        with world.acting(login) as charlie:
            for act in (
                lambda: following.add(report=report, text="x", by=charlie, now=clock.now()),
                lambda: following.take_back(report=report, reason="x", by=charlie, now=clock.now()),
            ):
                with pytest.raises(NotYours):
                    act()

    def test_a_question_of_another_report_is_not_answered_here(
        self, world: World, client_of: ClientOf
    ) -> None:
        mine, other = made.told_by(world, "esra"), made.told_by(world, "bram")
        with world.acting("saskia") as saskia:
            asked = actions.answer(report=other, text="hallo", by=saskia, now=clock.now())
        sent = {"text": "antwoord", "answers": str(asked.id)}
        assert client_of("esra").post(f"{HOME}{mine.id}/aanvullen/", sent).status_code == 302
        with world.acting("esra") as esra:
            letter = Message.objects.of_reporter(esra).get(report=mine)
            assert letter.answers_id is None

    def test_empty_words_are_refused(self, world: World) -> None:
        report = made.told_by(world, "esra")
        with world.acting("esra") as esra, pytest.raises(Refused):
            following.add(report=report, text=" ", by=esra, now=clock.now())


def test_the_list_holds_ones_own_and_as_many_queries(world: World, client_of: ClientOf) -> None:
    client = client_of("esra")
    assert "You told us nothing yet" in client.get(HOME, headers=ENGLISH).content.decode()
    mine, other = made.told_by(world, "esra"), made.told_by(world, "bram")
    client.get(HOME)
    with CaptureQueriesContext(connection) as one:
        page = client.get(HOME).content.decode()
    assert str(mine.id) in page and str(other.id) not in page and "CANARY" not in page
    for _ in range(5):
        made.told_by(world, "esra")
    with CaptureQueriesContext(connection) as many:
        client.get(HOME)
    assert bad_input.queries(one) == bad_input.queries(many) <= 12


@some
@given(login=logins, channel=st.sampled_from(["PROFESSIONAL", "PHONE"]))
def test_who_follows_a_report_is_who_finds_it(world: World, login: str, channel: str) -> None:
    with undone():
        report = made.told_by(world, "saskia", channel=channel)
        with world.acting("saskia") as saskia:
            actions.answer(report=report, text="hallo", by=saskia, now=clock.now())
        with world.acting(login) as viewer:
            may = policy.can_follow(viewer, report)
            assert Report.objects.of_reporter(viewer).filter(pk=report.pk).exists() == may
            assert Message.objects.of_reporter(viewer).filter(report=report).exists() == may
            wall = Report.objects.behind_the_second_wall().filter(pk=report.pk).exists()
            assert wall == (may or policy.can_handle(viewer, report))
        assert may == (login == "saskia" and channel == "PROFESSIONAL")


@some
@given(data=spoiled(FORM))
def test_odd_input_while_telling(client_of: ClientOf, data: dict[str, str]) -> None:
    client = client_of("esra")
    with undone():
        bad_input.is_taken_or_returned(
            lambda data: client.post(f"{HOME}nieuw/", data), data, kept={"signal_1", "think", "day_1"}
        )


@some
@given(
    page=st.sampled_from(["aanvullen", "intrekken"]),
    data=spoiled({"text": "x", "reason": "y", "answers": ""}),
)
def test_odd_input_while_following(
    world: World, client_of: ClientOf, page: str, data: dict[str, str]
) -> None:
    with undone():
        report, client = made.told_by(world, "esra"), client_of("esra")
        kept = {"text"} if page == "aanvullen" else {"reason"}
        bad_input.is_taken_or_returned(
            lambda data: client.post(f"{HOME}{report.id}/{page}/", data), data, kept=kept
        )
