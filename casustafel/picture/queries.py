from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from casustafel.access.viewer import Viewer
from casustafel.cases import queries as cases
from casustafel.cases.choices import SeatRole
from casustafel.cases.models import Case
from casustafel.lib.refusal import NotYours
from casustafel.parties.models import Organisation
from casustafel.picture.choices import RoundState
from casustafel.picture.models import (
    Answer,
    Contribution,
    Dissent,
    InformationRequest,
    Round,
    Sharing,
    Statement,
    Turn,
)


@dataclass(frozen=True)
class PictureFile:
    case: Case
    sharing: Sharing | None
    statements: Sequence[Statement]
    contributions: Sequence[Contribution]
    requests: Sequence[InformationRequest]


@dataclass(frozen=True)
class JudgementFile:
    case: Case
    rounds: Sequence[Round]
    answers: Sequence[Answer]
    turns: Sequence[Turn]
    dissents: Sequence[Dissent]
    organisations: Sequence[Organisation]
    chairs: bool


def picture(viewer: Viewer, case: Case) -> PictureFile:
    """The picture, and what was asked."""
    return replace(shared(viewer, case), requests=requests(viewer, case))


def shared(viewer: Viewer, case: Case) -> PictureFile:
    """The picture as it is talked about: without what was asked."""
    opened = Sharing.objects.visible_to(viewer).filter(case=case).first()
    return replace(_brought_in(viewer, case), sharing=opened)


def who_knows_what(viewer: Viewer, case: Case) -> PictureFile:
    """The picture as the map of blank spots draws it, and what was asked; not when sharing was opened."""
    return replace(_brought_in(viewer, case), requests=requests(viewer, case))


def _brought_in(viewer: Viewer, case: Case) -> PictureFile:
    statements = Statement.objects.visible_to(viewer).filter(case=case)
    contributions = Contribution.objects.visible_to(viewer).filter(case=case).select_related("organisation")
    return PictureFile(
        case,
        None,
        list(statements.order_by("domain", "observed_date", "id")),
        list(contributions.order_by("made_at", "id")),
        (),
    )


def domains_spoken_of(viewer: Viewer, case: Case) -> set[str]:
    """The parts of life about which there is anything that the viewer may see."""
    rows = Statement.objects.visible_to(viewer).filter(case=case)
    return set(rows.order_by().values_list("domain", flat=True).distinct())


def requests(viewer: Viewer, case: Case) -> list[InformationRequest]:
    rows = InformationRequest.objects.visible_to(viewer).filter(case=case).select_related("organisation")
    return list(rows.order_by("due_date", "id"))


def judgement(viewer: Viewer, case: Case, *, day: date) -> JudgementFile:
    seats = cases.seats_at(viewer, case, day=day)
    rounds = list(Round.objects.visible_to(viewer).filter(case=case).order_by("opened_at", "id"))
    is_concluded = any(round.state == RoundState.CONCLUDED for round in rounds)
    return JudgementFile(
        case,
        rounds,
        list(
            Answer.objects.visible_to(viewer).filter(case=case).select_related("round").order_by("given_at")
        ),
        list(Turn.objects.visible_to(viewer).filter(case=case)),
        list(Dissent.objects.visible_to(viewer).filter(case=case)) if is_concluded else [],
        cases.organisations_of(seats),
        any(seat.person_id == viewer.person_id and seat.role == SeatRole.CHAIR for seat in seats),
    )


def get_round(viewer: Viewer, case: Case, round_id: UUID) -> Round:
    found: Round | None = (
        Round.objects.visible_to(viewer).filter(case=case, pk=round_id).select_related("case", "key").first()
    )
    if found is None:
        raise NotYours
    return found


def get_request(viewer: Viewer, case: Case, request_id: UUID) -> InformationRequest:
    rows = InformationRequest.objects.visible_to(viewer).filter(case=case, pk=request_id)
    found: InformationRequest | None = rows.select_related("case", "key").first()
    if found is None:
        raise NotYours
    return found


def get_statement(viewer: Viewer, case: Case, statement_id: UUID) -> Statement:
    found: Statement | None = (
        Statement.objects.visible_to(viewer)
        .filter(case=case, pk=statement_id)
        .select_related("case", "key", "contribution")
        .first()
    )
    if found is None:
        raise NotYours
    return found
