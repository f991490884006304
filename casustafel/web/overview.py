"""The page on which a case opens, to be read aloud: who it is about, who sits here, what is known and what is
not, what was agreed and what is due. Read from every step of the case."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from casustafel.access.viewer import Viewer
from casustafel.cases import presenters, queries
from casustafel.cases.presenters import CaseFrame, CasePage
from casustafel.joining import queries as joining
from casustafel.joining.presenters import link_text
from casustafel.method import model
from casustafel.picture import queries as picture
from casustafel.plan import queries as plan
from casustafel.plan.choices import CommitmentState
from casustafel.plan.presenters import commitment_said
from casustafel.vault import opening


@dataclass(frozen=True)
class Agreed:
    """An open commitment: what, who, by when."""

    what: str
    organisation: str
    due: date
    said: str
    tone: str


@dataclass(frozen=True)
class Overview:
    case: CasePage
    known: list[str]
    blank: list[str]
    goals: list[str]
    agreed: list[Agreed]
    joined: list[tuple[UUID, str]]


def of_case(viewer: Viewer, case_id: UUID, *, now: datetime) -> tuple[CaseFrame, Overview]:
    file = queries.file_of(viewer, case_id)
    goals = plan.goals(viewer, file.case)
    agreed = [c for c in plan.commitments(viewer, file.case) if c.state == CommitmentState.OPEN]
    rows = [file.case, file.subject, *file.seats, *file.steps, *goals, *agreed]
    opened = opening.open_all(rows, by=viewer, purpose="case.page", now=now)
    frame, page = presenters.case_page(viewer, file, opened, now=now)
    spoken_of = picture.domains_spoken_of(viewer, file.case)
    domains = model.of(file.case.model_version).domains
    return frame, Overview(
        case=page,
        known=[domain.label for domain in domains if domain.code in spoken_of],
        blank=[domain.label for domain in domains if domain.code not in spoken_of],
        goals=[opened(goal, "text") for goal in goals],
        agreed=[
            Agreed(opened(c, "what"), c.organisation.name, c.due_date, *commitment_said(c, now.date()))
            for c in agreed
        ],
        joined=[
            (each.id, link_text(each, file.case)) for each in joining.of_case(viewer, file.case, file.steps)
        ],
    )
