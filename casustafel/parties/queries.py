from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet

from casustafel.access.viewer import Viewer
from casustafel.audit.log import READ
from casustafel.audit.models import UserLine
from casustafel.lib.refusal import NotYours
from casustafel.parties.models import (
    Agreement,
    Deputy,
    Mandate,
    Organisation,
    Parameter,
    Partnership,
    Person,
    Signature,
    in_force,
)

LINES_PER_PAGE = 50
PEOPLE_PER_PAGE = 25
# How far ahead Today looks at what ends.
SOON = timedelta(days=30)


def partnerships() -> list[Partnership]:
    """Public: the reporting points of this installation."""
    return list(Partnership.objects.select_related("desk").order_by("name"))


def partnership_at(slug: str) -> Partnership | None:
    return Partnership.objects.select_related("desk").filter(slug=slug).first()


def own_partnership(viewer: Viewer) -> Partnership:
    return Partnership.objects.select_related("desk").get(pk=viewer.partnership_id)


def with_role(viewer: Viewer, *roles: str, day: date) -> QuerySet[Person]:
    """Who holds one of these roles in the viewer's partnership on this day."""
    mandates = Mandate.objects.visible_to(viewer).filter(in_force(day), role__in=roles)
    at_work = in_force(day, start="mandates__from_date", end="until_date")
    found: QuerySet[Person] = Person.objects.visible_to(viewer).filter(
        at_work, pk__in=mandates.values("person")
    )
    return found.select_related("organisation").distinct()


def locked(person: Person) -> Person:
    """The row as it is now, held until the act is done."""
    rows = Person.objects.behind_the_second_wall().select_for_update(of=("self",))
    found: Person = rows.select_related("account").get(pk=person.pk)
    return found


def organisations(viewer: Viewer) -> QuerySet[Organisation]:
    return Organisation.objects.visible_to(viewer).order_by("name")


def people(viewer: Viewer) -> QuerySet[Person]:
    return Person.objects.visible_to(viewer)


def at_work(viewer: Viewer, *, day: date) -> QuerySet[Person]:
    found: QuerySet[Person] = people(viewer).filter(_lasts(day))
    return found.select_related("organisation").order_by("organisation__name", "id")


def _lasts(day: date) -> Q:
    return Q(until_date__isnull=True) | Q(until_date__gt=day)


def person(viewer: Viewer, person_id: UUID) -> Person:
    found = people(viewer).filter(pk=person_id).select_related("organisation", "account").first()
    if found is None:
        raise NotYours
    return found


@dataclass(frozen=True)
class PersonFile:
    person: Person
    mandates: Sequence[Mandate]
    deputies: Sequence[Deputy]
    stands_in_for: Sequence[Deputy]


def person_file(viewer: Viewer, person_id: UUID) -> PersonFile:
    found = person(viewer, person_id)
    deputies = Deputy.objects.visible_to(viewer).order_by("-from_date", "id")
    return PersonFile(
        found,
        list(Mandate.objects.visible_to(viewer).filter(person=found).order_by("-from_date", "role")),
        list(deputies.filter(person=found)),
        list(deputies.filter(deputy=found)),
    )


def mandate(viewer: Viewer, person: Person, mandate_id: UUID) -> Mandate:
    found = Mandate.objects.visible_to(viewer).filter(person=person, pk=mandate_id).first()
    if found is None:
        raise NotYours
    return found


def deputy(viewer: Viewer, person: Person, deputy_id: UUID) -> Deputy:
    found = Deputy.objects.visible_to(viewer).filter(person=person, pk=deputy_id).first()
    if found is None:
        raise NotYours
    return found


def people_page(viewer: Viewer, *, state: str, day: date, page: int | str) -> Page[Person]:
    """By organisation. `state` is LEFT, WITHOUT_ROLE, or "" for everybody at work."""
    found = people(viewer).select_related("organisation", "account")
    if state == "LEFT":
        found = found.exclude(_lasts(day))
    elif state == "WITHOUT_ROLE":
        found = without_role(viewer, day=day).select_related("organisation", "account")
    else:
        found = found.filter(_lasts(day))
    return Paginator(found.order_by("organisation__name", "id"), PEOPLE_PER_PAGE).get_page(page)


def without_role(viewer: Viewer, *, day: date) -> QuerySet[Person]:
    """Who works here with nothing to do: no role now, and none to come."""
    held = Mandate.objects.visible_to(viewer).filter(_lasts(day), person=OuterRef("pk"))
    found: QuerySet[Person] = people(viewer).filter(_lasts(day)).exclude(Exists(held))
    return found


def ending_mandates(viewer: Viewer, *, day: date) -> QuerySet[Mandate]:
    """Of who stays at work: roles that end soon and that nobody prolonged."""
    mine = Mandate.objects.visible_to(viewer)
    prolonged = mine.filter(
        Q(until_date__isnull=True) | Q(until_date__gt=OuterRef("until_date")),
        person=OuterRef("person"),
        role=OuterRef("role"),
    )
    found: QuerySet[Mandate] = mine.filter(
        in_force(day), until_date__lte=day + SOON, person__until_date__isnull=True
    )
    return found.exclude(Exists(prolonged))


def deputies_on(viewer: Viewer, *, day: date) -> list[Deputy]:
    """Who stands in for whom on this day."""
    return list(Deputy.objects.visible_to(viewer).filter(in_force(day)))


def roles_held(viewer: Viewer, *, day: date) -> list[tuple[UUID, str]]:
    """Each person with each role that they hold on this day."""
    return list(Mandate.objects.visible_to(viewer).filter(in_force(day)).values_list("person_id", "role"))


@dataclass(frozen=True)
class Agreements:
    """What holds on a day, what begins after it, and what held before."""

    current: Agreement | None
    coming: Agreement | None
    before: Sequence[Agreement]


def agreements(viewer: Viewer, *, day: date) -> Agreements:
    rows = list(Agreement.objects.visible_to(viewer).order_by("-from_date"))
    coming = [row for row in rows if row.from_date > day]
    begun = rows[len(coming) :]
    holds = bool(begun) and (begun[0].until_date is None or begun[0].until_date > day)
    return Agreements(
        begun[0] if holds else None,
        coming[-1] if coming else None,
        begun[1:] if holds else begun,
    )


def signed_dates(viewer: Viewer, agreement: Agreement) -> dict[UUID, date]:
    """By organisation."""
    signatures = Signature.objects.visible_to(viewer).filter(agreement=agreement)
    return dict(signatures.values_list("organisation_id", "signed_date"))


@dataclass(frozen=True)
class WantedLines:
    """Of the log: `kind` is READ, DONE or "" for both; of one person; of one file."""

    kind: str = ""
    who: UUID | None = None
    file: UUID | None = None


def log_lines(viewer: Viewer, wanted: WantedLines, *, page: int | str) -> Page[UserLine]:
    """What was done and seen in this partnership, newest first."""
    found = UserLine.objects.filter(partnership_id=viewer.partnership_id)
    if wanted.kind == "READ":
        found = found.filter(action=READ)
    elif wanted.kind == "DONE":
        found = found.exclude(action=READ)
    if wanted.who:
        found = found.filter(actor_id=wanted.who)
    if wanted.file:
        found = found.filter(scope_id=wanted.file)
    return Paginator(found.order_by("-at", "id"), LINES_PER_PAGE).get_page(page)


def parameters(viewer: Viewer, *, day: date) -> QuerySet[Parameter]:
    """Each with the value in force on this day."""
    known = Parameter.objects.filter(partnership_id=viewer.partnership_id, valid_from__lte=day)
    return known.order_by("code", "-valid_from").distinct("code")


def unverified(viewer: Viewer, *, day: date) -> int:
    """How many of the numbers in force nobody verified."""
    return sum(not row.verified_by for row in parameters(viewer, day=day))


def own_parameter(viewer: Viewer, parameter_id: UUID) -> Parameter:
    found = Parameter.objects.filter(partnership_id=viewer.partnership_id, pk=parameter_id).first()
    if found is None:
        raise NotYours
    return found


def values_of(parameter: Parameter) -> list[Parameter]:
    """Every value of this number, the newest day on top."""
    same = Parameter.objects.filter(partnership_id=parameter.partnership_id, code=parameter.code)
    return list(same.order_by("-valid_from"))


def parameter(partnership_id: UUID, code: str, *, day: date) -> Parameter:
    """The value in force on this day."""
    return (
        Parameter.objects.filter(partnership_id=partnership_id, code=code, valid_from__lte=day)
        .order_by("-valid_from")
        .first()
    ) or _missing(code)


def parameters_at(partnership_id: UUID, codes: Sequence[str], *, day: date) -> dict[str, Parameter]:
    """The values in force on this day, by code; every code must have one."""
    asked = Parameter.objects.filter(partnership_id=partnership_id, code__in=codes, valid_from__lte=day)
    found = {row.code: row for row in asked.order_by("code", "-valid_from").distinct("code")}
    return {code: found.get(code) or _missing(code) for code in codes}


def _missing(code: str) -> Parameter:
    raise LookupError(f"parameter {code} is not set for this partnership")
