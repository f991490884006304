"""The grounds of the sharing catalogue: who may use which for what kind of information, and in words."""

from collections.abc import Iterable

from casustafel.parties.choices import Kind
from casustafel.picture.choices import Category
from casustafel.sharing import catalogue
from casustafel.sharing.catalogue import Ground


def ground_choices() -> list[tuple[str, str]]:
    return [(ground.code, ground.label) for ground in catalogue.current().to_share_on()]


def name_of(code: str) -> str:
    found = catalogue.current().find(code)
    return found.label if found else code


def names_of(codes: Iterable[str]) -> list[str]:
    return [name_of(code) for code in codes]


def of_kind(organisation_kind: str) -> list[Ground]:
    """What this kind of organisation may share on, for one kind of information or another."""
    return [each for each in catalogue.current().to_share_on() if each.is_for(organisation_kind)]


def usable(organisation_kind: str, category: str) -> list[Ground]:
    """What this kind of organisation may share this kind of information on."""
    return [each for each in of_kind(organisation_kind) if covers(each, category)]


def covers(ground: Ground, category: str) -> bool:
    return not ground.categories or category in ground.categories


def conditions(organisation_kind: str, category: str) -> list[Ground]:
    """What must hold besides the ground."""
    found = catalogue.current().conditions(organisation_kind)
    return [each for each in found if covers(each, category)]


def condition_codes(organisation_kind: str, category: str) -> list[str]:
    return [each.code for each in conditions(organisation_kind, category)]


def categories_without(organisation_kind: str) -> list[str]:
    """The kinds of information for which this kind of organisation has no ground, in words."""
    return [str(label) for code, label in Category.choices if not usable(organisation_kind, code)]


def about(ground: Ground) -> str:
    """Which kinds of information it is about, in words; "" is any."""
    return ", ".join(str(Category(code).label) for code in ground.categories)


def whose(ground: Ground) -> str:
    """Which kinds of organisation may use it, in words."""
    return ", ".join(str(Kind(kind).label) for kind in ground.kinds)
