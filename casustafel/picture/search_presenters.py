import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.urls import NoReverseMatch, reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from casustafel.access.viewer import Viewer
from casustafel.cases.models import Case
from casustafel.cases.presenters import CaseFrame, case_frame
from casustafel.method import model
from casustafel.picture import searching
from casustafel.picture.search_forms import WHERE
from casustafel.picture.searching import PLACES, Hit, Wanted
from casustafel.vault import opening
from casustafel.vault.opening import Opened

PER_PAGE = 25
AROUND = 160


@dataclass(frozen=True)
class Found:
    """A hit, with its words marked. `text` is safe: everything of the file in it was escaped."""

    place: str
    organisation: str
    text: SafeString
    marks: list[str]
    day: date | None
    url: str


@dataclass(frozen=True)
class SearchPage:
    found: list[Found]
    page: Page[Hit] | None

    @property
    def count(self) -> int:
        return self.page.paginator.count if self.page else 0


def search_page(
    viewer: Viewer, case: Case, wanted: Wanted | None, *, number: int, now: datetime
) -> tuple[CaseFrame, SearchPage]:
    hits = searching.hits(viewer, case, wanted, now=now) if wanted else []
    page = Paginator(hits, PER_PAGE).get_page(number) if wanted else None
    rows = searching.shown(viewer, case, list(page)) if page else []
    opened = opening.open_all([case, *(row for _, row in rows)], by=viewer, purpose="picture.search", now=now)
    words = wanted.words if wanted else ""
    found = [_found(case, hit, row, opened, words) for hit, row in rows]
    return case_frame(case, opened(case, "pseudonym"), current="picture:picture"), SearchPage(found, page)


def _found(case: Case, hit: Hit, row: Any, opened: Opened, words: str) -> Found:
    texts = [opened(row, column) for column in PLACES[hit.place][1]]
    return Found(
        place=str(dict(WHERE)[hit.place]),
        organisation=_organisation_of(row),
        text=marked(" · ".join(text for text in texts if text), words),
        marks=_marks_of(case, hit, row),
        day=getattr(row, "observed_date", None),
        url=_url_of(case.id, hit, row),
    )


def _organisation_of(row: Any) -> str:
    beside = row if hasattr(row, "organisation") else row.contribution
    return str(beside.organisation.name)


def _marks_of(case: Case, hit: Hit, row: Any) -> list[str]:
    if hit.place != "STATEMENT":
        return []
    return [row.get_nature_display(), model.of(case.model_version).domain(row.domain).label]


# Where a hit is read in its place; of pages that are not installed here, the picture itself.
PAGES = {
    "STATEMENT": "picture:statement",
    "REQUEST": "picture:request",
    "CONTRIBUTION": "picture:contribution",
}


def _url_of(case_id: UUID, hit: Hit, row: Any) -> str:
    whole = {"INSTRUMENT": "picture:instruments", "CONTACT": "picture:network"}
    try:
        if hit.place in whole:
            return reverse(whole[hit.place], args=[case_id])
        return reverse(PAGES[hit.place], args=[case_id, row.id])
    except NoReverseMatch:
        return reverse("picture:picture", args=[case_id])


def marked(text: str, words: str) -> SafeString:
    """A piece of the text around its first hit, with every hit marked."""
    spans = _spans(text, searching.folded(words).split())
    begin = max(0, spans[0][0] - AROUND) if spans else 0
    end = min(len(text), (spans[0][1] if spans else 0) + 2 * AROUND)
    pieces, at = ["… " if begin else ""], begin
    for start, stop in spans:
        if start < at or stop > end:
            continue
        pieces += [conditional_escape(text[at:start]), f"<mark>{conditional_escape(text[start:stop])}</mark>"]
        at = stop
    pieces += [conditional_escape(text[at:end]), " …" if end < len(text) else ""]
    return mark_safe("".join(pieces))  # noqa: S308  every piece of the file was escaped


def _spans(text: str, words: list[str]) -> list[tuple[int, int]]:
    """Where the words stand. A sign can fold to none or to several, so that each keeps its own place."""
    folded, places = [], []
    for number, sign in enumerate(text):
        plain = searching.folded(sign)
        folded.append(plain)
        places += [number] * len(plain)
    whole = "".join(folded)
    found = {
        (places[hit.start()], places[hit.end() - 1] + 1)
        for word in words
        for hit in re.finditer(re.escape(word), whole)
    }
    return sorted(found)
