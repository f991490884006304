from uuid import UUID

from casustafel.access.permissions import Permission
from casustafel.access.viewer import Viewer
from casustafel.audit.log import Actor
from casustafel.lib.refusal import N_, NotYours, Refused
from casustafel.parties.models import Parameter


def check_can_manage(by: Actor, partnership_id: UUID) -> None:
    """An administrator of this partnership. Or a door, such as a command at the terminal: the second wall
    lets it change something only as the owner of the database, at installation."""
    if by.person_id is None:
        return
    if not isinstance(by, Viewer) or by.partnership_id != partnership_id:
        raise NotYours
    if not by.may(Permission.ACCOUNT_MANAGE):
        raise Refused(N_("Only the administrator of this partnership can do this."))


def can_manage(by: Actor, partnership_id: UUID) -> bool:
    try:
        check_can_manage(by, partnership_id)
    except (NotYours, Refused):
        return False
    return True


def check_can_install(by: Actor) -> None:
    """A partnership is set up by who installs the program, never by somebody in another one."""
    if by.person_id is not None:
        raise Refused(N_("A partnership is set up where the program is installed."))


def check_can_verify(by: Viewer, parameter: Parameter) -> None:
    """The data protection officer of the partnership whose number it is."""
    if by.partnership_id != parameter.partnership_id:
        raise NotYours
    if not by.may(Permission.PARAMETER_VERIFY):
        raise Refused(N_("Only the data protection officer of this partnership can do this."))


def can_verify(by: Viewer, parameter: Parameter) -> bool:
    try:
        check_can_verify(by, parameter)
    except (NotYours, Refused):
        return False
    return True
