from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.paginator import Page
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext

from casustafel.access.viewer import Viewer
from casustafel.cases.presenters import CaseFrame, case_frame
from casustafel.lib.refusal import N_
from casustafel.parties import names
from casustafel.picture import presenters
from casustafel.picture.choices import FactorStand, RequestState, VerdictKind
from casustafel.picture.presenters import StatementLine
from casustafel.picture.queries import is_closed_to
from casustafel.table.changes import Change, Changed
from casustafel.vault import opening

WHAT = {
    "NEW": N_("New statement"),
    "REVISED": N_("Put otherwise"),
    "WITHDRAWN": N_("Withdrawn"),
    "TOLD": N_("Something was told aloud and not kept"),
    "RESULT": N_("The result of an instrument was brought in"),
    "RESULT_WITHDRAWN": N_("The result of an instrument was withdrawn"),
    "VERDICT": N_("Somebody knows more of it: %(said)s"),
    "CONTRADICTED": N_("Contradicts another statement"),
    "ASKED": N_("Information was asked"),
    "ANSWERED": N_("A request has an outcome: %(said)s"),
    "FACTOR": N_("A factor: %(said)s"),
    "CONTACT": N_("Somebody near the person was added"),
    "CONCLUDED": N_("A question was judged together"),
    "SEATED": N_("A seat began"),
    "UNSEATED": N_("A seat ended"),
}
SAID: dict[str, Mapping[str, object]] = {
    "VERDICT": dict(VerdictKind.choices),
    "ANSWERED": dict(RequestState.choices),
    "FACTOR": dict(FactorStand.choices),
}
# A day is all that is known of these.
DAYS = frozenset({"SEATED", "UNSEATED"})
PLACES = {
    "TOLD": "picture:contributions",
    "RESULT": "picture:instruments",
    "RESULT_WITHDRAWN": "picture:instruments",
    "ASKED": "picture:blank_spots",
    "ANSWERED": "picture:blank_spots",
    "FACTOR": "picture:factors",
    "CONTACT": "picture:network",
    "CONCLUDED": "picture:judgement",
}


@dataclass(frozen=True)
class ChangeLine:
    what: str
    who: str
    at: datetime
    only_day: bool
    url: str
    statement: StatementLine | None


@dataclass(frozen=True)
class ChangedPage:
    since: str
    lines: list[ChangeLine]
    page: Page[object]


def changed_page(viewer: Viewer, file: Changed, *, now: datetime) -> tuple[CaseFrame, ChangedPage]:
    case = file.case
    readable = [row for row in file.statements.values() if not is_closed_to(viewer, row)]
    opened = opening.open_all([case, *readable], by=viewer, purpose="table.changed", now=now)
    known = {
        id: presenters.statement_line(row, opened, viewer, today=now.date())
        for id, row in file.statements.items()
    }
    people = names.of_people(viewer, [c.person_id for c in file.changes if c.person_id])
    offices = names.of_organisations(viewer)
    page = ChangedPage(
        since=_since(file),
        lines=[_line(change, file, known, _who(change, people, offices)) for change in file.changes],
        page=file.page,
    )
    return case_frame(case, opened(case, "pseudonym"), current="picture:picture"), page


def _line(change: Change, file: Changed, known: Mapping[UUID, StatementLine], who: str) -> ChangeLine:
    said = SAID.get(change.kind, {}).get(change.said, change.said)
    return ChangeLine(
        what=gettext(WHAT[change.kind]) % {"said": said},
        who=who,
        at=change.at,
        only_day=change.kind in DAYS,
        url=_place(change, file),
        statement=known.get(change.about) if change.about else None,
    )


def _who(change: Change, people: Mapping[UUID, str], offices: Mapping[UUID, str]) -> str:
    person = people.get(change.person_id, "") if change.person_id else ""
    office = offices.get(change.organisation_id, "") if change.organisation_id else ""
    if change.kind == "ASKED" and office:
        return gettext("%(person)s, to %(organisation)s") % {"person": person, "organisation": office}
    return ", ".join(filter(None, (person, office)))


def _place(change: Change, file: Changed) -> str:
    if change.kind not in PLACES:
        return ""
    try:
        return reverse(PLACES[change.kind], args=[file.case.id])
    except NoReverseMatch:  # this page is not installed here
        return ""


def _since(file: Changed) -> str:
    day = date_format(file.since, "j F Y")
    if file.meeting is not None:
        return gettext("Since the last meeting, on %(day)s.") % {"day": day}
    return gettext("Since %(day)s.") % {"day": day}
