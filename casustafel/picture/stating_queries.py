"""One statement with what lies beside it; one's own contribution to add to; what to tie a statement to."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import F, Q

from casustafel.access.viewer import Viewer
from casustafel.cases.models import Case
from casustafel.lib.refusal import NotYours
from casustafel.picture import queries
from casustafel.picture.models import Contribution, Revision, Statement, StatementLink, Verdict

PER_PAGE = 25


@dataclass(frozen=True)
class StatementFile:
    statement: Statement
    revisions: Sequence[Revision]
    links: Sequence[StatementLink]
    verdicts: Sequence[Verdict]


@dataclass(frozen=True)
class OwnFile:
    """A contribution of one's own organisation, and a page of what was said in it, the last first."""

    contribution: Contribution
    lines: Page[Statement]


def own_contribution(viewer: Viewer, case: Case, contribution_id: UUID) -> Contribution:
    rows = Contribution.objects.visible_to(viewer).filter(case=case, pk=contribution_id)
    own = rows.filter(organisation_id=viewer.organisation_id).select_related(
        "case__key", "key", "organisation"
    )
    found: Contribution | None = own.first()
    if found is None:
        raise NotYours
    return found


def own_file(viewer: Viewer, contribution: Contribution, *, page: int | str) -> OwnFile:
    rows = Statement.objects.visible_to(viewer).filter(contribution=contribution)
    newest = rows.select_related("contribution__organisation").order_by("-made_at", "-id")
    return OwnFile(contribution, Paginator(newest, PER_PAGE).get_page(page))


def whole(viewer: Viewer, case: Case, statement_id: UUID) -> StatementFile:
    statement = queries.get_statement(viewer, case, statement_id)
    if statement.is_hidden_from(viewer):
        return StatementFile(statement, (), (), ())
    verdicts = Verdict.objects.visible_to(viewer).filter(statement=statement).select_related("organisation")
    return StatementFile(
        statement,
        _revisions(viewer, statement),
        _links(viewer, statement),
        list(verdicts.order_by("-at", "id")),
    )


def _revisions(viewer: Viewer, statement: Statement) -> list[Revision]:
    """Others read what it said since they had it; what was put otherwise before that, was never theirs."""
    rows = Revision.objects.visible_to(viewer).filter(statement=statement)
    if statement.contribution.organisation_id != viewer.organisation_id:
        rows = rows.filter(replaced_at__gte=F("contribution__shared_at"))
    return list(rows.order_by("-version"))


def _links(viewer: Viewer, statement: Statement) -> list[StatementLink]:
    rows = StatementLink.objects.visible_to(viewer).filter(Q(statement=statement) | Q(other=statement))
    ends = ("statement__contribution__organisation", "other__contribution__organisation", "organisation")
    return list(rows.select_related(*ends).order_by("kind", "at", "id"))


def get_link(viewer: Viewer, case: Case, link_id: UUID) -> StatementLink:
    rows = StatementLink.objects.visible_to(viewer).filter(case=case, pk=link_id)
    found: StatementLink | None = rows.select_related(
        "case__key", "statement__contribution", "statement__case__key", "other__contribution"
    ).first()
    if found is None:
        raise NotYours
    return found


def to_tie_to(viewer: Viewer, statement: Statement, *, domain: str, page: int | str) -> Page[Statement]:
    """What else stands in this case that the viewer may see, and is not tied to this one yet."""
    tied = StatementLink.objects.visible_to(viewer).filter(Q(statement=statement) | Q(other=statement))
    ends = {row for pair in tied.values_list("statement_id", "other_id") for row in pair}
    rows = Statement.objects.visible_to(viewer).filter(case=statement.case, withdrawn_at=None)
    if domain:
        rows = rows.filter(domain=domain)
    others = rows.exclude(pk__in={statement.id, *ends}).select_related("contribution__organisation")
    return Paginator(others.order_by("domain", "-told_date", "-made_at", "id"), PER_PAGE).get_page(page)
