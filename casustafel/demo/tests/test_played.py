"""The demo as somebody finds it who walks in: all of it there, by the same actions as real work."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

import pytest
from django.test import Client

from casustafel.audit.models import UserLine
from casustafel.cases.models import Case, Seat
from casustafel.deciding.models import Decision, Expectation, Impasse, Objection
from casustafel.demo.desk import lying
from casustafel.demo.seeding import lives
from casustafel.demo.stage import Stage
from casustafel.lib import clock
from casustafel.monitoring.models import Closing, Measure, Review
from casustafel.picture.models import Answer, Contribution, Dissent, Round, Statement
from casustafel.plan.models import Commitment, Consent, Goal, Intervention, PlanVersion
from casustafel.reports.models import HandingOn, Report, SamePerson, SecondLook, Signal
from casustafel.sharing.models import Aid
from casustafel.table.models import Meeting
from casustafel.triage.models import Weighing
from tests.world import behind_the_wall

REPORTS = 62 + len(lying())
WRITTEN_OUT = [life for life in lives() if "case" in life]


def rows(model: Any, *columns: str, **only: Any) -> list[Any]:
    with behind_the_wall("postgres"):
        return list(model.objects.behind_the_second_wall().filter(**only).values_list(*columns))


def tally(model: Any, column: str) -> dict[str, int]:
    return dict(Counter(value for (value,) in rows(model, column)))


def page(login: str, address: str) -> str:
    client = Client()
    client.post("/demo/inloggen/", {"login": login})
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def cases() -> Iterable[Any]:
    return [row for (row,) in rows(Case, "id")]


class TestTheRoad:
    def test_reports_stand_where_their_story_ends(self, played: Stage) -> None:
        told = [life for life in lives() if "case" not in life and life["intake"]["feedback"]]
        ways = Counter(life["intake"]["way_out"] for life in lives())
        closed = len(told) - ways["UNFORWARDED"]
        open_here = {way: ways[way] for way in ("WAITING", "PROPOSED", "UNFORWARDED")}
        assert tally(Report, "state") == {
            **open_here,
            "RECEIVED": sum("handled_by" not in told for told in lying()),
            "TAKEN_IN": sum("handled_by" in told and "question" not in told for told in lying()),
            "CLOSED": closed,
            "WAITING": open_here["WAITING"] + sum("question" in told for told in lying()),
            "TO_WEIGHING": 62 - closed - sum(open_here.values()),
        }
        assert ways["PROPOSED"] == ways["UNFORWARDED"] == 1

    def test_other_routes_say_what_was_handed_on_and_two_reports_stand_beside_each_other(
        self, played: Stage
    ) -> None:
        routes = sum(life["intake"]["way_out"] == "OTHER_ROUTE" for life in lives())
        assert len(rows(HandingOn, "id")) == routes == 8
        assert rows(SamePerson, "same") == [(True,)]
        assert len(rows(SecondLook, "id")) == 2

    def test_weighings_are_decided_each_way(self, played: Stage) -> None:
        assert tally(Weighing, "state") == {"DECIDED": 25, "TAKEN_UP": 12}

    def test_cases_run_at_every_level_and_some_are_closed(self, played: Stage) -> None:
        closed = sum("closing" in life for life in WRITTEN_OUT)
        assert tally(Case, "state") == {"CLOSED": closed, "OPEN": 12 - closed}
        assert len(tally(Case, "level")) == 3
        assert len(rows(Closing, "id")) == closed

    @pytest.mark.parametrize(
        ("login", "address"), [("elisabeth", "/inzicht/caseload/"), ("ruben", "/inzicht/cijfers/")]
    )
    def test_the_funnel_shows_the_published_year(self, played: Stage, login: str, address: str) -> None:
        shown = page(login, address)
        for number in (REPORTS, 37, 12):
            assert f'">{number}</td>' in shown

    def test_nothing_lies_ahead_that_has_already_been_recorded(self, played: Stage) -> None:
        now = clock.now()
        moments = [
            (Contribution, "made_at"),
            (Round, "concluded_at"),
            (Review, "held_at"),
            (Meeting, "ended_at"),
        ]
        for model, column in moments:
            assert all(at is None or at <= now for (at,) in rows(model, column)), column
        assert max(day for (day,) in rows(Report, "received_date")) <= now.date()

    def test_what_is_due_lies_ahead_of_the_cases_that_run(self, played: Stage) -> None:
        due = [day for (day,) in rows(Commitment, "due_date", state="OPEN")]
        assert any(day > clock.now().date() for day in due)


class TestTheTwelve:
    @pytest.mark.parametrize("kept", [Contribution, Statement, Round, Answer, Goal, Intervention, Commitment])
    def test_each_has_some(self, played: Stage, kept: Any) -> None:
        assert {row for (row,) in rows(kept, "case")} == set(cases())

    @pytest.mark.parametrize("kept", [Review, Measure, Seat, Consent, PlanVersion])
    def test_each_was_agreed_and_looked_back_on(self, played: Stage, kept: Any) -> None:
        assert {row for (row,) in rows(kept, "case")} == set(cases())

    def test_there_is_dissent_and_every_round_has_ended(self, played: Stage) -> None:
        told = sum(len(j.get("dissent", ())) for life in WRITTEN_OUT for j in life["judgements"])
        assert len(rows(Dissent, "id")) == told > 0
        assert set(tally(Round, "state")) == {"CONCLUDED"}

    def test_reviews_went_different_ways(self, played: Stage) -> None:
        assert set(tally(Review, "decision")) == {"CONTINUE", "ADJUST", "SCALE_UP", "SCALE_DOWN"}

    def test_one_table_decided_and_one_does_not_get_further(self, played: Stage) -> None:
        assert tally(Decision, "state") == {"DECIDED": 1, "PROPOSED": 1}
        assert tally(Objection, "state") == {"MET": 1, "IMPASSE": 1}
        [(until, ended)] = rows(Impasse, "until_date", "ended_at")
        assert until > clock.now().date() and ended is None
        assert set(tally(Expectation, "state")) == {"ASKED", "ACCEPTED", "DECLINED", "DONE"}

    def test_no_name_stands_readable_in_the_database(self, played: Stage) -> None:
        sealed = b"".join(bytes(value) for (value,) in rows(Case, "pseudonym"))
        assert len(sealed) > 12 * 20
        assert not any(life["case"]["pseudonym"].encode() in sealed for life in WRITTEN_OUT)

    def test_signals_are_kept_with_their_nature(self, played: Stage) -> None:
        assert len(rows(Signal, "id")) == sum(len(life.get("signals", ())) for life in [*lives(), *lying()])
        assert set(tally(Signal, "nature")) >= {"FACT", "OBSERVATION", "HEARSAY", "INTERPRETATION", "FEELING"}


class TestWhoSeesIt:
    def test_somebody_of_another_partnership_finds_an_empty_house(self, played: Stage) -> None:
        for address in ("/meldingen/?state=ALL", "/weging/?state=ALL", "/casussen/?state=ALL"):
            shown = page("anouk", address)
            assert not any(life["case"]["pseudonym"] in shown for life in WRITTEN_OUT)
            assert "<tbody" not in shown

    def test_the_case_director_finds_all_twelve(self, played: Stage) -> None:
        shown = page("thijs", "/casussen/?state=ALL")
        assert all(life["case"]["pseudonym"] in shown for life in WRITTEN_OUT)

    def test_a_participant_finds_those_with_a_seat_and_no_other(self, played: Stage) -> None:
        shown = page("esra", "/casussen/?state=ALL")
        for life in WRITTEN_OUT:
            assert (life["case"]["pseudonym"] in shown) is ("PROBATION" in life["case"]["seats"])

    def test_the_report_says_the_age_of_the_story_whenever_the_demo_is_made(self, played: Stage) -> None:
        newest = max(lives(), key=lambda life: life["report"]["day"])
        received = played.day(newest["report"]["day"])
        ((report,),) = rows(Report, "id", received_date=received)
        words = re.sub(r"<[^>]*>", " ", page("saskia", f"/meldingen/{report}/"))
        born = re.search(r"\b(\d+)-(\d+)-(\d{4})\b", words)
        assert born is not None
        day, month, year = map(int, born.groups())
        age = received.year - year - ((received.month, received.day) < (month, day))
        assert age == newest["age_at_report"]

    def test_all_of_it_is_in_the_log(self, played: Stage) -> None:
        with behind_the_wall("postgres"):
            acts = Counter(UserLine.objects.values_list("action", flat=True))
        assert (acts["report.received"], acts["weighing.decided"], acts["case.opened"]) == (REPORTS, 37, 12)


def test_a_statement_was_put_right_and_one_organisation_did_not_say_so_yet(played: Stage) -> None:
    assert "Niet op tijd bevestigd" in page("marloes", "/casussen/correcties/?box=SENT")
    assert "Bevestigen" in page("pieterjan", "/casussen/correcties/")
    assert "Niets te bevestigen" in page("bram", "/casussen/correcties/")


def test_two_sharing_aids_one_finished_and_one_half_way(played: Stage) -> None:
    assert tally(Aid, "state") == {"DONE": 1, "DRAFT": 1}
    assert "Deels delen" in page("nienke", "/deelwijzer/?state=DONE")
    assert "Gesprek na het meldpunt van maandag" in page("esra", "/deelwijzer/")
