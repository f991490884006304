"""What is open in a case and has to be finished before the case may go up in another."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext

from casustafel.access.viewer import Viewer
from casustafel.cases.models import Case
from casustafel.deciding.choices import DecisionState, ExpectationState
from casustafel.deciding.choices import RoundState as ConsentState
from casustafel.deciding.models import ConsentRound, Decision, Expectation
from casustafel.picture.choices import LYING
from casustafel.picture.models import Round
from casustafel.plan.choices import CommitmentState
from casustafel.plan.models import Commitment, Consent


@dataclass(frozen=True)
class Block:
    """In words without content of the case, and where to finish it."""

    text: str
    path: str


# A step that stands above this one names its own: table/apps.py.
further: list[Callable[[Viewer, Case], list[Block]]] = []


def of(viewer: Viewer, case: Case) -> list[Block]:
    own = [
        *_commitments(viewer, case),
        *_rounds(viewer, case),
        *_consents(viewer, case),
        *_decisions(viewer, case),
        *_expectations(viewer, case),
    ]
    return [*own, *(block for more in further for block in more(viewer, case))]


def _commitments(viewer: Viewer, case: Case) -> list[Block]:
    rows = Commitment.objects.visible_to(viewer).filter(case=case, state=CommitmentState.OPEN)
    said = gettext("commitment of %(organisation)s, due %(date)s")
    return [
        Block(
            said % {"organisation": row.organisation.name, "date": date_format(row.due_date, "j F Y")},
            _plan(case),
        )
        for row in rows.select_related("organisation").order_by("due_date", "id")
    ]


def _rounds(viewer: Viewer, case: Case) -> list[Block]:
    rows = Round.objects.visible_to(viewer).filter(case=case, state__in=LYING)
    said = gettext("judging that began on %(date)s")
    return [
        Block(
            said % {"date": date_format(row.opened_at, "j F Y")}, reverse("picture:judgement", args=[case.id])
        )
        for row in rows.order_by("opened_at")
    ]


def _consents(viewer: Viewer, case: Case) -> list[Block]:
    if Consent.objects.visible_to(viewer).filter(case=case, plan_version__isnull=True).exists():
        return [Block(gettext("consent to the plan is being asked"), _plan(case))]
    return []


def _decisions(viewer: Viewer, case: Case) -> list[Block]:
    rows = Decision.objects.visible_to(viewer).filter(case=case, state=DecisionState.PROPOSED)
    said = gettext("decision proposed on %(date)s")
    blocks = [
        Block(
            said % {"date": date_format(row.proposed_at, "j F Y")},
            reverse("deciding:decision", args=[case.id, row.id]),
        )
        for row in rows.order_by("proposed_at", "id")
    ]
    asked = ConsentRound.objects.visible_to(viewer).filter(case=case, about="GOAL", state=ConsentState.OPEN)
    if asked.exists():
        blocks.append(Block(gettext("consent to a goal is being asked"), _plan(case)))
    return blocks


def _expectations(viewer: Viewer, case: Case) -> list[Block]:
    open_ones = [ExpectationState.ASKED, ExpectationState.ACCEPTED]
    rows = Expectation.objects.visible_to(viewer).filter(case=case, state__in=open_ones)
    said = gettext("expectation of %(organisation)s, due %(date)s")
    return [
        Block(
            said % {"organisation": row.asked.name, "date": date_format(row.until_date, "j F Y")},
            reverse("deciding:expectations", args=[case.id]),
        )
        for row in rows.select_related("asked").order_by("until_date", "id")
    ]


def _plan(case: Case) -> str:
    return reverse("plan:plan", args=[case.id])
