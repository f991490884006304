"""Everything of a case that this person may see, read once and opened in one reading."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from casustafel.access.viewer import Viewer
from casustafel.cases import queries as cases
from casustafel.cases.models import Case
from casustafel.cases.queries import CaseFile
from casustafel.deciding import queries as deciding
from casustafel.deciding.queries import Decided
from casustafel.monitoring import queries as monitoring
from casustafel.monitoring.queries import MonitoringFile
from casustafel.papers import queries
from casustafel.parties import names
from casustafel.picture import factor_queries, instrument_queries
from casustafel.picture import queries as picture
from casustafel.picture.factor_queries import FactorsFile
from casustafel.picture.instrument_queries import ResultsFile
from casustafel.picture.models import Correction, Revision
from casustafel.picture.queries import JudgementFile, PictureFile
from casustafel.plan import queries as plan
from casustafel.plan.models import PlanVersion
from casustafel.plan.queries import PlanFile
from casustafel.vault import opening
from casustafel.vault.opening import Opened


@dataclass(frozen=True)
class Gathered:
    case: Case
    file: CaseFile
    picture: PictureFile
    revisions: list[Revision]
    factors: FactorsFile
    instruments: ResultsFile
    judgement: JudgementFile
    plan: PlanFile
    settled: list[PlanVersion]
    decided: Decided
    since: dict[UUID, list[Correction]]
    followed: MonitoringFile
    people: dict[UUID, str]
    organisations: dict[UUID, str]
    opened: Opened
    at: datetime


def gather(viewer: Viewer, case: Case, *, now: datetime) -> Gathered:
    file = cases.whole(viewer, case)
    known, revisions = picture.picture(viewer, case), queries.revisions(viewer, case)
    factors = factor_queries.factors(viewer, case)
    assessed = instrument_queries.all_results(viewer, case, day=now.date())
    judged = picture.judgement(viewer, case, day=now.date())
    planned, settled = plan.plan(viewer, case.id, day=now.date()), queries.settled(viewer, case)
    decided = deciding.decided(viewer, case)
    followed = monitoring.whole(viewer, case.id, day=now.date())
    rows = [
        *(case, file.subject, *file.seats, *file.steps),
        *(*known.legible_to(viewer), *known.contributions, *known.requests, *revisions),
        *(*factors.factors, *assessed.legible_to(viewer)),
        *(*judged.rounds, *judged.all_shown, *judged.dissents),
        *(*planned.sealed_rows(), *decided.sealed_rows(), *followed.reviews, *followed.measures),
        *([followed.closing] if followed.closing else []),
    ]
    return Gathered(
        case,
        file,
        known,
        revisions,
        factors,
        assessed,
        judged,
        planned,
        settled,
        decided,
        queries.since(viewer, case, settled),
        followed,
        names.of_people(viewer),
        names.of_organisations(viewer),
        opening.open_all(rows, by=viewer, purpose="papers.case_file", now=now),
        now,
    )
