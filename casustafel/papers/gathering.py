"""Everything of a case that this person may see, read once and opened in one reading."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from casustafel.access.viewer import Viewer
from casustafel.cases import queries as cases
from casustafel.cases.models import Case
from casustafel.cases.queries import CaseFile
from casustafel.monitoring import queries as monitoring
from casustafel.monitoring.queries import MonitoringFile
from casustafel.parties import names
from casustafel.picture import queries as picture
from casustafel.picture.queries import JudgementFile, PictureFile
from casustafel.plan import queries as plan
from casustafel.plan.models import Commitment
from casustafel.vault import opening
from casustafel.vault.opening import Opened


@dataclass(frozen=True)
class Gathered:
    case: Case
    file: CaseFile
    picture: PictureFile
    judgement: JudgementFile
    followed: MonitoringFile
    commitments: list[Commitment]
    people: dict[UUID, str]
    opened: Opened


def gather(viewer: Viewer, case: Case, *, now: datetime) -> Gathered:
    file = cases.whole(viewer, case)
    known = picture.shared(viewer, case)
    judged = picture.judgement(viewer, case, day=now.date())
    followed = monitoring.whole(viewer, case.id, day=now.date())
    commitments = plan.commitments(viewer, case)
    closing = [followed.closing] if followed.closing else []
    rows = [
        *(case, file.subject, *file.seats, *file.steps, *known.statements, *known.contributions),
        *(*judged.rounds, *judged.answers, *judged.dissents, *commitments),
        *(*followed.goals, *followed.interventions, *followed.reviews, *followed.measures, *closing),
    ]
    opened = opening.open_all(rows, by=viewer, purpose="papers.case_file", now=now)
    people = names.of_people(viewer, {s.person_id for s in file.seats} | {s.by_id for s in file.steps})
    return Gathered(case, file, known, judged, followed, commitments, people, opened)
