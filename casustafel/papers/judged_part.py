"""Rounds of judging in the minutes: in words, by organisation. No number sums them up."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext

from casustafel.method import model
from casustafel.method.model import Item
from casustafel.papers.document import Block, Box, Heading, Table, Text, table, under
from casustafel.papers.reading import Read
from casustafel.picture.choices import ABSTAINS, RoundState
from casustafel.picture.models import Answer, Round


def blocks(case_id: UUID, read: Read) -> list[Block]:
    mine = [each for each in read.recorded.rounds if each.case_id == case_id]
    return under(gettext("Judged together"), [block for round in mine for block in _round(round, read)])


def _round(round: Round, read: Read) -> list[Block]:
    known = model.of(round.case.model_version)
    question = known.judgement_question(round.question)
    levels = known.scale(question.scale).levels if question.scale else []
    answers = [each for each in read.recorded.answers if each.round_id == round.id]
    abstained = [each for each in answers if read.opened(each, "level") == ABSTAINS]
    given = [each for each in answers if each not in abstained]
    return [
        Heading(_title(question.label, round.number), 3),
        *_spread(given, levels, read),
        *_reasons(given, levels, read),
        *_abstained(abstained, read),
        *_joint(round, read),
    ]


def _title(question: str, number: int) -> str:
    if number == 1:
        return question
    return gettext("%(question)s (round %(number)s)") % {"question": question, "number": number}


def _spread(answers: Sequence[Answer], levels: Sequence[Item], read: Read) -> list[Block]:
    """Per level of the scale who chose it, the outer ones too when nobody did."""
    if not answers:
        return []
    rows = []
    for level in levels:
        chose = [each.organisation.name for each in answers if read.opened(each, "level") == level.code]
        rows.append((level.label, ", ".join(dict.fromkeys(chose)) or gettext("Nobody")))
    return table(gettext("How the answers lie"), (gettext("Answer"), gettext("Given by")), rows, (1.4, 3))


def _reasons(answers: Sequence[Answer], levels: Sequence[Item], read: Read) -> list[Block]:
    names = {level.code: level.label for level in levels}
    heads, widths = [gettext("Organisation"), gettext("In words")], [1.4, 4.0]
    rows = [[each.organisation.name, read.opened(each, "text")] for each in answers]
    if levels:
        heads.insert(1, gettext("Answer"))
        widths.insert(1, 1.3)
        for row, each in zip(rows, answers, strict=True):
            row.insert(1, names.get(read.opened(each, "level"), ""))
    return [Table(gettext("What each thinks, and why"), heads, rows, widths)] if rows else []


def _abstained(answers: Sequence[Answer], read: Read) -> list[Block]:
    return [
        Text(
            gettext("%(organisation)s did not judge: %(reason)s")
            % {"organisation": each.organisation.name, "reason": read.opened(each, "text")}
        )
        for each in answers
    ]


def _joint(round: Round, read: Read) -> list[Block]:
    """What was concluded later stands in the minutes of that day."""
    if round.state != RoundState.CONCLUDED or not read.span.holds(round.concluded_at):
        return [Text(gettext("Not concluded in this meeting."), "nothing")]
    dissents = [each for each in read.recorded.dissents if each.round_id == round.id]
    return [
        Box(gettext("Together"), read.opened(round, "joint")),
        *(
            Box(
                gettext("%(organisation)s sees it otherwise") % {"organisation": each.organisation.name},
                read.opened(each, "text"),
                "apart",
            )
            for each in dissents
        ),
    ]
