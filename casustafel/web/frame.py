"""What stands around every page: who is looking, and the steps of the work this person takes part in."""

from base64 import b64encode
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext

from casustafel.access.permissions import Permission
from casustafel.access.roles import ROLES
from casustafel.access.viewer import Viewer
from casustafel.lib import clock
from casustafel.lib.refusal import N_
from casustafel.notices import actions as notices
from casustafel.parties import names
from casustafel.vault import cipher


@dataclass(frozen=True)
class Step:
    label: str
    url: str
    icon: str
    current: bool


@dataclass(frozen=True)
class Place:
    """`unless`: who has this permission has another place for the same work."""

    label: str
    url_name: str
    icon: str
    permission: Permission | None
    unless: Permission | None = None

    def is_for(self, viewer: Viewer) -> bool:
        may = self.permission is None or viewer.may(self.permission)
        return may and not (self.unless and viewer.may(self.unless))


# The road of one worry, from left to right in the design, from top to bottom here.
PLACES = (
    Place(N_("Today"), "today", "home", None),
    Place(N_("Mail"), "inbox:list", "mail", Permission.REPORT_HANDLE),
    Place(N_("Reports"), "reports:list", "inbox", Permission.REPORT_HANDLE),
    Place(N_("My reports"), "reports:own_list", "flag", Permission.REPORT_MAKE, Permission.REPORT_HANDLE),
    Place(N_("Advice"), "consultation:list", "messages", Permission.CONSULTATION_READ),
    Place(N_("Sharing aid"), "sharing:list", "send", Permission.SHARING_WEIGH),
    Place(N_("Weighing"), "triage:list", "scale", Permission.WEIGHING_READ),
    Place(N_("Cases"), "cases:list", "folder", Permission.CASE_PARTICIPATE),
    Place(N_("Meetings"), "table:list", "users", Permission.CASE_PARTICIPATE),
    Place(N_("Follow-up"), "monitoring:list", "calendar-check", Permission.CASE_PARTICIPATE),
    Place(N_("Caseload"), "insight:caseload", "chart-bar", Permission.CASELOAD_READ),
    Place(N_("Figures"), "insight:figures", "chart-bar", Permission.FIGURES_READ),
    Place(N_("Working model"), "method:model", "book", Permission.METHOD_READ),
    Place(N_("Partnership"), "parties:partnership", "building-community", Permission.PARAMETER_READ),
    Place(N_("People and accounts"), "parties:people", "user", Permission.ACCOUNT_MANAGE),
    Place(N_("Log"), "parties:log", "list-search", Permission.LOG_READ),
)


@dataclass(frozen=True)
class Frame:
    viewer_name: str
    role_names: str
    partnership: str
    navigation: list[Step]
    bell: int
    demo: bool
    language: str
    draft_key: str


def frame(request: HttpRequest) -> dict[str, Any]:
    """Made when a page asks for it; a part of a page has no frame."""
    return {"frame": SimpleLazyObject(lambda: _frame(request))}


def _frame(request: HttpRequest) -> Frame:
    viewer: Viewer | None = getattr(request, "viewer", None)
    known = names.of_viewer(viewer) if viewer else None
    roles = sorted(viewer.roles) if viewer else []
    return Frame(
        viewer_name=known.person if known else "",
        role_names=", ".join(gettext(ROLES[code].display_name) for code in roles),
        partnership=known.partnership if known else "",
        navigation=navigation(viewer, request.path) if viewer else [],
        bell=notices.look(path=request.path, by=viewer, now=clock.now()) if viewer else 0,
        demo=settings.DEMO,
        language=get_language() or settings.LANGUAGE_CODE,
        draft_key=_draft_key(request) if viewer else "",
    )


def _draft_key(request: HttpRequest) -> str:
    """The name and the key under which this browser keeps what did not reach us yet (decision 17). They
    follow from the key of the session, and are gone with it."""
    session = (request.session.session_key or "").encode()
    name = cipher.derive(session, "local draft: name", length=8).hex()
    return f"{name}.{b64encode(cipher.derive(session, 'local draft')).decode()}"


def navigation(viewer: Viewer, path: str) -> list[Step]:
    mine = [place for place in PLACES if place.is_for(viewer)]
    urls = {place.url_name: reverse(place.url_name) for place in mine}
    above = [url for url in urls.values() if path == url or (url != "/" and path.startswith(url))]
    here = max(above, key=len, default="")
    return [
        Step(gettext(place.label), url, place.icon, url == here)
        for place in mine
        for url in [urls[place.url_name]]
    ]
