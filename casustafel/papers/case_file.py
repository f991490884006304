"""What the case file says, as plain values for the typesetter. Papers are Dutch, whoever reads them."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import override

from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.cases import policy
from casustafel.cases.models import Case
from casustafel.papers import decided_part, factors_part, picture_part, plan_part, rules, typesetting
from casustafel.papers.days import day, moment
from casustafel.papers.gathering import Gathered, gather
from casustafel.papers.making import made_for
from casustafel.parties import deeds


@transaction.atomic
def case_file(*, case: Case, purpose: str, by: Viewer, now: datetime) -> bytes:
    """The file as this person may see it; making it is an act of its own in the log. The purpose is in one's
    own words, so it stands on the sheets and not in the log."""
    policy.check_can_see(by, case)
    rules.check_purpose(purpose)
    log.record("papers.case_file_made", by=by, now=now, on=("case", case.id), scope=case.id)
    with override("nl"):
        gathered = gather(by, case, now=now)
        return typesetting.pdf("case_file", content(gathered, made_for(by, purpose, now=now), by=by))


def content(gathered: Gathered, made: dict[str, str], *, by: Viewer) -> dict[str, Any]:
    case, opened = gathered.case, gathered.opened
    return {
        "made_for": made,
        "pseudonym": opened(case, "pseudonym"),
        "subject": {
            "name": opened(gathered.file.subject, "name"),
            "birth": opened(gathered.file.subject, "birth"),
        },
        "regime": case.get_regime_display(),
        "level": case.get_level_display(),
        "state": case.get_state_display(),
        "opened": day(case.opened_date),
        "closed": day(case.closed_date),
        "review_due": day(case.review_due_date),
        "ground": opened(case, "ground"),
        "reason": opened(case, "reason"),
        "seats": _seats(gathered),
        **picture_part.content(gathered, by),
        **factors_part.content(gathered, by),
        **plan_part.content(gathered),
        **decided_part.content(gathered),
        "steps": _steps(gathered),
    }


def _seats(gathered: Gathered) -> list[list[str]]:
    return [
        [
            seat.organisation.name,
            gathered.people.get(seat.person_id, ""),
            seat.get_role_display(),
            day(seat.from_date),
            day(seat.until_date),
            gathered.opened(seat, "ground"),
        ]
        for seat in gathered.file.seats
    ]


def _steps(gathered: Gathered) -> list[list[str]]:
    return [
        [
            moment(step.at),
            gathered.people.get(step.by_id, ""),
            deeds.done(step.kind),
            gathered.opened(step, "reason"),
        ]
        for step in gathered.file.steps
    ]
