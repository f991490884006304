"""Looking something up in the file of a case. Everything this person may read is opened and looked through;
no index of it is kept anywhere."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from casustafel.access.viewer import Viewer
from casustafel.cases.models import Case
from casustafel.picture.models import Contact, Contribution, InformationRequest, InstrumentResult, Statement
from casustafel.vault import opening

# What is looked through, the columns of each, and what its hits are read with.
PLACES: dict[str, tuple[type[Any], tuple[str, ...], tuple[str, ...]]] = {
    "STATEMENT": (Statement, ("text", "source"), ("contribution__organisation",)),
    "REQUEST": (InformationRequest, ("purpose", "minimum", "answer"), ("organisation",)),
    "INSTRUMENT": (
        InstrumentResult,
        ("instrument", "assessor", "conclusion"),
        ("contribution__organisation",),
    ),
    "CONTACT": (Contact, ("called", "note"), ("contribution__organisation",)),
    "CONTRIBUTION": (Contribution, ("purpose",), ("organisation",)),
}


ACCENTS = dict.fromkeys(range(0x0300, 0x0370))  # combining signs, each by itself after NFKD


@dataclass(frozen=True)
class Wanted:
    """What is looked for, and where. Empty lists and texts ask for nothing in particular."""

    words: str
    places: Sequence[str] = ()
    domain: str = ""
    nature: str = ""


@dataclass(frozen=True)
class Hit:
    place: str
    id: UUID


def folded(text: str) -> str:
    """Case and accents do not count: "Échec" answers to "echec"."""
    if text.isascii():
        return text.casefold()
    return unicodedata.normalize("NFKD", text).translate(ACCENTS).casefold()


def _asks(wanted: Wanted) -> Callable[[str], bool]:
    words = folded(wanted.words).split()
    return lambda text: all(word in text for word in words)


def hits(viewer: Viewer, case: Case, wanted: Wanted, *, now: datetime) -> list[Hit]:
    """Every row of which the texts hold all of the words; statements first, what was seen last on top."""
    is_asked, found = _asks(wanted), []
    for place in wanted.places or PLACES:
        columns = PLACES[place][1]
        read = opening.scan(
            _rows(viewer, case, place, wanted),
            columns,
            scope=case.id,
            by=viewer,
            purpose="picture.search",
            now=now,
        )
        found += [Hit(place, UUID(row.id)) for row in read if is_asked(folded(row.text))]
    return found


def _rows(viewer: Viewer, case: Case, place: str, wanted: Wanted) -> QuerySet[Any]:
    rows: QuerySet[Any] = PLACES[place][0].objects.visible_to(viewer).filter(case=case)
    if place == "INSTRUMENT":
        rows = rows.filter(withdrawn_at__isnull=True)
    if place != "STATEMENT":
        return rows.order_by("id")
    narrowed = {name: value for name in ("domain", "nature") if (value := getattr(wanted, name))}
    return rows.filter(withdrawn_at__isnull=True, **narrowed).order_by("-observed_date", "-told_date", "id")


def shown(viewer: Viewer, case: Case, found: Sequence[Hit]) -> list[tuple[Hit, Any]]:
    """The rows of these hits, in their order."""
    rows: dict[UUID, Any] = {}
    for place in {hit.place for hit in found}:
        ids = [hit.id for hit in found if hit.place == place]
        model, _, beside = PLACES[place]
        read = model.objects.visible_to(viewer).filter(case=case, pk__in=ids).select_related(*beside)
        rows |= {row.id: row for row in read}
    return [(hit, rows[hit.id]) for hit in found if hit.id in rows]
