"""Decisions, consent, objections, impasses and expectations in the minutes. Nobody's voice is counted."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from casustafel.deciding.choices import About, DecisionState, ExpectationState, ObjectionState
from casustafel.deciding.models import Decision, Expectation, Impasse, Objection
from casustafel.papers.days import day, day_of
from casustafel.papers.document import Block, Box, Facts, Heading, Text, table, under
from casustafel.papers.reading import Read


def blocks(case_id: UUID, read: Read) -> list[Block]:
    return [
        *under(gettext("Decided"), _decisions(case_id, read)),
        *under(gettext("Consent about goals and plan"), _consent(case_id, read)),
        *under(gettext("Impasses"), _impasses(case_id, read)),
        *under(gettext("What we expect of each other"), _expectations(case_id, read)),
    ]


def _decisions(case_id: UUID, read: Read) -> list[Block]:
    mine = [each for each in read.decided.decisions if each.case_id == case_id]
    return [block for decision in mine for block in _decision(decision, read)]


def _decision(decision: Decision, read: Read) -> list[Block]:
    """As it stood when the meeting ended: what was decided later stands in the minutes of that day."""
    opened, is_over = read.opened, read.span.holds(decision.ended_at)
    state = decision.state if is_over else DecisionState.PROPOSED
    options = [each for each in read.decided.options if each.decision_id == decision.id]
    advice = [each for each in read.decided.advice if each.decision_id == decision.id]
    made: list[Block] = [
        Heading(opened(decision, "question"), 3),
        Facts(
            [
                (gettext("State"), str(DecisionState(state).label)),
                (gettext("Who decides in law"), decision.decides.name),
                (gettext("Put by"), read.who(decision.proposed_by_id)),
                (gettext("Recorded by"), read.who(decision.decided_by_id) if is_over else ""),
                (gettext("Reasons"), opened(decision, "reasons")),
                (gettext("Ground"), opened(decision, "ground")),
            ]
        ),
    ]
    if is_over and opened(decision, "words"):
        made.append(Box(gettext("The decision"), opened(decision, "words")))
    return [
        *made,
        *table(
            gettext("Ways that were considered"),
            (gettext("Considered"), gettext("What speaks for and against"), gettext("Chosen")),
            [
                (
                    opened(each, "text"),
                    opened(each, "weighed"),
                    gettext("Chosen") if each.is_chosen and is_over else "",
                )
                for each in options
            ],
            (3, 4, 1.2),
        ),
        *table(
            gettext("Advice"),
            (gettext("Who advised"), gettext("What")),
            [(each.organisation.name, opened(each, "text")) for each in advice],
            (1.6, 4),
        ),
        *_rounds(About.DECISION, decision.id, read),
    ]


def _consent(case_id: UUID, read: Read) -> list[Block]:
    goals = {goal.id: read.opened(goal, "text") for goal in read.recorded.goals}
    asked = {
        (each.about, each.subject_id): goals.get(each.subject_id, str(About(each.about).label))
        for each in read.decided.rounds
        if each.case_id == case_id and each.about != About.DECISION
    }
    made: list[Block] = []
    for (about, subject_id), name in asked.items():
        made += [Heading(name, 3), *_rounds(about, subject_id, read)]
    said = [each for each in read.decided.plan_consents if each.case_id == case_id]
    if said:
        made += [Heading(gettext("Said about the plan"), 3), *_said(said, read)]
    return made


def _rounds(about: str, subject_id: UUID, read: Read) -> list[Block]:
    made: list[Block] = []
    for each in read.decided.rounds:
        if (each.about, each.subject_id) == (about, subject_id):
            made += _said([c for c in read.decided.consents if c.round_id == each.id], read)
            if read.span.holds(each.ended_at):
                made.append(Text(each.get_state_display(), "small"))
    return made


def _said(consents: Sequence[Any], read: Read) -> list[Block]:
    given = {each.id: each for each in consents}
    objections = [each for each in read.decided.objections if each.consent_id in given]
    return [
        *table(
            gettext("What each said"),
            (gettext("Organisation"), gettext("Who"), gettext("Said"), gettext("In words")),
            [
                (
                    each.organisation.name,
                    read.people.get(each.person_id, ""),
                    each.get_kind_display(),
                    read.opened(each, "text"),
                )
                for each in consents
            ],
            (1.5, 1.5, 1.3, 3),
        ),
        *(_objection(each, given[each.consent_id], read) for each in objections),
    ]


def _objection(objection: Objection, consent: Any, read: Read) -> Box:
    """What became of it while the meeting lasted, and how."""
    is_settled = read.span.holds(objection.settled_at)
    state = objection.state if is_settled else ObjectionState.STANDING
    outcome = str(ObjectionState(state).label)
    if is_settled:
        outcome = " · ".join(
            filter(None, (outcome, read.opened(objection, "how"), read.who(objection.settled_by_id)))
        )
    label = gettext("%(organisation)s objects") % {"organisation": objection.organisation.name}
    return Box(label, "\n".join(filter(None, (read.opened(consent, "text"), outcome))), "apart")


def _impasses(case_id: UUID, read: Read) -> list[Block]:
    mine = [each for each in read.decided.impasses if each.case_id == case_id]
    return [block for each in mine for block in (_about(each, read), _impasse(each, read))]


def _about(impasse: Impasse, read: Read) -> Heading:
    questions = {each.id: read.opened(each, "question") for each in read.decided.decisions}
    goals = {each.id: read.opened(each, "text") for each in read.recorded.goals}
    name = questions.get(impasse.subject_id) or goals.get(impasse.subject_id)
    return Heading(name or str(About(impasse.about).label), 3)


def _impasse(impasse: Impasse, read: Read) -> Facts:
    opened, has_ended = read.opened, read.span.holds(impasse.ended_at)
    return Facts(
        [
            (gettext("What divides the table"), opened(impasse, "divides")),
            (gettext("Who can break it"), opened(impasse, "breaker")),
            (gettext("By when"), day(impasse.until_date)),
            (gettext("Named by"), read.who(impasse.flagged_by_id)),
            (gettext("How it ended"), opened(impasse, "ending") if has_ended else ""),
        ]
    )


def _expectations(case_id: UUID, read: Read) -> list[Block]:
    mine = [each for each in read.decided.expectations if each.case_id == case_id]
    return table(
        gettext("What we expect of each other"),
        (gettext("Who expects"), gettext("Of whom"), gettext("What"), gettext("By when"), gettext("Answer")),
        [_expectation(each, read) for each in mine],
        (1.5, 1.5, 3, 1.3, 2),
    )


def _expectation(each: Expectation, read: Read) -> tuple[str, ...]:
    answer = [str(ExpectationState.ASKED.label)]
    if each.answered_at and each.answered_at <= read.span.until:
        answer = [each.get_state_display(), read.opened(each, "answer"), day_of(each.answered_at)]
    return (
        each.asking.name,
        each.asked.name,
        read.opened(each, "text"),
        day(each.until_date),
        "\n".join(filter(None, answer)),
    )
