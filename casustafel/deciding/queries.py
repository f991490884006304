from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet

from casustafel.access.viewer import Viewer
from casustafel.cases import queries as cases
from casustafel.cases.choices import State
from casustafel.cases.models import Case, CaseRecord, Seat
from casustafel.deciding import policy
from casustafel.deciding.choices import About, DecisionState, ExpectationState, ObjectionState, RoundState
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
from casustafel.lib.refusal import NotYours

PER_PAGE = 25
STOPPING = (ObjectionState.STANDING, ObjectionState.IMPASSE)


@dataclass(frozen=True)
class Spoken:
    """What was asked and said about one or more subjects of a case, and what stands in the way."""

    rounds: Sequence[ConsentRound]
    consents: Sequence[Consent]
    objections: Sequence[Objection]
    impasses: Sequence[Impasse]

    def sealed_rows(self) -> list[CaseRecord]:
        return [*self.consents, *self.objections, *self.impasses]


@dataclass(frozen=True)
class DecisionFile:
    decision: Decision
    options: Sequence[Option]
    advices: Sequence[Advice]
    spoken: Spoken
    seats: Sequence[Seat]

    def sealed_rows(self) -> list[CaseRecord]:
        return [self.decision, *self.options, *self.advices, *self.spoken.sealed_rows()]


def decisions(viewer: Viewer, case: Case, *, state: str, page: int | str) -> Page[Decision]:
    """The newest first. `state` is one of DecisionState or "" for all; each says `is_stopped`."""
    found: QuerySet[Decision] = Decision.objects.visible_to(viewer).filter(case=case)
    if state in DecisionState.values:
        found = found.filter(state=state)
    return Paginator(_judged(viewer, found).order_by("-proposed_at", "id"), PER_PAGE).get_page(page)


def get_decision(viewer: Viewer, case_id: UUID, decision_id: UUID) -> Decision:
    rows = Decision.objects.visible_to(viewer).filter(case=case_id, pk=decision_id)
    found: Decision | None = rows.select_related("case__key", "key", "decides").first()
    if found is None:
        raise NotYours
    return found


def file_of(viewer: Viewer, decision: Decision, *, day: date) -> DecisionFile:
    options = Option.objects.visible_to(viewer).filter(decision=decision)
    advices = Advice.objects.visible_to(viewer).filter(decision=decision).select_related("organisation")
    return DecisionFile(
        decision,
        list(options.order_by("place")),
        list(advices.order_by("given_at", "id")),
        spoken(viewer, decision.case, about={About.DECISION}, subject_id=decision.id),
        cases.seats_at(viewer, decision.case, day=day),
    )


def spoken(viewer: Viewer, case: Case, *, about: Collection[str], subject_id: UUID | None = None) -> Spoken:
    """Rounds, the newest first, with what each said in the order in which it was said."""
    wanted = Q(case=case, about__in=about)
    if subject_id is not None:
        wanted &= Q(subject_id=subject_id)
    rounds = list(ConsentRound.objects.visible_to(viewer).filter(wanted).order_by("-opened_at", "id"))
    consents = Consent.objects.visible_to(viewer).filter(round__in=rounds).select_related("organisation")
    objections = Objection.objects.visible_to(viewer).filter(wanted).select_related("organisation")
    return Spoken(
        rounds,
        list(consents.order_by("given_at", "id")) if rounds else [],
        list(objections.order_by("made_at", "id")),
        list(Impasse.objects.visible_to(viewer).filter(wanted).order_by("flagged_at", "id")),
    )


def get_round(viewer: Viewer, case_id: UUID, round_id: UUID) -> ConsentRound:
    rows = ConsentRound.objects.visible_to(viewer).filter(case=case_id, pk=round_id)
    found: ConsentRound | None = rows.select_related("case__key", "key").first()
    if found is None:
        raise NotYours
    return found


def get_objection(viewer: Viewer, case_id: UUID, objection_id: UUID) -> Objection:
    rows = Objection.objects.visible_to(viewer).filter(case=case_id, pk=objection_id)
    found: Objection | None = rows.select_related("case__key", "key", "organisation").first()
    if found is None:
        raise NotYours
    return found


def get_impasse(viewer: Viewer, case_id: UUID, impasse_id: UUID) -> Impasse:
    rows = Impasse.objects.visible_to(viewer).filter(case=case_id, pk=impasse_id)
    found: Impasse | None = rows.select_related("case__key", "key").first()
    if found is None:
        raise NotYours
    return found


def open_impasses(viewer: Viewer, case: Case) -> list[Impasse]:
    rows = Impasse.objects.visible_to(viewer).filter(case=case, ended_at__isnull=True)
    return list(rows.order_by("until_date", "id"))


def proposed(viewer: Viewer, case: Case) -> list[Decision]:
    """What lies on the table to be decided, each with whether something `is_stopped` it."""
    rows = Decision.objects.visible_to(viewer).filter(case=case, state=DecisionState.PROPOSED)
    return list(_judged(viewer, rows).order_by("proposed_at", "id"))


def _judged(viewer: Viewer, rows: QuerySet[Decision]) -> QuerySet[Decision]:
    """With who decides, and whether an objection stands in the way, in the same reading."""
    stopping = Objection.objects.visible_to(viewer).filter(
        about=About.DECISION, subject_id=OuterRef("pk"), state__in=STOPPING
    )
    along: dict[str, Any] = {"is_stopped": Exists(stopping)}
    return rows.select_related("decides").annotate(**along)


# Expectations


def expectations(viewer: Viewer, case: Case, *, state: str, page: int | str) -> Page[Expectation]:
    """The newest first. `state` is one of ExpectationState or "" for all."""
    found: QuerySet[Expectation] = Expectation.objects.visible_to(viewer).filter(case=case)
    if state in ExpectationState.values:
        found = found.filter(state=state)
    rows = found.select_related("asking", "asked").order_by("-asked_at", "id")
    return Paginator(rows, PER_PAGE).get_page(page)


def open_expectations(viewer: Viewer, case: Case) -> list[Expectation]:
    """What is still to be answered or lived up to, the first day on top."""
    rows = Expectation.objects.visible_to(viewer).filter(
        case=case, state__in=[ExpectationState.ASKED, ExpectationState.ACCEPTED]
    )
    return list(rows.select_related("asking", "asked").order_by("until_date", "id"))


def get_expectation(viewer: Viewer, case_id: UUID, expectation_id: UUID) -> Expectation:
    rows = Expectation.objects.visible_to(viewer).filter(case=case_id, pk=expectation_id)
    found: Expectation | None = rows.select_related("case__key", "key", "asking", "asked").first()
    if found is None:
        raise NotYours
    return found


# What waits for somebody


@dataclass(frozen=True)
class Waits:
    """Of this viewer, in open cases."""

    rounds: Sequence[ConsentRound]
    impasses: Sequence[Impasse]
    to_answer: Sequence[Expectation]
    to_look_back: Sequence[Expectation]


def waiting_for(viewer: Viewer, *, day: date) -> Waits:
    """Rounds in which one did not speak yet, impasses to break, expectations of and by one's organisation."""
    spoke = Consent.objects.visible_to(viewer).filter(person_id=viewer.person_id)
    rounds = ConsentRound.objects.visible_to(viewer).filter(case__state=State.OPEN, state=RoundState.OPEN)
    impasses = Impasse.objects.visible_to(viewer).filter(case__state=State.OPEN, ended_at__isnull=True)
    open_ones = Expectation.objects.visible_to(viewer).filter(
        Q(state=ExpectationState.ASKED, asked_id=viewer.organisation_id)
        | Q(state=ExpectationState.ACCEPTED, asking_id=viewer.organisation_id, until_date__lt=day),
        case__state=State.OPEN,
    )
    found = list(open_ones.order_by("until_date", "id")[:20])
    return Waits(
        list(rounds.exclude(pk__in=spoke.values("round")).order_by("opened_at", "id")[:10]),
        list(impasses.order_by("until_date", "id")[:10]),
        [each for each in found if each.state == ExpectationState.ASKED],
        [each for each in found if each.state == ExpectationState.ACCEPTED],
    )


def directs(seats: Sequence[Seat], viewer: Viewer) -> bool:
    return any(seat.person_id == viewer.person_id and policy.directs(seat.role) for seat in seats)


@dataclass(frozen=True)
class Decided:
    """All that was decided, objected to and expected in a case, for who reads it back."""

    decisions: Sequence[Decision]
    options: Sequence[Option]
    advices: Sequence[Advice]
    spoken: Spoken
    expectations: Sequence[Expectation]

    def sealed_rows(self) -> list[CaseRecord]:
        own = [*self.decisions, *self.options, *self.advices, *self.expectations]
        return [*own, *self.spoken.sealed_rows()]


def decided(viewer: Viewer, case: Case) -> Decided:
    """In the order in which it was put."""
    rows = Decision.objects.visible_to(viewer).filter(case=case).select_related("decides")
    options = Option.objects.visible_to(viewer).filter(case=case)
    advices = Advice.objects.visible_to(viewer).filter(case=case).select_related("organisation")
    expected = Expectation.objects.visible_to(viewer).filter(case=case).select_related("asking", "asked")
    return Decided(
        list(rows.order_by("proposed_at", "id")),
        list(options.order_by("decision", "place")),
        list(advices.order_by("given_at", "id")),
        spoken(viewer, case, about=About.values),
        list(expected.order_by("asked_at", "id")),
    )
