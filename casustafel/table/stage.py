"""What lies on the table at each step: gathered first, opened in one reading, then put into words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from casustafel.access.viewer import Viewer
from casustafel.lib import clock
from casustafel.picture import judgement_presenters, presenters
from casustafel.picture import queries as picture
from casustafel.picture.choices import Audience, RoundState
from casustafel.picture.forms import AnswerForm, JointForm
from casustafel.plan import queries as plan
from casustafel.table.models import AgendaItem
from casustafel.vault.models import SealedRecord
from casustafel.vault.opening import Opened


@dataclass(frozen=True)
class Sees:
    rows: Sequence[SealedRecord]
    present: Callable[[Opened], dict[str, Any]]


@dataclass(frozen=True)
class PlanLine:
    """A goal, an intervention or a commitment as it is read aloud: what, who, by when."""

    text: str
    organisation: str
    due: date | None
    state: str = ""


NOTHING = Sees((), lambda opened: {})


def gather(viewer: Viewer, item: AgendaItem, *, big: bool) -> Sees:
    match item.step:
        case "SHARE" | "PICTURE":
            return _picture(viewer, item, big=big)
        case "JUDGE":
            return _judging(viewer, item, big=big)
        case "GOALS" | "PLAN" | "COMMITMENTS":
            return _plan(viewer, item)
    return NOTHING


def _picture(viewer: Viewer, item: AgendaItem, *, big: bool) -> Sees:
    file = picture.shared(viewer, item.case)
    if big:
        open_ones = [
            c for c in file.contributions if c.shared_at is not None and c.audience == Audience.TABLE
        ]
        known = {c.id for c in open_ones}
        statements = [s for s in file.statements if s.contribution_id in known]
        file = replace(file, statements=statements, contributions=open_ones)
    chairs = not big and item.meeting.chair_id == viewer.person_id

    def present(opened: Opened) -> dict[str, Any]:
        return {"picture": presenters.picture_content(viewer, file, opened, chairs=chairs)}

    return Sees([*file.statements, *file.contributions], present)


def _judging(viewer: Viewer, item: AgendaItem, *, big: bool) -> Sees:
    file = picture.judgement(viewer, item.case, day=clock.now().date())
    if big:
        revealed = {r.id for r in file.rounds if r.state != RoundState.ALONE}
        answers = [a for a in file.answers if a.round_id in revealed]
        file = replace(file, answers=answers)
    chairs = not big and item.meeting.chair_id == viewer.person_id

    def present(opened: Opened) -> dict[str, Any]:
        page = judgement_presenters.judgement_content(viewer, file, opened, chairs=chairs)
        cards = [(card, None if big else _form(card, file)) for card in page.rounds]
        return {"judgement": page, "cards": cards}

    return Sees([*file.rounds, *file.answers, *file.dissents], present)


def _form(card: judgement_presenters.RoundCard, file: picture.JudgementFile) -> Any:
    if card.state == RoundState.ALONE:
        mine = {"level": card.mine.level, "text": card.mine.text} if card.mine else {}
        return AnswerForm(levels=card.levels, initial=mine)
    return JointForm(organisations=file.organisations)


def _plan(viewer: Viewer, item: AgendaItem) -> Sees:
    goals = plan.goals(viewer, item.case)
    interventions = plan.interventions(viewer, item.case)
    commitments = plan.commitments(viewer, item.case)

    def present(opened: Opened) -> dict[str, Any]:
        return {
            "goals": [PlanLine(opened(g, "text"), g.owner.name, g.due_date) for g in goals],
            "interventions": [PlanLine(opened(i, "text"), i.organisation.name, None) for i in interventions],
            "commitments": [
                PlanLine(opened(c, "what"), c.organisation.name, c.due_date, c.get_state_display())
                for c in commitments
            ],
        }

    return Sees([*goals, *interventions, *commitments], present)
