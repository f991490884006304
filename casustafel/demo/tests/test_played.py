"""The demo as somebody finds it who walks in: all of it there, by the same actions as real work."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

import pytest
from django.test import Client

from casustafel.audit.models import UserLine
from casustafel.cases.models import Case, Seat
from casustafel.demo.seeding import lives
from casustafel.demo.stage import Stage
from casustafel.lib import clock
from casustafel.monitoring.models import Closing, Measure, Review
from casustafel.picture.models import Answer, Contribution, Dissent, Round, Statement
from casustafel.plan.models import Commitment, Consent, Goal, Intervention, PlanVersion
from casustafel.reports.models import Report, Signal
from casustafel.table.models import Meeting
from casustafel.triage.models import Weighing
from tests.world import behind_the_wall

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
        closed = [life for life in lives() if "case" not in life and life["intake"]["feedback"]]
        waiting = [life for life in lives() if life["intake"]["way_out"] == "WAITING"]
        assert tally(Report, "state") == {
            "CLOSED": len(closed),
            "WAITING": len(waiting),
            "TO_WEIGHING": 62 - len(closed) - len(waiting),
        }

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
        for number in (62, 37, 12):
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

    def test_no_name_stands_readable_in_the_database(self, played: Stage) -> None:
        sealed = b"".join(bytes(value) for (value,) in rows(Case, "pseudonym"))
        assert len(sealed) > 12 * 20
        assert not any(life["case"]["pseudonym"].encode() in sealed for life in WRITTEN_OUT)

    def test_signals_are_kept_with_their_nature(self, played: Stage) -> None:
        assert len(rows(Signal, "id")) == sum(len(life["signals"]) for life in lives())
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
        born = re.search(r"(\d+)-(\d+)-(\d{4})", page("saskia", f"/meldingen/{report}/"))
        assert born is not None
        day, month, year = map(int, born.groups())
        age = received.year - year - ((received.month, received.day) < (month, day))
        assert age == newest["age_at_report"]

    def test_all_of_it_is_in_the_log(self, played: Stage) -> None:
        with behind_the_wall("postgres"):
            acts = Counter(UserLine.objects.values_list("action", flat=True))
        assert (acts["report.received"], acts["weighing.decided"], acts["case.opened"]) == (62, 37, 12)
