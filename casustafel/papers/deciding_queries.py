"""What a table decided while a meeting lasted, and what became of who objected; read for a paper."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from casustafel.access.viewer import Viewer
from casustafel.cases.models import CaseRecord
from casustafel.deciding.models import (
    Advice,
    Consent,
    ConsentRound,
    Decision,
    Expectation,
    Impasse,
    Objection,
    Option,
)
from casustafel.papers.queries import Span
from casustafel.plan.models import Consent as PlanConsent


@dataclass(frozen=True)
class Decided:
    decisions: list[Decision]
    options: list[Option]
    advice: list[Advice]
    rounds: list[ConsentRound]
    consents: list[Consent]
    plan_consents: list[PlanConsent]
    objections: list[Objection]
    impasses: list[Impasse]
    expectations: list[Expectation]

    def rows(self) -> list[CaseRecord]:
        return [
            *(*self.decisions, *self.options, *self.advice, *self.consents, *self.plan_consents),
            *(*self.objections, *self.impasses, *self.expectations),
        ]


def decided(viewer: Viewer, cases: list[UUID], span: Span) -> Decided:
    """Put, said or ended while the meeting lasted."""

    def of(model: Any, *wanted: Q) -> QuerySet[Any]:
        rows: QuerySet[Any] = model.objects.visible_to(viewer).filter(*wanted, case__in=cases)
        return rows

    here = Q(meeting_id=span.meeting_id)
    said = span.during("given_at")
    decisions = list(
        of(Decision, here | span.during("proposed_at") | span.during("ended_at"))
        .select_related("decides")
        .order_by("proposed_at", "id")
    )
    about_these = Q(subject_id__in=[each.id for each in decisions])
    rounds = list(
        of(ConsentRound, about_these | span.during("opened_at") | span.during("ended_at")).order_by(
            "opened_at", "id"
        )
    )
    consents = _named(of(Consent, said, Q(round__in=rounds)))
    plan_consents = _named(of(PlanConsent, said))
    given = [each.id for each in (*consents, *plan_consents)]
    expected = here | span.during("asked_at") | span.during("answered_at")
    return Decided(
        decisions,
        list(of(Option, Q(decision__in=decisions)).order_by("place")),
        _named(of(Advice, said, Q(decision__in=decisions))),
        rounds,
        consents,
        plan_consents,
        list(of(Objection, Q(consent_id__in=given)).order_by("id")),
        list(of(Impasse, span.during("flagged_at") | span.during("ended_at")).order_by("flagged_at", "id")),
        list(of(Expectation, expected).select_related("asking", "asked").order_by("asked_at", "id")),
    )


def _named(rows: QuerySet[Any]) -> list[Any]:
    return list(rows.select_related("organisation").order_by("given_at", "id"))
