"""Goals, plan and reviews in the case file."""

import json
from typing import Any
from uuid import UUID

from casustafel.method import model
from casustafel.monitoring.choices import Voice
from casustafel.monitoring.models import Measure, Review
from casustafel.papers.days import day, day_of
from casustafel.papers.gathering import Gathered
from casustafel.papers.put_right import put_right
from casustafel.plan.models import Commitment, Consent, Goal, Intervention

# A ladder is kept from -2 to +2 and read from the top.
LEVELS = {2: "+2", 1: "+1", 0: "0", -1: "−1", -2: "−2"}


def content(gathered: Gathered) -> dict[str, Any]:
    numbers = {goal.id: str(n) for n, goal in enumerate(gathered.plan.goals, start=1)}
    return {
        "goals": [goal_content(goal, gathered) for goal in gathered.plan.goals],
        "interventions": [_intervention(each, numbers, gathered) for each in gathered.plan.interventions],
        "commitments": [_commitment(each, gathered) for each in gathered.plan.commitments],
        "plans": _plans(gathered),
        "reviews": [_review(each, gathered) for each in gathered.followed.reviews],
        "closing": _closing(gathered),
    }


def goal_content(goal: Goal, gathered: Gathered) -> dict[str, Any]:
    opened, known = gathered.opened, model.of(gathered.case.model_version)
    held = {review.id: day_of(review.held_at) for review in gathered.followed.reviews}
    measures = [measure for measure in gathered.followed.measures if measure.goal_id == goal.id]
    return {
        "domain": known.domain(goal.domain).label,
        "text": opened(goal, "text"),
        "own_words": opened(goal, "own_words"),
        "owner": goal.owner.name,
        "due": day(goal.due_date),
        "levels": [
            {
                "level": name,
                "text": text,
                "is_start": goal.baseline == level,
                "measured": [
                    [held[each.review_id], _whose(each)] for each in measures if each.level == level
                ],
            }
            for (level, name), text in zip(
                LEVELS.items(), reversed(json.loads(opened(goal, "levels"))), strict=True
            )
        ],
        "measures": [
            [held[each.review_id], _whose(each), LEVELS[each.level], opened(each, "evidence")]
            for each in measures
        ],
    }


def _whose(measure: Measure) -> str:
    if measure.voice == Voice.PERSON:
        return f"de persoon zelf, via {measure.organisation.name}"
    return measure.organisation.name


def _intervention(each: Intervention, numbers: dict[UUID, str], gathered: Gathered) -> list[str]:
    return [
        each.get_kind_display(),
        gathered.opened(each, "text"),
        each.organisation.name,
        ", ".join(sorted(numbers[goal] for goal in each.serves if goal in numbers)),
        str(each.planned),
        str(sum(held["sessions"] for held in each.deliveries)),
    ]


def _commitment(each: Commitment, gathered: Gathered) -> dict[str, str]:
    return {
        "what": gathered.opened(each, "what"),
        "why": gathered.opened(each, "why"),
        "organisation": each.organisation.name,
        "due": day(each.due_date),
        "state": each.get_state_display(),
        "ended": day(each.ended_date),
        "drop_reason": gathered.opened(each, "drop_reason"),
    }


def _plans(gathered: Gathered) -> list[dict[str, Any]]:
    """Each settled plan with what every seat said to it; last what was said since, to the plan now."""
    plans: list[dict[str, Any]] = [
        {
            "number": plan.number,
            "day": day_of(plan.settled_at),
            "by": gathered.people.get(plan.settled_by_id, ""),
            "said": _said([c for c in gathered.plan.consents if c.plan_version_id == plan.id], gathered),
            "since": put_right(gathered.since[plan.id]),
        }
        for plan in gathered.settled
    ]
    if gathered.plan.round:
        plans.append(
            {"number": 0, "day": "", "by": "", "said": _said(gathered.plan.round, gathered), "since": []}
        )
    return plans


def _said(consents: list[Consent], gathered: Gathered) -> list[list[str]]:
    return [
        [
            each.organisation.name,
            gathered.people.get(each.person_id, ""),
            each.get_kind_display(),
            gathered.opened(each, "text"),
        ]
        for each in consents
    ]


def _review(review: Review, gathered: Gathered) -> dict[str, str]:
    return {
        "day": day_of(review.held_at),
        "by": gathered.people.get(review.held_by_id, ""),
        "necessity": gathered.opened(review, "necessity"),
        "decision": review.get_decision_display() if review.decision else "",
        "reason": gathered.opened(review, "reason"),
        "next": day(review.next_date),
    }


def _closing(gathered: Gathered) -> dict[str, str] | None:
    closing, opened = gathered.followed.closing, gathered.opened
    if closing is None:
        return None
    return {
        "day": day_of(closing.closed_at),
        "by": gathered.people.get(closing.closed_by_id, ""),
        **{column: opened(closing, column) for column in ("reason", "aftercare", "reopening")},
    }
