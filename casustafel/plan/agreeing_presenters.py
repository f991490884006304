"""Who agrees with a goal, and what stands in the way of goal and plan, in words."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext

from casustafel.access.viewer import Viewer
from casustafel.cases.choices import State
from casustafel.cases.presenters import CaseFrame, case_frame
from casustafel.deciding import consenting_presenters
from casustafel.deciding.choices import About, RoundState
from casustafel.deciding.consenting_presenters import Reader, SpokenPage
from casustafel.deciding.queries import STOPPING, Spoken
from casustafel.plan.models import Goal
from casustafel.plan.queries import PlanFile, Table
from casustafel.vault import opening
from casustafel.vault.opening import Opened


@dataclass(frozen=True)
class GoalConsent:
    """One goal that is asked about: its words, and what was said to it."""

    id: UUID
    text: str
    spoken: SpokenPage
    may_ask: bool


def spoken_of_plan(
    viewer: Viewer, file: PlanFile, spoken: Spoken, opened: Opened, *, now: datetime
) -> SpokenPage:
    """Of the plan itself; what was said about one goal stands on the page of that goal."""
    reader = Reader(viewer, file.seats, file.case.state == State.OPEN, now.date())
    own = Spoken(
        [],
        [],
        [each for each in spoken.objections if each.about == About.PLAN],
        [each for each in spoken.impasses if each.about == About.PLAN],
    )
    return consenting_presenters.spoken_page(reader, own, opened, overrules=reader.chairs)


def goal_consent(
    viewer: Viewer, goal: Goal, spoken: Spoken, table: Table, *, now: datetime
) -> tuple[CaseFrame, GoalConsent]:
    rows = [goal.case, goal, *spoken.sealed_rows()]
    opened = opening.open_all(rows, by=viewer, purpose="deciding.goal", now=now)
    reader = Reader(viewer, table.seats, goal.case.state == State.OPEN, now.date())
    said = consenting_presenters.spoken_page(reader, spoken, opened, overrules=reader.chairs)
    page = GoalConsent(goal.id, opened(goal, "text"), said, reader.directs and said.current is None)
    return case_frame(goal.case, opened(goal.case, "pseudonym"), current="plan:plan"), page


def agreed_on(goal: Goal, spoken: Spoken) -> tuple[str, str]:
    """Where the table stands on this goal, in words and the tone of its badge; nothing if nobody asked."""
    if any(each.subject_id == goal.id and each.state in STOPPING for each in spoken.objections):
        return gettext("An objection stands"), "urgent"
    newest = next((each for each in spoken.rounds if each.subject_id == goal.id), None)
    if newest is None or newest.state == RoundState.WITHDRAWN:
        return "", "neutral"
    if newest.state == RoundState.OPEN:
        return gettext("Everybody is asked"), "info"
    return gettext("Agreed by the table"), "good"
