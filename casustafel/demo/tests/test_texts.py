"""The lives as they are written: complete, of their own, and nobody who exists."""

from difflib import SequenceMatcher
from itertools import combinations
from typing import Any

import pytest

from casustafel.demo.people import PEOPLE
from casustafel.demo.seeding import lives
from casustafel.demo.stage import AT_TABLE, AT_WEIGHING
from casustafel.method import model
from casustafel.plan import rules

Life = dict[str, Any]

# The published year of the Rotterdam reporting point (MAR) in 2015: 36 new reports and 26 carried over from
# the year before; 37 went to the triage team; 12 were serious and were taken up.
NEW, CARRIED_OVER, WEIGHED, TAKEN_UP = 36, 26, 37, 12

LIVES = lives()
WRITTEN_OUT = [life for life in LIVES if "case" in life]
# Some of the table speak, the others agree.
IN_SHORT = {"OTHER_PERSON", "AGAINST"}
EVERY = pytest.mark.parametrize("life", LIVES, ids=lambda life: life["key"])
EACH_CASE = pytest.mark.parametrize("life", WRITTEN_OUT, ids=lambda life: life["key"])
ASKED = ("saw", "when_where", "heard", "think", "against", "protects", "done")
# Seldom shared by two texts that were each thought out; a copy with the names changed shares far more.
SHARED_AT_MOST = 0.12
WORDS_IN_A_ROW = 4


def told(life: Life) -> str:
    """What makes this life this one: the report, the letters and the weighing."""
    parts = [life["report"][name] for name in ASKED]
    parts += [life["intake"][name] for name in ("reply", "reason", "feedback")]
    parts += [life["weighing"]["summary"]] if "weighing" in life else []
    return " ".join(parts)


def shingles(text: str) -> set[tuple[str, ...]]:
    words = "".join(sign if sign.isalnum() else " " for sign in text.lower()).split()
    return {tuple(words[n : n + WORDS_IN_A_ROW]) for n in range(len(words) - WORDS_IN_A_ROW + 1)}


def shared(one: str, other: str) -> float:
    """The part of the shorter text's runs of four words that stand in the other as well."""
    first, second = shingles(one), shingles(other)
    return len(first & second) / (min(len(first), len(second)) or 1)


def statements(life: Life) -> list[Life]:
    return [said for contribution in life["contributions"] for said in contribution["statements"]]


class TestThePublishedYear:
    def test_as_many_reports_weighings_and_cases(self) -> None:
        carried = [life for life in LIVES if life["report"]["carried_over"]]
        assert len(LIVES) == NEW + CARRIED_OVER
        assert len(carried) == CARRIED_OVER
        assert sum("weighing" in life for life in LIVES) == WEIGHED
        assert len(WRITTEN_OUT) == TAKEN_UP

    def test_carried_over_is_what_came_in_before_the_year_began(self) -> None:
        for life in LIVES:
            assert life["report"]["carried_over"] == (life["report"]["day"] < -365), life["key"]

    def test_the_rest_is_advised_accompanied_or_waits(self) -> None:
        rest = [life["intake"]["way_out"] for life in LIVES if "weighing" not in life]
        assert len(rest) == NEW + CARRIED_OVER - WEIGHED
        assert set(rest) == {"ADVICE", "OTHER_ROUTE", "PROPOSED", "UNFORWARDED", "WAITING"}


class TestEveryLife:
    @EVERY
    def test_is_told_in_at_least_a_paragraph(self, life: Life) -> None:
        report, intake = life["report"], life["intake"]
        assert len(report["saw"].split()) >= 30
        assert all(report[name].strip() for name in ("when_where", "think", "against", "protects", "done"))
        assert len(intake["reply"].split()) >= 25 and intake["reason"].strip()

    @EVERY
    def test_what_was_seen_is_kept_apart_from_what_was_thought_and_something_speaks_against(
        self, life: Life
    ) -> None:
        natures = {signal["nature"] for signal in life["signals"]}
        assert natures & {"FACT", "OBSERVATION"}
        assert any(signal["contradicts"] for signal in life["signals"])

    @EVERY
    def test_the_days_follow_each_other(self, life: Life) -> None:
        days = [life["report"]["day"], life["intake"]["day"]]
        if "weighing" in life:
            days.append(life["weighing"]["day"])
        if "case" in life:
            days += [life["case"]["day"], *(meeting["day"] for meeting in life["meetings"])]
        assert days == sorted(days) and days[-1] <= 0
        assert all(signal.get("observed", days[0]) <= days[1] for signal in life["signals"])

    @EVERY
    def test_nobody_outgrows_the_age_of_the_story(self, life: Life) -> None:
        born = life["person"].get("born")
        if born is not None:
            assert int((life["report"]["day"] - born) / 365.2425) == life["age_at_report"]

    def test_who_wants_advice_only_leaves_no_name_behind(self) -> None:
        advised = [life for life in LIVES if life["report"]["wants"] == "ADVICE"]
        assert advised and all(life["person"] == {"name": ""} for life in advised)

    def test_no_two_are_alike(self) -> None:
        texts = [(life["key"], told(life)) for life in LIVES]
        pairs = combinations(texts, 2)
        assert [(a, b) for (a, one), (b, other) in pairs if shared(one, other) > SHARED_AT_MOST] == []

    def test_nor_is_one_the_other_with_some_words_changed(self) -> None:
        seen = [life["report"]["saw"] for life in LIVES]
        close = [pair for pair in combinations(seen, 2) if SequenceMatcher(None, *pair).quick_ratio() > 0.9]
        assert [pair for pair in close if SequenceMatcher(None, *pair).ratio() > 0.5] == []

    def test_a_copy_with_another_name_is_seen(self) -> None:
        text = told(LIVES[0])
        assert shared(text, text.replace("leerling", "scholier")) > SHARED_AT_MOST


class TestAllOfThemTogether:
    def test_every_current_of_thought_none_and_unknown(self) -> None:
        known = {life["phenomenon"] for life in LIVES}
        assert known >= {"RIGHT", "LEFT", "JIHADIST", "ANTI_GOVERNMENT", "MISOGYNY", "MIXED"}
        assert known >= {"NONE", "UNKNOWN", "OTHER"}
        assert len({life["phenomenon"] for life in WRITTEN_OUT}) >= 6

    def test_no_current_is_most_of_them(self) -> None:
        for current in {life["phenomenon"] for life in LIVES}:
            assert sum(life["phenomenon"] == current for life in LIVES) < len(LIVES) / 4

    def test_children_the_young_the_grown_and_the_old(self) -> None:
        ages = [life["age_at_report"] for life in LIVES]
        for low, high in ((0, 14), (15, 17), (18, 25), (26, 45), (46, 65), (66, 100)):
            assert sum(low <= age <= high for age in ages) >= 3, (low, high)

    def test_women_and_men(self) -> None:
        """By the word for them in the weighing or the report; a text that says neither counts for neither."""
        women = sum(" zij " in f" {told(life)} " and " hij " not in f" {told(life)} " for life in LIVES)
        men = sum(" hij " in f" {told(life)} " and " zij " not in f" {told(life)} " for life in LIVES)
        assert women >= 3 and men >= 3

    def test_every_door_and_every_outcome_is_used(self) -> None:
        channels = {life["report"]["channel"] for life in LIVES}
        assert channels == {"PUBLIC", "PROFESSIONAL", "PHONE", "VISIT", "LETTER", "EMAIL"}
        outcomes = {life["weighing"]["joint"]["outcome"] for life in LIVES if "weighing" in life}
        assert outcomes == {"NO_ACTION", "MORE_INFORMATION", "OTHER_ROUTE", "PERSON_CENTRED", "CRIMINAL"}

    def test_false_alarms_are_there_and_one_was_even_taken_up(self) -> None:
        false = [life for life in LIVES if life["phenomenon"] == "NONE"]
        assert len(false) >= 5
        assert any("case" in life for life in false)
        assert (
            sum(life.get("weighing", {}).get("joint", {}).get("outcome") == "NO_ACTION" for life in LIVES)
            >= 5
        )

    def test_no_two_have_the_same_name_and_nobody_bears_that_of_a_colleague(self) -> None:
        """Whoever practises must never wonder whether Mr Hoekstra is at the table or on it."""
        names = [life["person"]["name"] for life in LIVES if life["person"]["name"]]
        first = [name.split()[0] for name in names]
        last = [name.split()[-1] for name in names]
        assert len(set(first)) == len(first) and len(set(last)) == len(last)
        assert not set(last) & {someone.name.split()[-1] for someone in PEOPLE}

    def test_a_case_is_never_called_by_the_name_of_the_person(self) -> None:
        called = [life["case"]["pseudonym"] for life in WRITTEN_OUT]
        assert len(set(called)) == TAKEN_UP
        assert not set(called) & {word for life in LIVES for word in life["person"]["name"].split()}


class TestTheTwelve:
    @EACH_CASE
    def test_the_three_weigh_on_every_criterion(self, life: Life) -> None:
        criteria = {item.code for item in model.current().criteria}
        views = life["weighing"]["views"]
        assert {view["organisation"] for view in views} == set(AT_WEIGHING)
        assert all({c["code"] for c in view["criteria"]} == criteria for view in views)

    @EACH_CASE
    def test_more_than_one_organisation_brings_in_what_worries_and_what_protects(self, life: Life) -> None:
        assert len({c["organisation"] for c in life["contributions"]}) >= 2
        natures = {said["nature"] for said in statements(life)}
        assert natures >= {"FACT", "OBSERVATION", "FEELING"} and natures & {"HEARSAY", "INTERPRETATION"}
        assert {said["bearing"] for said in statements(life)} >= {"RISK", "PROTECTIVE"}

    def test_some_of_it_is_for_the_core_partners_only_and_at_some_tables_all_is_shared(self) -> None:
        closed = [any(c["audience"] == "CORE" for c in life["contributions"]) for life in WRITTEN_OUT]
        assert 6 <= sum(closed) < TAKEN_UP

    @EACH_CASE
    def test_each_statement_is_of_the_kind_it_says(self, life: Life) -> None:
        for said in statements(life):
            if said["nature"] == "FACT":
                assert not {"zegt", "denkt", "voelt", "vindt"} & set(said["text"].split()), said["text"]
            if said["nature"] == "OBSERVATION":
                assert said["first_hand"], said["text"]
            assert said["source"].strip()

    @EACH_CASE
    def test_nothing_is_brought_in_before_it_was_seen_or_by_who_has_no_seat(self, life: Life) -> None:
        for contribution in life["contributions"]:
            assert contribution["organisation"] in life["case"]["seats"]
            assert life["case"]["day"] <= contribution["day"] <= 0
            assert all(s.get("observed", -9999) <= contribution["day"] for s in contribution["statements"])

    @EACH_CASE
    def test_every_question_is_judged_at_the_table_and_most_by_every_seat(self, life: Life) -> None:
        known = {question.code for question in model.current().judgement_questions}
        assert {judgement["question"] for judgement in life["judgements"]} == known
        for judgement in life["judgements"]:
            spoke, seats = (
                {answer["organisation"] for answer in judgement["answers"]},
                set(life["case"]["seats"]),
            )
            assert spoke == seats or (judgement["question"] in IN_SHORT and len(spoke) >= 2 and spoke < seats)

    def test_dissent_is_kept_in_most_and_absent_in_some(self) -> None:
        otherwise = [any(j.get("dissent") for j in life["judgements"]) for life in WRITTEN_OUT]
        assert sum(otherwise) >= 6
        assert any(life["weighing"]["joint"]["dissent"] for life in WRITTEN_OUT)
        assert not all(life["weighing"]["joint"]["dissent"] for life in WRITTEN_OUT)

    @EACH_CASE
    def test_goals_are_put_positively_with_five_levels_that_differ(self, life: Life) -> None:
        assert 2 <= len(life["goals"]) <= 5
        for goal in life["goals"]:
            assert rules.absences(goal["text"]) == [], goal["text"]
            assert len(goal["levels"]) == len(set(goal["levels"])) == 5
            assert goal["baseline"] in rules.LEVELS and goal["own_words"].strip()

    @EACH_CASE
    def test_interventions_serve_goals_and_commitments_have_somebody_who_does_them(self, life: Life) -> None:
        keys = {goal["key"] for goal in life["goals"]}
        assert {key for each in life["interventions"] for key in each["goals"]} == keys
        assert {each["by"] for each in life["interventions"]} <= set(life["case"]["seats"])
        assert {each["who"] for each in life["commitments"]} <= set(life["case"]["seats"])

    @EACH_CASE
    def test_reviews_measure_the_goals_and_say_whether_this_is_still_needed(self, life: Life) -> None:
        goals = {goal["key"]: goal for goal in life["goals"]}
        assert life["reviews"]
        for review in life["reviews"]:
            assert review["necessity"].strip() and review["decision"]["reason"].strip()
            assert {level["goal"] for level in review["levels"]} <= set(goals)
            assert {level["organisation"] for level in review["levels"]} <= set(AT_TABLE)

    def test_outcomes_differ_and_not_all_goes_well(self) -> None:
        decided = {review["decision"]["kind"] for life in WRITTEN_OUT for review in life["reviews"]}
        assert decided == {"CONTINUE", "ADJUST", "SCALE_UP", "SCALE_DOWN"}
        assert 3 <= sum("closing" in life for life in WRITTEN_OUT) <= 9
        measured = [level["level"] for life in WRITTEN_OUT for r in life["reviews"] for level in r["levels"]]
        assert set(measured) == {-2, -1, 0, 1}  # nobody's life went much better than hoped
        assert any(
            each["delivered"] < each["planned"] for life in WRITTEN_OUT for each in life["interventions"]
        )
