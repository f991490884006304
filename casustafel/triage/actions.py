import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.urls import reverse

from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.cases import actions as cases
from casustafel.cases.choices import SeatRole
from casustafel.cases.models import Case
from casustafel.method import model
from casustafel.notices import actions as notices
from casustafel.notices.choices import Kind
from casustafel.parties import queries as parties
from casustafel.parties import terms
from casustafel.parties.models import Person
from casustafel.reports import deciding as reports
from casustafel.reports.choices import State as ReportState
from casustafel.reports.models import Report
from casustafel.triage import policy, rules
from casustafel.triage.choices import Outcome, State
from casustafel.triage.models import Dissent, Turn, View, Weighing
from casustafel.triage.rules import CriterionText
from casustafel.vault import keys, opening, sealing
from casustafel.vault.choices import Scope


@transaction.atomic
def prepare(*, report: Report, summary: str, reason: str, by: Viewer, now: datetime) -> Weighing:
    """The reporting officer hands a report on: what the triage team needs, under a key of its own."""
    rules.check_reason(summary)
    report = reports.decide(report=report, way_out=ReportState.TO_WEIGHING, reason=reason, by=by, now=now)
    told = opening.open_all([report], by=by, purpose="weighing.prepare", now=now)
    row = uuid4()
    weighing = Weighing(
        id=row,
        key=keys.make(Scope.WEIGHING, row),
        partnership_id=by.partnership_id,
        report_id=report.id,
        model_version=model.current().version,
        prepared_at=now,
        prepared_by=by.person_id,
        due_date=terms.due(by.partnership_id, "WEIGHING_TERM", now.date()),
    )
    sealing.seal(
        weighing,
        summary=summary,
        subject_name=told(report, "subject_name"),
        subject_birth=told(report, "subject_birth"),
    )
    weighing.save(force_insert=True)
    _tell_team(weighing, by=by, now=now)
    log.record("weighing.prepared", by=by, now=now, on=("weighing", row), scope=row)
    return weighing


@transaction.atomic
def give_view(
    *,
    weighing: Weighing,
    outcome: str,
    reason: str,
    criteria: Mapping[str, CriterionText],
    by: Viewer,
    now: datetime,
) -> View:
    """One organisation's view, alone. May be given anew until the views are on the table."""
    weighing = _locked(weighing, by=by)
    policy.check_can_weigh(by, weighing)
    rules.check_on_the_team(by.organisation_kind)
    rules.check_alone(weighing.state)
    rules.check_every_criterion(criteria, [c.code for c in model.of(weighing.model_version).criteria])
    rules.check_reason(reason)
    mine = View.objects.visible_to(by).filter(weighing=weighing, organisation_id=by.organisation_id)
    view: View = mine.first() or View(weighing=weighing, key=weighing.key, organisation_id=by.organisation_id)
    is_new = view._state.adding
    view.person_id, view.outcome, view.given_at = by.person_id, Outcome(outcome), now
    sealing.seal(
        view, reason=reason, criteria=json.dumps({code: asdict(text) for code, text in criteria.items()})
    )
    view.save(force_insert=is_new)
    if is_new:
        turn = Turn(
            id=uuid4(), weighing=weighing, organisation_id=by.organisation_id, kind=by.organisation_kind
        )
        turn.save(force_insert=True)
    log.record("weighing.view_given", by=by, now=now, on=("view", view.id), scope=weighing.id)
    return view


@transaction.atomic
def reveal(*, weighing: Weighing, by: Viewer, now: datetime) -> Weighing:
    weighing = _locked(weighing, by=by)
    policy.check_can_weigh(by, weighing)
    given = Turn.objects.visible_to(by).filter(weighing=weighing).values_list("kind", flat=True)
    rules.check_may_reveal(weighing.state, list(given))
    weighing.state = State.TOGETHER
    weighing.save(update_fields=["state"])
    log.record("weighing.revealed", by=by, now=now, on=("weighing", weighing.id), scope=weighing.id)
    return weighing


@transaction.atomic
def decide(
    *,
    weighing: Weighing,
    outcome: str,
    reason: str,
    dissents: Mapping[UUID, str],
    by: Viewer,
    now: datetime,
) -> Weighing:
    """The joint outcome with its reason; who did not agree is kept by name."""
    weighing = _locked(weighing, by=by)
    policy.check_can_weigh(by, weighing)
    rules.check_may_decide(weighing.state)
    rules.check_reason(reason)
    weighing.state, weighing.outcome, weighing.decided_at = State.DECIDED, Outcome(outcome), now
    sealing.seal(weighing, reason=reason)
    weighing.save(update_fields=["state", "outcome", "decided_at", "reason"])
    for organisation_id, text in dissents.items():
        dissent = Dissent(weighing=weighing, key=weighing.key, organisation_id=organisation_id)
        sealing.seal(dissent, text=text)
        dissent.save(force_insert=True)
    _tell_outcome(weighing, by=by, now=now)
    log.record("weighing.decided", by=by, now=now, on=("weighing", weighing.id), scope=weighing.id)
    return weighing


@dataclass(frozen=True)
class TakeUp:
    pseudonym: str
    regime: str
    ground: str
    reason: str
    director: Person
    core: Sequence[Person]


@transaction.atomic
def take_up(*, weighing: Weighing, new: TakeUp, by: Viewer, now: datetime) -> Case:
    """The process director opens a case: own seat, case director, and one person of each core partner."""
    weighing = _locked(weighing, by=by)
    policy.check_can_take_up(by, weighing)
    rules.check_may_take_up(weighing.state, weighing.outcome)
    rules.check_one_seat_each([by.person_id, new.director.id, *(person.id for person in new.core)])
    known = opening.open_all([weighing], by=by, purpose="case.open", now=now)
    chair = Person.objects.visible_to(by).get(pk=by.person_id)
    seats = [
        cases.NewSeat(chair, SeatRole.CHAIR, new.ground),
        cases.NewSeat(new.director, SeatRole.DIRECTOR, new.ground),
        *(cases.NewSeat(person, SeatRole.PARTICIPANT, new.ground) for person in new.core),
    ]
    case = cases.open_case(
        new=cases.NewCase(
            weighing_id=weighing.id,
            report_id=weighing.report_id,
            subject_name=known(weighing, "subject_name"),
            subject_birth=known(weighing, "subject_birth"),
            pseudonym=new.pseudonym,
            regime=new.regime,
            ground=new.ground,
            reason=new.reason,
            model_version=model.current().version,
            review_due_date=terms.due(by.partnership_id, "CASE_REVIEW_INTERVAL", now.date()),
        ),
        seats=seats,
        by=by,
        now=now,
    )
    weighing.state = State.TAKEN_UP
    weighing.save(update_fields=["state"])
    log.record("weighing.taken_up", by=by, now=now, on=("weighing", weighing.id), scope=weighing.id)
    return case


def _tell_team(weighing: Weighing, *, by: Viewer, now: datetime) -> None:
    team = [each.id for each in parties.with_role(by, "TRIAGE_MEMBER", day=now.date())]
    path = reverse("triage:show", args=[weighing.id])
    notices.tell(to=team, kind=Kind.WEIGHING_PREPARED, path=path, by=by, now=now)


def _tell_outcome(weighing: Weighing, *, by: Viewer, now: datetime) -> None:
    """Who prepared it; and who may open a case of it, when that is the outcome."""
    told = {weighing.prepared_by} if weighing.prepared_by else set()
    if weighing.outcome == Outcome.PERSON_CENTRED:
        told |= {each.id for each in parties.with_role(by, "PROCESS_DIRECTOR", day=now.date())}
    path = reverse("triage:show", args=[weighing.id])
    notices.tell(to=told, kind=Kind.WEIGHING_DECIDED, path=path, by=by, now=now)


def _locked(weighing: Weighing, *, by: Viewer) -> Weighing:
    rows = Weighing.objects.visible_to(by).select_for_update(of=("self",)).select_related("key")
    locked: Weighing = rows.get(pk=weighing.pk)
    return locked
