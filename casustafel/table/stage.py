"""What lies on the table for all at each step: gathered first, opened in one reading, then put into words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from casustafel.access.viewer import Viewer
from casustafel.cases import queries as cases
from casustafel.deciding import expecting_presenters
from casustafel.deciding import presenters as deciding_presenters
from casustafel.deciding import queries as deciding
from casustafel.lib import clock
from casustafel.picture import (
    asking_queries,
    factor_presenters,
    factor_queries,
    judgement_presenters,
    map_presenters,
    preparing_presenters,
    preparing_queries,
    presenters,
    unshared_presenters,
    unshared_queries,
)
from casustafel.picture import queries as picture
from casustafel.plan import queries as plan
from casustafel.table import looking_back_presenters, looking_back_queries
from casustafel.table.models import AgendaItem
from casustafel.vault.models import SealedRecord
from casustafel.vault.opening import Opened


@dataclass(frozen=True)
class Sees:
    """`marks`: codes of how things stand, known without opening anything; one's own part follows them."""

    rows: Sequence[SealedRecord]
    present: Callable[[Opened], dict[str, Any]]
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True)
class PlanLine:
    """A goal, an intervention or a commitment as it is read aloud: what, who, by when."""

    text: str
    organisation: str
    due: date | None
    state: str = ""


NOTHING = Sees((), lambda opened: {})
SHARED = frozenset({"SHARED"})


def gather(viewer: Viewer, item: AgendaItem, *, as_map: bool = False) -> Sees:
    """`as_map`: at the picture, where nobody knows anything instead."""
    match item.step:
        case "SHARE":
            return _sharing(viewer, item)
        case "PICTURE" if as_map:
            return _map(viewer, item)
        case "PICTURE":
            return _picture(viewer, item)
        case "JUDGE":
            return _judging(viewer, item)
        case "GOALS" | "PLAN" | "COMMITMENTS":
            return _plan(viewer, item)
        case "LOOK_BACK":
            return _looking_back(viewer, item)
    return NOTHING


def _sharing(viewer: Viewer, item: AgendaItem) -> Sees:
    """Who is ready, until sharing opens; from then on what only one partner holds comes first."""
    openings = preparing_queries.openings(viewer, item.case)
    if any(each.closed_at is None for each in openings):
        file = unshared_queries.unshared(viewer, item.case, openings, to_all=True)
        return Sees(
            list(file.statements.values()),
            lambda opened: {"unshared": unshared_presenters.unshared_content(file, opened)},
            SHARED,
        )
    day = clock.now().date()
    ready = preparing_queries.readiness(viewer, item.case, day=day, opened=openings)

    def waiting(opened: Opened) -> dict[str, Any]:
        return {"ready": preparing_presenters.ready_page(ready, opened, may_work=False)}

    return Sees([seat.person for seat in ready.seats], waiting)


def _picture(viewer: Viewer, item: AgendaItem) -> Sees:
    file = replace(picture.newest(viewer, item.case, for_all=True), contributions=())
    factors = factor_queries.recognised(viewer, item.case)

    def present(opened: Opened) -> dict[str, Any]:
        page = presenters.picture_content(viewer, file, opened, chairs=False, now=clock.now())
        return {"picture": page, "recognised": factor_presenters.recognised(factors, opened)}

    return Sees([*file.legible_to(viewer), *factors], present)


def _map(viewer: Viewer, item: AgendaItem) -> Sees:
    """Marks alone, and only of what is there for the whole table; nothing to open."""
    now = clock.now()
    marks = asking_queries.marks(viewer, item.case, day=now.date(), for_all=True)
    organisations = cases.organisations_at(viewer, item.case, day=now.date())
    drawn = map_presenters.drawn(item.case, marks, organisations, ways=None, unfolded="", now=now)
    return Sees((), lambda opened: {"map": drawn})


def _judging(viewer: Viewer, item: AgendaItem) -> Sees:
    """Rounds with who is done, and the answers of those that lie side by side."""
    file = picture.judgement(viewer, item.case, day=clock.now().date())

    def present(opened: Opened) -> dict[str, Any]:
        return {"cards": judgement_presenters.cards(file, opened)}

    states = frozenset(r.state for r in file.rounds)
    return Sees([*file.rounds, *file.all_shown, *file.dissents], present, states)


def _plan(viewer: Viewer, item: AgendaItem) -> Sees:
    goals = plan.goals(viewer, item.case)
    interventions = plan.interventions(viewer, item.case)
    commitments = plan.commitments(viewer, item.case)
    decided = deciding.proposed(viewer, item.case) if item.step == "PLAN" else []
    expected = deciding.open_expectations(viewer, item.case) if item.step == "COMMITMENTS" else []

    def present(opened: Opened) -> dict[str, Any]:
        return {
            "decisions": [deciding_presenters.row_of(row, opened) for row in decided],
            "expectations": expecting_presenters.spoken_of(expected, opened),
            "goals": [PlanLine(opened(g, "text"), g.owner.name, g.due_date) for g in goals],
            "interventions": [PlanLine(opened(i, "text"), i.organisation.name, None) for i in interventions],
            "commitments": [
                PlanLine(opened(c, "what"), c.organisation.name, c.due_date, c.get_state_display())
                for c in commitments
            ],
        }

    return Sees([*goals, *interventions, *commitments, *decided, *expected], present)


def _looking_back(viewer: Viewer, item: AgendaItem) -> Sees:
    """Who is done; and what was said, once the chair shows it together."""
    file = looking_back_queries.look_back(viewer, item.meeting)
    return Sees(
        [*(row.person for row in file.attended), *file.answers],
        lambda opened: {"look_back": looking_back_presenters.look_back_content(file, opened)},
    )
