"""The ways out: refused, done, logged, and once."""

from datetime import date, timedelta
from typing import Any

import pytest

from casustafel.audit.models import UserLine
from casustafel.lib import clock
from casustafel.lib.refusal import NotYours, Refused
from casustafel.parties import terms
from casustafel.reports import actions, deciding, deciding_presenters, deciding_queries, queries
from casustafel.reports.models import HandingOn, Message, Report, SecondLook, Step
from casustafel.reports.tests import given as made
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
TODAY = date.today()


def of(world: World, report: Report) -> Report:
    with world.acting("saskia") as saskia:
        return queries.get(saskia, report.id)


def steps(report: Report) -> list[str]:
    """Without the first, of which the hour was not kept."""
    with behind_the_wall("postgres"):
        rows = Step.objects.behind_the_second_wall().filter(report=report).order_by("at", "id")
        return list(rows.exclude(kind="received").values_list("kind", flat=True))


def logged(report: Report, action: str) -> int:
    with behind_the_wall("postgres"):
        return UserLine.objects.filter(scope_id=report.id, action=action).count()


def act(world: World, login: str, action: Any, **given: Any) -> Any:
    with world.acting(login) as viewer:
        return action(**given, by=viewer, now=clock.now())


class TestAdviceAndWaiting:
    def test_advice_may_go_with_the_letter_that_gives_it(self, world: World) -> None:
        report, _code = made.taken_in(world)
        told = {"way_out": "ADVICE", "reason": "dit kan de school zelf"}
        act(world, "saskia", deciding.decide, report=report, letter="Praat met hem.", **told)
        assert of(world, report).state == "ADVICE"
        with behind_the_wall("postgres"):
            letter = Message.objects.behind_the_second_wall().get(report=report)
        assert letter.direction == "REPLY" and letter.for_reporter

    @pytest.mark.parametrize("until", [None, TODAY, TODAY - timedelta(days=1)])
    def test_waiting_ends_on_a_day_that_is_to_come(self, world: World, until: date | None) -> None:
        report, _code = made.taken_in(world)
        with pytest.raises(Refused) as refused:
            act(world, "saskia", deciding.decide, report=report, way_out="WAITING", reason="x", until=until)
        assert refused.value.field == "until"

    def test_waiting_says_until_when_and_a_decision_ends_it(self, world: World) -> None:
        report, _code = made.taken_in(world)
        until = TODAY + timedelta(days=7)
        told: dict[str, Any] = {"report": report, "reason": "school belt"}
        act(world, "saskia", deciding.decide, way_out="WAITING", until=until, **told)
        assert of(world, report).wait_until_date == until
        act(world, "saskia", deciding.decide, way_out="ADVICE", **told)
        assert of(world, report).wait_until_date is None
        with pytest.raises(Refused):
            act(world, "saskia", deciding.decide, way_out="ADVICE", **told)
        assert logged(report, "report.decided") == 2

    @pytest.mark.parametrize("way_out", ["OTHER_ROUTE", "PROPOSED", "UNFORWARDED", "CLOSED"])
    def test_what_asks_more_than_a_reason_is_no_decision_with_a_reason(
        self, world: World, way_out: str
    ) -> None:
        report, _code = made.taken_in(world)
        with pytest.raises(ValueError):
            act(world, "saskia", deciding.decide, report=report, way_out=way_out, reason="zomaar")


class TestOtherRoute:
    def test_it_reads_back_to_whom_what_and_on_which_ground(self, world: World) -> None:
        report, _code = made.taken_in(world)
        act(world, "saskia", deciding.hand_on, report=report, handing=made.handing())
        act(
            world,
            "saskia",
            deciding.hand_on,
            report=report,
            handing=made.handing(route="SCHOOL", consent=False, to="mentor"),
        )
        with world.acting("saskia") as saskia:
            found = queries.get(saskia, report.id)
            file = deciding_queries.ways(saskia, found)
            ways = deciding_presenters.ways(saskia, found, file, now=clock.now())
        assert found.state == "OTHER_ROUTE"
        assert [(each.to, each.consent) for each in ways.handings] == [
            ("CANARY-to: wijkteam Oost", True),
            ("mentor", False),
        ]
        assert "CANARY-what" in ways.handings[0].what and ways.handings[0].who
        assert logged(report, "report.handed_on") == 2
        with behind_the_wall("postgres"):
            row = HandingOn.objects.behind_the_second_wall().first()
        assert b"CANARY" not in bytes(row.to) + bytes(row.what) + bytes(row.reason)

    @pytest.mark.parametrize("field", ["to", "what", "reason"])
    def test_each_of_it_is_said(self, world: World, field: str) -> None:
        report, _code = made.taken_in(world)
        with pytest.raises(Refused) as refused:
            act(world, "saskia", deciding.hand_on, report=report, handing=made.handing(**{field: " "}))
        assert refused.value.field == field
        assert of(world, report).state == "TAKEN_IN"

    def test_a_note_is_added_and_nothing_is_undone(self, world: World) -> None:
        report, _code = made.taken_in(world)
        act(world, "saskia", deciding.hand_on, report=report, handing=made.handing())
        act(world, "saskia", deciding.add_note, report=report, text="het gesprek ging goed")
        with pytest.raises(Refused):
            act(world, "saskia", deciding.add_note, report=report, text=" ")
        assert steps(report)[-1] == "noted" and logged(report, "report.noted") == 1


class TestNotForwarding:
    ASK = {"grounds": ["HELPED"], "reason": "de huisarts helpt"}

    def ask(self, world: World, report: Report, asked: str = "marloes", **changed: Any) -> SecondLook:
        told = {**self.ASK, **changed, "asked": world.people[asked]}
        return act(world, "saskia", deciding.propose_not_forwarding, report=report, **told)

    @pytest.mark.parametrize("asked", ["farid", "saskia", "joyce", "anouk", "bram"])
    def test_the_second_works_elsewhere_and_may_look_along(self, world: World, asked: str) -> None:
        """Farid is of the same municipality, Joyce and Bram have another role, Anouk works elsewhere."""
        report, _code = made.taken_in(world)
        with pytest.raises(Refused) as refused:
            self.ask(world, report, asked)
        assert refused.value.field == "asked"
        assert of(world, report).state == "TAKEN_IN"

    @pytest.mark.parametrize("grounds", [[], ["NO_IDEOLOGY"]])
    def test_no_visible_ideology_is_never_enough(self, world: World, grounds: list[str]) -> None:
        report, _code = made.taken_in(world)
        with pytest.raises(Refused) as refused:
            self.ask(world, report, grounds=grounds)
        assert refused.value.field == "grounds"

    def test_agreed_its_short_term_begins(self, world: World) -> None:
        report = made.unforwarded(world)
        due = terms.due(report.partnership_id, "REPORT_RETENTION_NOT_FORWARDED", TODAY)
        assert (report.state, report.destroy_date) == ("UNFORWARDED", due)
        assert steps(report)[-2:] == ["proposed", "second.agreed"]
        assert logged(report, "report.second_look_asked") == 1
        assert logged(report, "report.second_look_answered") == 1

    def test_not_agreed_the_officer_has_it_back_with_the_reason(self, world: World) -> None:
        report, look = made.proposed(world)
        told = {"answer": "DISAGREED", "reason": "vraag eerst de school"}
        act(world, "marloes", deciding.answer_second_look, look=look, **told)
        with world.acting("saskia") as saskia:
            found = queries.get(saskia, report.id)
            file = deciding_queries.ways(saskia, found)
            ways = deciding_presenters.ways(saskia, found, file, now=clock.now())
        assert (found.state, found.destroy_date) == ("TAKEN_IN", None)
        assert ways.last_answer and ways.last_answer.answer_reason == "vraag eerst de school"
        assert ways.may_propose and self.ask(world, found, "pieterjan").answer == ""

    def test_the_answer_is_given_once_and_by_who_was_asked(self, world: World) -> None:
        _report, look = made.proposed(world)
        told = {"look": look, "answer": "AGREED", "reason": "zo is het"}
        for login in ("saskia", "farid", "pieterjan", "anouk"):
            with pytest.raises(NotYours):
                act(world, login, deciding.answer_second_look, **told)
        with pytest.raises(Refused):
            act(world, "marloes", deciding.answer_second_look, **{**told, "reason": " "})
        act(world, "marloes", deciding.answer_second_look, **told)
        with pytest.raises(NotYours):
            act(world, "marloes", deciding.answer_second_look, **told)

    def test_taken_back_the_second_person_is_asked_no_more(self, world: World) -> None:
        report, look = made.proposed(world)
        act(world, "saskia", deciding.withdraw_proposal, report=report, reason="iets nieuws")
        with pytest.raises(NotYours):
            act(world, "marloes", deciding.answer_second_look, look=look, answer="AGREED", reason="ja")
        with pytest.raises(Refused):
            act(world, "saskia", deciding.withdraw_proposal, report=report, reason="nog eens")
        assert of(world, report).state == "TAKEN_IN" and logged(report, "report.second_look_withdrawn") == 1

    def test_neither_while_asked_nor_after_it_is_taken_in_as_if_it_were_new(self, world: World) -> None:
        for report in (made.proposed(world)[0], made.unforwarded(world)):
            with pytest.raises(Refused):
                act(world, "saskia", actions.take_in, report=report)
            assert of(world, report).state == report.state

    def test_something_new_opens_it_again_and_stops_its_term(self, world: World) -> None:
        report = made.unforwarded(world)
        act(world, "saskia", deciding.give_feedback, report=report, text="", reason="niets")
        act(world, "saskia", deciding.reopen, report=report, reason="een tweede melding")
        found = of(world, report)
        assert (found.state, found.destroy_date, found.feedback_date) == ("TAKEN_IN", None, None)
        with pytest.raises(Refused):
            act(world, "saskia", deciding.reopen, report=report, reason="nog eens")
        assert logged(report, "report.reopened") == 1


class TestFeedbackAndTheEnd:
    def test_told_later_it_stays_due_and_blocks_the_end(self, world: World) -> None:
        report, _code = made.advised(world)
        later = TODAY + timedelta(days=5)
        told: dict[str, Any] = {"report": report, "reason": "eerst praat de school"}
        act(world, "saskia", deciding.give_feedback, text="", later=later, **told)
        assert (of(world, report).feedback_by_date, of(world, report).feedback_date) == (later, None)
        with pytest.raises(Refused):
            act(world, "saskia", deciding.close, report=report, reason="klaar")
        act(world, "saskia", deciding.give_feedback, text="Dank u wel.", **told)
        assert of(world, report).feedback_date == TODAY
        assert steps(report)[-2:] == ["feedback_later", "feedback"]

    @pytest.mark.parametrize(
        ("text", "later", "field"), [("nu al", 5, "text"), ("", 0, "later"), ("", -3, "later")]
    )
    def test_what_is_told_later_is_written_later(
        self, world: World, text: str, later: int, field: str
    ) -> None:
        report, _code = made.advised(world)
        day = TODAY + timedelta(days=later)
        with pytest.raises(Refused) as refused:
            act(world, "saskia", deciding.give_feedback, report=report, text=text, reason="x", later=day)
        assert refused.value.field == field

    def test_closed_its_term_begins(self, world: World) -> None:
        report, _code = made.advised(world)
        act(world, "saskia", deciding.give_feedback, report=report, text="", reason="niets")
        act(world, "saskia", deciding.close, report=report, reason="klaar")
        due = terms.due(report.partnership_id, "REPORT_RETENTION_CLOSED", TODAY)
        assert of(world, report).destroy_date == due

    def test_what_was_not_forwarded_keeps_its_shorter_term(self, world: World) -> None:
        report = made.unforwarded(world)
        with pytest.raises(Refused):
            act(world, "saskia", deciding.close, report=report, reason="klaar")
        act(world, "saskia", deciding.give_feedback, report=report, text="", reason="niets")
        act(world, "saskia", deciding.close, report=report, reason="klaar")
        assert (of(world, report).state, of(world, report).destroy_date) == ("CLOSED", report.destroy_date)


@pytest.mark.parametrize("login", ["anouk", "farid", "marloes"])
def test_the_ways_out_are_for_officers_of_this_reporting_point(world: World, login: str) -> None:
    """Also while Marloes looks along."""
    report, _look = made.proposed(world)
    acts = [
        (deciding.hand_on, {"handing": made.handing()}),
        (deciding.add_note, {"text": "x"}),
        (deciding.withdraw_proposal, {"reason": "x"}),
        (deciding.reopen, {"reason": "x"}),
        (deciding.give_feedback, {"text": "x", "reason": "x"}),
        (deciding.close, {"reason": "x"}),
    ]
    before = steps(report)
    for action, told in acts:
        with pytest.raises(NotYours):
            act(world, login, action, report=report, **told)
    assert steps(report) == before
