"""The pages of the picture, beside each other."""

from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from casustafel.cases.presenters import Tab
from casustafel.lib.refusal import N_

ROOMS = (
    (N_("Per part of life"), "picture:picture"),
    (N_("Unshared first"), "picture:unshared"),
    (N_("Contributions"), "picture:contributions"),
    (N_("Timeline"), "picture:timeline"),
    (N_("People around"), "picture:network"),
    (N_("Factors"), "picture:factors"),
    (N_("Instruments"), "picture:instruments"),
    (N_("What changed"), "table:changed"),
    (N_("Given and received"), "picture:provisions"),
    (N_("Search"), "picture:search"),
)


def beside(case_id: UUID, current: str) -> list[Tab]:
    """What stands beside this page (a url name), itself included."""
    found = []
    for label, name in ROOMS:
        try:
            found.append(Tab(gettext(label), reverse(name, args=[case_id]), name == current))
        except NoReverseMatch:  # this page is not installed here
            continue
    return found
