"""The person in the middle and who stands around: by role, as people, without a mark on anybody."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.core.paginator import Page
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from casustafel.access.viewer import Viewer
from casustafel.cases.choices import State
from casustafel.cases.presenters import CaseFrame, case_frame
from casustafel.picture import charts, presenters
from casustafel.picture.choices import ContactKind
from casustafel.picture.models import Contact, Contribution, Statement
from casustafel.picture.network_queries import ContactFile, NetworkFile
from casustafel.picture.presenters import StatementLine
from casustafel.vault import opening
from casustafel.vault.opening import Opened

SHORT = 110


@dataclass(frozen=True)
class Near:
    """Somebody around, the same in the drawing and in the list."""

    id: UUID
    called: str
    note: str
    kind: str
    kind_name: str
    organisation: str
    spoken_of: str
    url: str
    x: int
    y: int
    is_left: bool


@dataclass(frozen=True)
class Circle:
    name: str
    x: int
    y: int
    is_left: bool


@dataclass(frozen=True)
class NetworkPage:
    sentence: str
    people: list[Near]
    circles: list[Circle]
    middle: charts.Place
    width: int
    height: int
    pseudonym: str
    may_add: bool
    not_drawn: int


@dataclass(frozen=True)
class ContactPage:
    id: UUID
    called: str
    note: str
    kind_name: str
    organisation: str
    audience: str
    added: datetime
    may_change: bool
    lines: list[StatementLine]
    page: Page[Statement]
    offered: list[tuple[str, str]] = field(default_factory=list)
    offered_page: Page[Statement] | None = None


def network_page(viewer: Viewer, file: NetworkFile, *, now: datetime) -> tuple[CaseFrame, NetworkPage]:
    case = file.case
    opened = opening.open_all([case, *file.contacts], by=viewer, purpose="picture.network", now=now)
    frame = case_frame(case, opened(case, "pseudonym"), current="picture:picture")
    by_kind = {kind: [row for row in file.contacts if row.kind == kind] for kind in ContactKind.values}
    kinds = {kind: rows for kind, rows in by_kind.items() if rows}
    height, headings, places = charts.around([(kind, len(rows)) for kind, rows in kinds.items()])
    page = NetworkPage(
        sentence=_sentence(file, kinds),
        people=[
            _near(row, at, file, opened)
            for kind, rows in kinds.items()
            for row, at in zip(rows, places[kind], strict=True)
        ],
        circles=[
            Circle(str(ContactKind(kind).label), at.x, at.y, at.x < charts.MIDDLE_X)
            for kind, at in headings.items()
        ],
        middle=charts.Place(charts.MIDDLE_X, height // 2),
        width=charts.WIDTH,
        height=height,
        pseudonym=frame.pseudonym,
        may_add=case.state == State.OPEN,
        not_drawn=file.number - len(file.contacts),
    )
    return frame, page


def contact_page(viewer: Viewer, file: ContactFile, *, now: datetime) -> tuple[CaseFrame, ContactPage]:
    case, contact = file.case, file.contact
    offered = list(file.offered or ())
    opened = opening.open_all(
        [case, contact, *file.tied.readable(viewer), *offered], by=viewer, purpose="picture.contact", now=now
    )
    page = ContactPage(
        id=contact.id,
        called=opened(contact, "called"),
        note=opened(contact, "note"),
        kind_name=contact.get_kind_display(),
        organisation=contact.contribution.organisation.name,
        audience=contact.contribution.get_audience_display(),
        added=contact.at,
        may_change=file.offered is not None and case.state == State.OPEN,
        lines=presenters.found_lines(viewer, file.tied, opened, now=now),
        page=file.tied.page,
        offered=[(str(row.id), _short(row, opened)) for row in offered],
        offered_page=file.offered,
    )
    return case_frame(case, opened(case, "pseudonym"), current="picture:picture"), page


def contribution_choices(
    viewer: Viewer, contributions: Sequence[Contribution], *, now: datetime
) -> list[tuple[str, str]]:
    opened = opening.open_all(contributions, by=viewer, purpose="picture.network", now=now)
    return [
        (
            str(row.id),
            gettext("%(day)s, %(audience)s: %(purpose)s")
            % {
                "day": date_format(row.made_at, "j F Y"),
                "audience": row.get_audience_display(),
                "purpose": _cut(opened(row, "purpose")),
            },
        )
        for row in contributions
    ]


def change_initial(viewer: Viewer, contact: Contact, *, now: datetime) -> dict[str, object]:
    opened = opening.open_all([contact], by=viewer, purpose="picture.contact", now=now)
    return {
        "kind": contact.kind,
        "called": opened(contact, "called"),
        "note": opened(contact, "note"),
        "version": contact.version,
    }


def _near(row: Contact, at: charts.Place, file: NetworkFile, opened: Opened) -> Near:
    number = file.spoken_of.get(row.id, 0)
    return Near(
        id=row.id,
        called=opened(row, "called"),
        note=opened(row, "note"),
        kind=row.kind,
        kind_name=row.get_kind_display(),
        organisation=row.contribution.organisation.name,
        spoken_of=_spoken(number),
        url=reverse("picture:contact", args=[file.case.id, row.id]),
        x=at.x,
        y=at.y,
        is_left=at.x < charts.MIDDLE_X,
    )


def _spoken(number: int) -> str:
    if not number:
        return gettext("No statement was tied yet")
    return ngettext("%(number)d statement", "%(number)d statements", number) % {"number": number}


def _sentence(file: NetworkFile, kinds: dict[str, list[Contact]]) -> str:
    if not kinds:
        return ""
    people = ngettext("%(number)d person around", "%(number)d people around", file.number)
    counted = ", ".join(f"{ContactKind(kind).label} {len(rows)}" for kind, rows in kinds.items())
    return f"{people % {'number': file.number}}: {counted}."


def _short(statement: Statement, opened: Opened) -> str:
    return gettext("%(nature)s, %(organisation)s: %(text)s") % {
        "nature": statement.get_nature_display(),
        "organisation": statement.contribution.organisation.name,
        "text": _cut(opened(statement, "text")),
    }


def _cut(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[: SHORT - 1].rstrip()}…"
