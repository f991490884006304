"""Decisions, objections, impasses and expectations in the case file."""

from collections.abc import Iterable
from typing import Any

from casustafel.deciding.models import Decision, Expectation, Impasse, Objection
from casustafel.papers.days import day, day_of
from casustafel.papers.gathering import Gathered


def content(gathered: Gathered) -> dict[str, Any]:
    decided = gathered.decided
    return {
        "decisions": [_decision(each, gathered) for each in decided.decisions],
        "objections": [_objection(each, gathered) for each in decided.spoken.objections],
        "impasses": [_impasse(each, gathered) for each in decided.spoken.impasses],
        "expectations": [_expectation(each, gathered) for each in decided.expectations],
    }


def _decision(row: Decision, gathered: Gathered) -> dict[str, Any]:
    opened, decided = gathered.opened, gathered.decided
    rounds = {each.id for each in decided.spoken.rounds if each.subject_id == row.id}
    return {
        **{column: opened(row, column) for column in ("question", "words", "reasons", "ground")},
        "decides": row.decides.name,
        "state": row.get_state_display(),
        "proposed": day_of(row.proposed_at),
        "by": gathered.people.get(row.proposed_by_id, ""),
        "ended": day_of(row.ended_at) if row.ended_at else "",
        "ways": [
            [opened(each, "text"), opened(each, "weighed"), "ja" if each.is_chosen else ""]
            for each in decided.options
            if each.decision_id == row.id
        ],
        "advices": [
            [each.organisation.name, opened(each, "text")]
            for each in decided.advices
            if each.decision_id == row.id
        ],
        "said": [
            [each.organisation.name, each.get_kind_display(), opened(each, "text")]
            for each in decided.spoken.consents
            if each.round_id in rounds
        ],
    }


def _objection(row: Objection, gathered: Gathered) -> list[str]:
    return [
        row.organisation.name,
        row.get_about_display(),
        gathered.opened(row, "text"),
        _and(row.get_state_display(), gathered.opened(row, "how")),
    ]


def _impasse(row: Impasse, gathered: Gathered) -> dict[str, str]:
    return {
        "about": row.get_about_display(),
        "flagged": day_of(row.flagged_at),
        "until": day(row.until_date),
        "ended": day_of(row.ended_at) if row.ended_at else "",
        **{column: gathered.opened(row, column) for column in ("divides", "breaker", "ending")},
    }


def _expectation(row: Expectation, gathered: Gathered) -> list[str]:
    words = [gathered.opened(row, "answer"), gathered.opened(row, "outcome")]
    return [
        row.asking.name,
        row.asked.name,
        gathered.opened(row, "text"),
        day(row.until_date),
        _and(row.get_state_display(), *words),
    ]


def _and(*said: str) -> str:
    return ". ".join(_without_stop(each for each in said if each))


def _without_stop(said: Iterable[str]) -> list[str]:
    return [each.rstrip(".") for each in said]
