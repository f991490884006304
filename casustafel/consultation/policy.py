from casustafel.access.permissions import Permission
from casustafel.access.viewer import Viewer
from casustafel.consultation.choices import To
from casustafel.consultation.models import ADVISER, OFFICER, Consultation
from casustafel.lib.refusal import NotYours
from casustafel.parties.models import Person


def check_can_ask(viewer: Viewer, to: str, asked_of: Person | None) -> None:
    """Everybody who meets people in their work; somebody at a partner only the reporting officer."""
    if not viewer.may(Permission.CONSULTATION_ASK) or (to == To.PARTNER) != (asked_of is not None):
        raise NotYours
    if asked_of is not None and not _can_ask_a_partner(viewer, asked_of):
        raise NotYours


def _can_ask_a_partner(viewer: Viewer, asked_of: Person) -> bool:
    is_a_partner = asked_of.organisation_id != viewer.organisation_id
    is_here = asked_of.partnership_id == viewer.partnership_id
    return viewer.may(Permission.REPORT_HANDLE) and is_here and is_a_partner


def check_can_read(viewer: Viewer, consultation: Consultation) -> None:
    if not is_asker(viewer, consultation) and not is_asked(viewer, consultation):
        raise NotYours


def can_read(viewer: Viewer, consultation: Consultation) -> bool:
    return is_asker(viewer, consultation) or is_asked(viewer, consultation)


def check_can_advise(viewer: Viewer, consultation: Consultation) -> None:
    """Whom it was put to; nobody advises on a question of their own."""
    if is_asker(viewer, consultation) or not is_asked(viewer, consultation):
        raise NotYours


def check_is_asker(viewer: Viewer, consultation: Consultation) -> None:
    if not is_asker(viewer, consultation):
        raise NotYours


def is_asker(viewer: Viewer, consultation: Consultation) -> bool:
    return _is_here(viewer, consultation) and consultation.asked_by_id == viewer.person_id


def is_asked(viewer: Viewer, consultation: Consultation) -> bool:
    if not _is_here(viewer, consultation):
        return False
    if consultation.to == To.PARTNER:
        return consultation.asked_of_id == viewer.person_id
    role = OFFICER if consultation.to == To.DESK else ADVISER
    return viewer.may(Permission.CONSULTATION_ADVISE) and role in viewer.roles


def _is_here(viewer: Viewer, consultation: Consultation) -> bool:
    return consultation.partnership_id == viewer.partnership_id
