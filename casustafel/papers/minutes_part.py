"""One case in the minutes of a meeting, section by section."""

from uuid import UUID

from django.utils.translation import gettext

from casustafel.method import model
from casustafel.papers import deciding_part, judged_part
from casustafel.papers.days import day, day_of, hour, mark
from casustafel.papers.document import Block, Box, Heading, Said, Text, table, under
from casustafel.papers.reading import Read
from casustafel.parties import deeds
from casustafel.picture.models import Contribution
from casustafel.table.models import AgendaItem


def blocks(item: AgendaItem, read: Read) -> list[Block]:
    case = item.case_id
    return [
        Heading(read.opened(item.case, "pseudonym")),
        *_state(item, read),
        *_left(item, read),
        *_words(item, read),
        *under(gettext("Brought in"), _brought_in(case, read)),
        *judged_part.blocks(case, read),
        *under(gettext("Goals set"), _goals(case, read)),
        *under(gettext("Interventions planned"), _interventions(case, read)),
        *under(gettext("Agreed"), _commitments(case, read)),
        *deciding_part.blocks(case, read),
        *under(gettext("Course"), _steps(case, read)),
    ]


def _state(item: AgendaItem, read: Read) -> list[Block]:
    if item.called_at is None:
        return [Text(gettext("This case did not come on the table."), "nothing")]
    if item.agreed_at is None:
        return [Text(gettext("These minutes were not agreed yet."), "small")]
    return [Text(gettext("Agreed at the meeting of %(day)s.") % {"day": day_of(item.agreed_at)}, "small")]


def _left(item: AgendaItem, read: Read) -> list[Block]:
    """Why is not said here: that was written for the chair alone."""
    return [
        Text(gettext("%(who)s left the room for this case.") % {"who": read.who(leave.person_id)})
        for leave in read.recorded.leaves
        if leave.item_id == item.id
    ]


def _words(item: AgendaItem, read: Read) -> list[Block]:
    words, remarks = read.opened(item, "words"), read.opened(item, "remarks")
    return [
        *([Box(gettext("The chair"), words)] if words else []),
        *([Box(gettext("Remarks when the minutes were agreed"), remarks, "apart")] if remarks else []),
    ]


def _brought_in(case_id: UUID, read: Read) -> list[Block]:
    mine = [each for each in read.recorded.contributions if each.case_id == case_id]
    return [block for each in mine for block in _contribution(each, read)]


def _contribution(contribution: Contribution, read: Read) -> list[Block]:
    purpose = gettext("What for: %(purpose)s") % {"purpose": read.opened(contribution, "purpose")}
    told = gettext("Told on %(day)s, not recorded.") % {"day": day(contribution.told_date)}
    return [
        Heading(contribution.organisation.name, 3),
        Text(purpose, "small"),
        *([Text(told, "small")] if contribution.told_date else []),
        *(
            Said(
                read.opened(each, "text") if each.id in read.legible else "",
                each.get_nature_display(),
                mark(each.withdrawn_at, each.corrected_at),
            )
            for each in read.recorded.statements
            if each.contribution_id == contribution.id
        ),
    ]


def _goals(case_id: UUID, read: Read) -> list[Block]:
    rows = [
        (
            read.opened(goal, "text"),
            model.of(goal.case.model_version).domain(goal.domain).label,
            goal.owner.name,
            day(goal.due_date),
        )
        for goal in read.recorded.goals
        if goal.case_id == case_id
    ]
    heads = (gettext("Goal"), gettext("Part of life"), gettext("Who watches over it"), gettext("Expected on"))
    return table(gettext("Goals set"), heads, rows, (3, 1.4, 1.6, 1.3))


def _interventions(case_id: UUID, read: Read) -> list[Block]:
    rows = [
        (each.get_kind_display(), read.opened(each, "text"), each.organisation.name, str(each.planned))
        for each in read.recorded.interventions
        if each.case_id == case_id
    ]
    heads = (gettext("Kind"), gettext("What"), gettext("Who"), gettext("Times"))
    return table(gettext("Interventions planned"), heads, rows, (1.3, 3.2, 1.8, 0.8))


def _commitments(case_id: UUID, read: Read) -> list[Block]:
    rows = [
        (read.opened(each, "what"), read.opened(each, "why"), each.organisation.name, day(each.due_date))
        for each in read.recorded.commitments
        if each.case_id == case_id
    ]
    heads = (gettext("What"), gettext("Why"), gettext("Who"), gettext("By when"))
    return table(gettext("Agreed"), heads, rows, (2.6, 2.2, 1.6, 1.3))


def _steps(case_id: UUID, read: Read) -> list[Block]:
    rows = [
        (
            hour(step.at),
            deeds.done(step.kind),
            read.people.get(step.by_id, ""),
            read.opened(step, "reason"),
        )
        for step in read.recorded.steps
        if step.case_id == case_id
    ]
    heads = (gettext("Hour"), gettext("What"), gettext("Who"), gettext("Why"))
    return table(gettext("Course"), heads, rows, (0.8, 1.9, 1.5, 3))
