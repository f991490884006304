"""What splitting would do, in words; and what can go along, as far as the chair may read it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.paginator import Page
from django.utils.formats import date_format
from django.utils.translation import ngettext

from casustafel.access.viewer import Viewer
from casustafel.cases.models import Seat
from casustafel.joining import policy, rules
from casustafel.joining.choices import Along
from casustafel.joining.presenters import Passing, passing
from casustafel.joining.queries import ToSplit
from casustafel.joining.splitting_forms import Offered
from casustafel.lib.forms import sentence
from casustafel.lib.refusal import Refused
from casustafel.method import model
from casustafel.parties import names
from casustafel.parties.models import Person
from casustafel.picture.models import Contribution
from casustafel.triage.models import Weighing
from casustafel.triage.rules import check_may_take_up
from casustafel.vault import opening
from casustafel.vault.opening import Opened


@dataclass(frozen=True)
class WeighingLine:
    id: UUID
    reference: str
    decided_at: datetime | None


@dataclass(frozen=True)
class SplitPage:
    """`name` and `birth` are of the second person, as they were weighed."""

    pseudonym: str
    weighing_id: UUID
    name: str
    birth: str
    regime: str
    cannot: str
    offered: dict[UUID, Offered]


@dataclass(frozen=True)
class Preview:
    """`along` is by organisation; `new_table` says who sits there, and `only_here` who does not."""

    along: list[tuple[str, list[Passing]]]
    stays: int
    new_table: list[str]
    only_here: list[str]


def weighing_lines(page: Page[Weighing]) -> list[WeighingLine]:
    return [WeighingLine(row.id, str(row.id)[:8], row.decided_at) for row in page]


def people_choices(viewer: Viewer, people: Sequence[Person]) -> list[tuple[str, str]]:
    known = names.of_rows(viewer, people)
    return [(str(each.id), f"{known[each.id]}, {each.organisation.name}") for each in people]


def split_page(viewer: Viewer, file: ToSplit, *, now: datetime) -> SplitPage:
    rows = [file.case, file.weighing, *file.first]
    opened = opening.open_all(rows, by=viewer, purpose="joining.split_preview", now=now)
    return SplitPage(
        pseudonym=opened(file.case, "pseudonym"),
        weighing_id=file.weighing.id,
        name=opened(file.weighing, "subject_name"),
        birth=opened(file.weighing, "subject_birth"),
        regime=file.case.get_regime_display(),
        cannot=_cannot(viewer, file),
        offered=_offered(file, opened, now=now),
    )


def _cannot(viewer: Viewer, file: ToSplit) -> str:
    try:
        policy.check_can_split(viewer, file.case)
        check_may_take_up(file.weighing.state, file.weighing.outcome)
        rules.check_same_model_anew(model.current().version, file.case.model_version)
    except Refused as refused:
        return sentence(refused)
    return ""


def _offered(file: ToSplit, opened: Opened, *, now: datetime) -> dict[UUID, Offered]:
    """What is past its day stays by itself, and is not asked about."""
    said: dict[UUID, list[str]] = defaultdict(list)
    for statement in file.first:
        said[statement.contribution_id].append(opened(statement, "text"))
    offered: dict[UUID, Offered] = {}
    for row in file.contributions:
        if row.until_date >= now.date():
            label = _label(row, said[row.id], file.statements.get(row.id, 0))
            offered.setdefault(row.organisation_id, (row.organisation.name, []))[1].append(
                (str(row.id), label)
            )
    return offered


def _label(row: Contribution, said: Sequence[str], number: int) -> str:
    parts = [f"{date_format(row.made_at, 'j F Y')}, {row.get_category_display()}"]
    parts += [f"“{text}”" for text in said]
    if number > len(said):
        more = number - len(said)
        parts.append(
            ngettext("and %(count)d more statement", "and %(count)d more statements", more) % {"count": more}
        )
    return " · ".join(parts)


def preview(
    file: ToSplit, *, chosen: Collection[UUID], seats: Sequence[Seat], director: Person, now: datetime
) -> Preview:
    """As it would be with these choices."""
    everybody = [file.own_seat, *file.seats]
    table = {seat.organisation_id: seat.organisation.name for seat in (file.own_seat, *seats)}
    table[director.organisation_id] = director.organisation.name
    left = {seat.organisation.name for seat in everybody if seat.organisation_id not in table}
    along = [row for row in file.contributions if row.id in chosen]
    return Preview(
        along=passing(everybody, along, file.statements, table, ways=Along, now=now),
        stays=len(file.contributions) - len(along),
        new_table=sorted(table.values()),
        only_here=sorted(left),
    )
