"""What merging would do, or did, in words. What the viewer may not read is in no word and no number of it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.paginator import Page
from django.utils.translation import gettext

from casustafel.access.viewer import Viewer
from casustafel.cases import presenters as cases
from casustafel.cases import queries as case_queries
from casustafel.cases.models import Case, Seat
from casustafel.cases.presenters import CaseFrame
from casustafel.joining import blocks, policy, queries, rules
from casustafel.joining.blocks import Block
from casustafel.joining.choices import Along, Passes, Way
from casustafel.joining.models import Joining
from casustafel.joining.queries import BothFiles
from casustafel.lib.forms import sentence
from casustafel.lib.refusal import Refused
from casustafel.parties import names
from casustafel.parties.choices import Tie
from casustafel.picture.choices import Audience
from casustafel.picture.models import Contribution
from casustafel.vault import opening


@dataclass(frozen=True)
class Who:
    """One of the two: as it is called here, and about whom it is, to look whether that is one person."""

    id: UUID
    pseudonym: str
    name: str
    birth: str
    opened: date


@dataclass(frozen=True)
class Passing:
    """What becomes of so many contributions of one organisation."""

    what: str
    contributions: int
    statements: int


@dataclass(frozen=True)
class PreviewPage:
    here: Who
    there: Who
    cannot: str
    blocks: list[Block]
    organisations: list[tuple[str, list[Passing]]]
    had_it: list[str]
    new_here: list[str]
    table_comes: bool


@dataclass(frozen=True)
class CameLine:
    organisation: str
    made_at: datetime
    category: str
    audience: str
    stays: bool


@dataclass(frozen=True)
class CopiedLine:
    """One of the own organisation's, as it still stands in the case that was split."""

    id: UUID
    made_at: datetime
    category: str


@dataclass(frozen=True)
class JoiningPage:
    id: UUID
    pseudonym_here: str
    at: datetime
    by: str
    is_split: bool
    undo_until: date | None
    undone_at: datetime | None
    is_here: bool
    here_id: UUID | None
    came: Page[Contribution] | None
    lines: list[CameLine]
    copied: list[CopiedLine]
    seats: list[str]
    may_undo: bool


def frame_of(viewer: Viewer, case: Case, *, purpose: str, now: datetime) -> CaseFrame:
    opened = opening.open_all([case], by=viewer, purpose=purpose, now=now)
    return cases.case_frame(case, opened(case, "pseudonym"), current="")


def seat_labels(viewer: Viewer, seats: Sequence[Seat]) -> list[tuple[UUID, str]]:
    known = names.of_rows(viewer, {seat.person for seat in seats})
    return [(seat.id, f"{known.get(seat.person_id, '')}, {seat.person.organisation.name}") for seat in seats]


def preview(viewer: Viewer, files: BothFiles, chosen: Sequence[Seat], *, now: datetime) -> PreviewPage:
    """As it would be with these seats given."""
    opened = opening.open_all(
        [files.here, files.there, *files.subjects], by=viewer, purpose="joining.preview", now=now
    )
    subjects = {row.case_id: row for row in files.subjects}

    def who(case: Case) -> Who:
        subject = subjects[case.id]
        name, birth = opened(subject, "name"), opened(subject, "birth")
        return Who(case.id, opened(case, "pseudonym"), name, birth, case.opened_date)

    here = {**{s.organisation_id: s.organisation.name for s in files.seats_here}, **_organisations(chosen)}
    there = {s.organisation_id for s in files.seats_there}
    new_here = sorted(name for organisation, name in here.items() if organisation not in there)
    return PreviewPage(
        here=who(files.here),
        there=who(files.there),
        cannot=_cannot(viewer, files),
        blocks=blocks.of(viewer, files.there),
        organisations=passing(files.seats_there, files.contributions, files.statements, here, now=now),
        had_it=sorted(name for organisation, name in here.items() if organisation in there),
        new_here=new_here,
        table_comes=not new_here,
    )


def _organisations(seats: Sequence[Seat]) -> dict[UUID, str]:
    return {seat.organisation_id: seat.person.organisation.name for seat in seats}


def _cannot(viewer: Viewer, files: BothFiles) -> str:
    """Why these two cannot be merged at all; what is to be finished first stands by itself."""
    try:
        rules.check_same_regime(files.here.regime, files.there.regime)
        rules.check_same_model(files.here.model_version, files.there.model_version)
    except Refused as refused:
        return sentence(refused)
    return ""


def passing(
    seats_there: Iterable[Seat],
    contributions: Iterable[Contribution],
    statements: Mapping[UUID, int],
    here: Collection[UUID],
    *,
    ways: type[Passes] | type[Along] = Passes,
    now: datetime,
) -> list[tuple[str, list[Passing]]]:
    """By organisation, what becomes of what it brought in; `here` are those of the table it comes to."""
    everybody = {s.organisation_id: s.organisation.tie for s in seats_there}
    cores = {organisation for organisation, tie in everybody.items() if tie == Tie.CORE}
    given: dict[str, Counter[str]] = defaultdict(Counter)
    said: dict[str, Counter[str]] = defaultdict(Counter)
    for row in contributions:
        had = (cores if row.audience == Audience.CORE else set(everybody)) - {row.organisation_id}
        becomes = rules.audience_here(
            audience=row.audience,
            onward=row.onward,
            is_shared=row.shared_at is not None,
            is_past=row.until_date < now.date(),
            sits=row.organisation_id in here,
            is_named=bool(had & set(here)),
        )
        way = becomes or (ways.PAST if row.until_date < now.date() else ways.STAYS)
        name = row.organisation.name
        given[name][way] += 1
        said[name][way] += statements.get(row.id, 0)
    return [
        (
            name,
            [Passing(str(way.label), given[name][way], said[name][way]) for way in ways if given[name][way]],
        )
        for name in given
    ]


def joining_page(
    viewer: Viewer, case: Case, joining: Joining, *, page: int | str, now: datetime
) -> JoiningPage:
    """Of either case; what came over shows at the case it came to."""
    is_here = joining.case_id == case.id
    stays = queries.changed(joining) if is_here else set()
    sits_here = is_here or policy.sits_at(viewer, joining)
    came = queries.came(viewer, joining, page=page) if is_here else None
    known = names.of_rows(viewer, {joining.by})
    return JoiningPage(
        id=joining.id,
        pseudonym_here=_pseudonym(viewer, joining, now=now) if sits_here else "",
        at=joining.at,
        by=known.get(joining.by_id, ""),
        is_split=joining.way == Way.SPLIT,
        undo_until=joining.undo_until_date,
        undone_at=joining.undone_at,
        is_here=is_here,
        here_id=joining.case_id if sits_here else None,
        came=came,
        lines=[_came(row, stays) for row in came or ()],
        copied=_copied(viewer, case, joining),
        seats=[seat.organisation.name for seat in queries.given_seats(viewer, joining)] if is_here else [],
        may_undo=_may_undo(viewer, joining, is_here=is_here, day=now.date()),
    )


def _copied(viewer: Viewer, case: Case, joining: Joining) -> list[CopiedLine]:
    if joining.way != Way.SPLIT or joining.case_id == case.id:
        return []
    rows = queries.copied(viewer, case, joining)
    return [CopiedLine(row.id, row.made_at, row.get_category_display()) for row in rows]


def _may_undo(viewer: Viewer, joining: Joining, *, is_here: bool, day: date) -> bool:
    until = joining.undo_until_date
    is_in_time = joining.undone_at is None and until is not None and day <= until
    return is_here and is_in_time and queries.chairs_both(viewer, joining)


def _pseudonym(viewer: Viewer, joining: Joining, *, now: datetime) -> str:
    case = case_queries.get(viewer, joining.case_id)
    return opening.open_all([case], by=viewer, purpose="joining.page", now=now)(case, "pseudonym")


def _came(row: Contribution, stays: Collection[UUID]) -> CameLine:
    return CameLine(
        organisation=row.organisation.name,
        made_at=row.made_at,
        category=row.get_category_display(),
        audience=row.get_audience_display(),
        stays=row.id in stays,
    )


def link_text(joining: Joining, case: Case) -> str:
    if joining.way == Way.SPLIT:
        return _split_text(joining, case)
    if joining.case_id == case.id:
        return gettext("Another case about this person came over into this one")
    return gettext("This case was merged with another case about this person")


def _split_text(joining: Joining, case: Case) -> str:
    if joining.case_id == case.id:
        return gettext("This case was split off from a case about two people")
    return gettext("This case was about two people; the second went on in a case of their own")
