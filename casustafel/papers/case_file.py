"""What the case file says, as plain values for the typesetter. Papers are Dutch, whoever reads them."""

import json
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext, override

from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.cases.models import Case
from casustafel.cases.presenters import STEP_NAMES
from casustafel.papers import typesetting
from casustafel.papers.gathering import Gathered, gather
from casustafel.parties import names
from casustafel.picture import judgement_presenters, presenters
from casustafel.picture.presenters import StatementLine
from casustafel.plan.models import Goal

LEVELS = ("-2", "-1", "0", "+1", "+2")


def case_file(*, case: Case, purpose: str, by: Viewer, now: datetime) -> bytes:
    """The file as this person may see it; making it is an act of its own in the log."""
    with override("nl"):
        gathered = gather(by, case, now=now)
        made = typesetting.pdf("case_file", _content(gathered, purpose, by=by, now=now))
    log.record("papers.case_file_made", by=by, now=now, on=("case", case.id), scope=case.id)
    return made


def made_for(viewer: Viewer, purpose: str, *, now: datetime) -> str:
    """Stands on each sheet: for whom, when and what for it was made."""
    name = names.of_viewer(viewer).person
    return f"Gemaakt voor {name} op {_day(now.date())}, om: {purpose}. Vertrouwelijk."


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""


def _content(gathered: Gathered, purpose: str, *, by: Viewer, now: datetime) -> dict[str, Any]:
    case, opened, file = gathered.case, gathered.opened, gathered.file
    return {
        "title": "Casusdossier",
        "made_for": made_for(by, purpose, now=now),
        "pseudonym": opened(case, "pseudonym"),
        "facts": [
            ["Naam", opened(file.subject, "name") or "niet bekend"],
            ["Geboren", opened(file.subject, "birth") or "niet bekend"],
            ["Wet", case.get_regime_display()],
            ["Grondslag", opened(case, "ground")],
            ["Waarom deze casus", opened(case, "reason")],
            ["Niveau", case.get_level_display()],
            ["Geopend", _day(case.opened_date)],
        ],
        "seats": [
            [
                seat.organisation.name,
                gathered.people.get(seat.person_id, ""),
                seat.get_role_display(),
                _day(seat.from_date),
            ]
            for seat in file.seats
        ],
        **_picture(gathered, by),
        "rounds": _rounds(gathered, by),
        "goals": [_goal(goal, gathered) for goal in gathered.followed.goals],
        "interventions": [
            [
                each.get_kind_display(),
                opened(each, "text"),
                each.organisation.name,
                f"{each.planned} / {sum(held['sessions'] for held in each.deliveries)}",
            ]
            for each in gathered.followed.interventions
        ],
        "commitments": [
            [opened(each, "what"), each.organisation.name, _day(each.due_date), each.get_state_display()]
            for each in gathered.commitments
        ],
        **_followed(gathered),
        "steps": _steps(gathered),
    }


def _steps(gathered: Gathered) -> list[list[str]]:
    return [
        [
            _day(step.at.date()),
            gathered.people.get(step.by_id, ""),
            gettext(STEP_NAMES.get(step.kind, step.kind)),
            gathered.opened(step, "reason"),
        ]
        for step in gathered.file.steps
    ]


def _picture(gathered: Gathered, by: Viewer) -> dict[str, Any]:
    page = presenters.picture_content(by, gathered.picture, gathered.opened, chairs=False)
    return {
        "domains": [
            {
                "name": domain.name,
                "seen": [_statement(line) for line in domain.seen],
                "thought": [_statement(line) for line in domain.thought],
            }
            for domain in page.domains
            if not domain.is_blank
        ],
        "blank": [domain.name for domain in page.domains if domain.is_blank],
    }


def _statement(line: StatementLine) -> dict[str, str]:
    parts = [line.nature_name, line.bearing_name, _day(line.observed), f"{line.organisation}: {line.source}"]
    return {"text": line.text, "about": ", ".join(str(part) for part in parts if part)}


def _rounds(gathered: Gathered, by: Viewer) -> list[dict[str, Any]]:
    page = judgement_presenters.judgement_content(by, gathered.judgement, gathered.opened, chairs=False)
    return [
        {
            "question": card.question,
            "answers": [
                [a.organisation, f"{a.level_name}. {a.text}" if a.level_name else a.text]
                for a in card.answers
            ],
            "joint": card.joint,
            "dissents": [list(dissent) for dissent in card.dissents],
        }
        for card in reversed(page.rounds)
    ]


def _goal(goal: Goal, gathered: Gathered) -> dict[str, Any]:
    opened = gathered.opened
    held = {review.id: review.held_at.date() for review in gathered.followed.reviews}
    facts = [["Wie let hierop", goal.owner.name], ["Verwacht op", _day(goal.due_date)]]
    if opened(goal, "own_words"):
        facts.append(["In eigen woorden", opened(goal, "own_words")])
    return {
        "text": opened(goal, "text"),
        "facts": facts,
        "levels": [list(pair) for pair in zip(LEVELS, json.loads(opened(goal, "levels")), strict=True)],
        "measures": [
            [_day(held.get(m.review_id)), m.organisation.name, LEVELS[m.level + 2], opened(m, "evidence")]
            for m in gathered.followed.measures
            if m.goal_id == goal.id
        ],
    }


def _followed(gathered: Gathered) -> dict[str, Any]:
    opened, closing = gathered.opened, gathered.followed.closing
    return {
        "reviews": [
            {
                "day": _day(review.held_at.date()),
                "facts": [
                    ["Is dit nog nodig", opened(review, "necessity")],
                    ["Besluit", review.get_decision_display() if review.decision else "nog niet genomen"],
                    ["Waarom", opened(review, "reason")],
                ],
            }
            for review in gathered.followed.reviews
        ],
        "closing": [
            ["Waarom", opened(closing, "reason")],
            ["Nazorg", opened(closing, "aftercare")],
            ["Heropenen", opened(closing, "reopening")],
        ]
        if closing
        else [],
    }
