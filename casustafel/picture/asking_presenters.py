from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page
from django.utils.translation import gettext

from casustafel.access.viewer import Viewer
from casustafel.cases.choices import SeatRole, State
from casustafel.cases.models import Case
from casustafel.cases.presenters import CaseFrame, case_frame
from casustafel.method import model
from casustafel.method.model import Item
from casustafel.parties import names, terms
from casustafel.picture import grounds
from casustafel.picture.choices import RequestState
from casustafel.picture.models import InformationRequest
from casustafel.vault import opening
from casustafel.vault.opening import Opened


@dataclass(frozen=True)
class RequestLine:
    id: UUID
    organisation: str
    domain: str
    question: str
    purpose: str
    due: date
    asked: date
    state: str
    state_name: str
    mine: bool
    is_late: bool


@dataclass(frozen=True)
class RequestPage:
    """One request. `is_partly`: one's own organisation answered it for a part of the table."""

    line: RequestLine
    asker: str
    ground: str
    minimum: str
    refusal: str
    words: str
    ended: datetime | None
    may_answer: bool
    may_decline: bool
    is_partly: bool
    may_ask_on: bool


def request_list(
    viewer: Viewer, case: Case, page: Page[InformationRequest], *, now: datetime
) -> tuple[CaseFrame, list[RequestLine]]:
    rows = list(page)
    opened = opening.open_all([case, *rows], by=viewer, purpose="picture.requests", now=now)
    lines = [_request_line(row, opened, viewer, case, now=now) for row in rows]
    return case_frame(case, opened(case, "pseudonym"), current="picture:blank_spots"), lines


def _request_line(
    request: InformationRequest, opened: Opened, viewer: Viewer, case: Case, *, now: datetime
) -> RequestLine:
    known, state = model.of(case.model_version), RequestState(request.seen_state)
    is_open = state == RequestState.ASKED
    return RequestLine(
        id=request.id,
        organisation=request.organisation.name,
        domain=known.domain(request.domain).label,
        question=known.question(request.question).label if request.question else "",
        purpose=opened(request, "purpose"),
        due=request.due_date,
        asked=request.asked_at.date(),
        state=state,
        state_name=str(state.label),
        mine=request.organisation_id == viewer.organisation_id and is_open,
        is_late=is_open and request.due_date < now.date(),
    )


def request_page(
    viewer: Viewer, request: InformationRequest, *, role: str, is_replied: bool, now: datetime
) -> tuple[CaseFrame, RequestPage]:
    case, own = request.case, request.organisation_id == viewer.organisation_id
    opened = opening.open_all([case, request], by=viewer, purpose="picture.request", now=now)
    line = _request_line(request, opened, viewer, case, now=now)
    people = names.of_people(viewer, {request.asked_by_id})
    is_open, asks = case.state == State.OPEN, request.asked_by_id == viewer.person_id
    stands = is_open and request.state == RequestState.ASKED
    page = RequestPage(
        line=line,
        asker=people.get(request.asked_by_id, ""),
        ground=grounds.name_of(request.ground),
        minimum=opened(request, "minimum"),
        refusal=request.get_refusal_display() if request.refusal else "",
        words=opened(request, "answer"),
        ended=request.seen_at,
        may_answer=stands and own and not is_replied,
        may_decline=stands and own,
        is_partly=stands and own and is_replied,
        may_ask_on=is_open and line.state == RequestState.ASKED and (asks or role == SeatRole.CHAIR),
    )
    return case_frame(case, opened(case, "pseudonym"), current="picture:blank_spots"), page


def answering(viewer: Viewer, request: InformationRequest, *, now: datetime) -> tuple[RequestLine, str]:
    """What is to be answered, and the least that is needed."""
    opened = opening.open_all([request], by=viewer, purpose="picture.request", now=now)
    line = _request_line(request, opened, viewer, request.case, now=now)
    return line, opened(request, "minimum")


def proposal(
    case: Case, asked: Mapping[str, str], organisations: Sequence[str], *, today: date
) -> dict[str, Any]:
    """What the form to ask begins with: from the cell one came from, with a text to change."""
    known = model.of(case.model_version)
    of_domain: Iterable[Item] = known.questions_of(asked.get("domain", ""))
    wanted = next((q for q in known.questions if q.code == asked.get("question", "")), None)
    question = wanted or next(iter(of_domain), None)
    first = {
        "organisations": list(organisations),
        "due_date": terms.due(case.partnership_id, "REQUEST_ANSWER", today),
    }
    if question is None:
        return first
    about = {"question": question.label, "domain": known.domain(question.domain).label.lower()}
    return first | {
        "question": question.code,
        "purpose": gettext("To weigh at the table what is needed, we miss something about %(domain)s.")
        % about,
        "minimum": gettext("Only what answers this: %(question)s No file, no names of others.") % about,
    }
