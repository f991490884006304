from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from casustafel.access.roles import ROLES
from casustafel.demo.people import PEOPLE
from casustafel.parties.choices import Kind


@dataclass(frozen=True)
class PersonLine:
    login: str
    name: str
    roles: str
    organisation: str
    does: str
    partnership: str


def people() -> Sequence[PersonLine]:
    """Whom a newcomer can be, each with what makes the choice: role, kind of organisation, the work."""
    return [
        PersonLine(
            someone.login,
            someone.name,
            ", ".join(gettext(ROLES[code].display_name) for code in someone.roles),
            str(Kind(someone.organisation).label),
            gettext(someone.does),
            someone.partnership,
        )
        for someone in PEOPLE
    ]
