"""What each role may, in the code and in words that a manager can sign for."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import translation
from django.utils.translation import gettext

from casustafel.access import roles
from casustafel.access.permissions import Permission
from casustafel.access.roles import ROLES, permissions_of
from casustafel.access.viewer import Viewer
from casustafel.web.frame import PLACES

PACKAGE = Path(roles.__file__).parents[1]
PROFESSIONALS = {"CONSULTATION_ASK", "CONSULTATION_READ", "REPORT_MAKE", "SHARING_WEIGH"}
MAY = {
    "PROFESSIONAL": PROFESSIONALS,
    "REPORTING_OFFICER": PROFESSIONALS | {"CONSULTATION_ADVISE", "REPORT_HANDLE", "WEIGHING_READ"},
    "TRIAGE_MEMBER": PROFESSIONALS | {"REPORT_SECOND", "WEIGHING_READ", "WEIGHING_JUDGE"},
    "PROCESS_DIRECTOR": PROFESSIONALS | {"CASE_OPEN", "CASE_PARTICIPATE", "MEETING_CHAIR", "WEIGHING_READ"},
    "CASE_DIRECTOR": PROFESSIONALS | {"CASE_PARTICIPATE"},
    "PARTICIPANT": PROFESSIONALS | {"CASE_PARTICIPATE"},
    "ADVISER": {"CONSULTATION_ADVISE", "CONSULTATION_READ"},
    "MAYOR": {"CASELOAD_READ", "FIGURES_READ"},
    "POLICY_ADVISER": {"FIGURES_READ"},
    "DATA_PROTECTION_OFFICER": {"LOG_READ", "PARAMETER_VERIFY"},
    "ADMINISTRATOR": {"ACCOUNT_MANAGE"},
}
EVERYBODY = {"METHOD_READ", "PARAMETER_READ"}


@pytest.mark.parametrize("code", sorted(ROLES))
def test_each_role_may_this_and_no_more(code: str) -> None:
    assert {permission.name for permission in ROLES[code].permissions} == MAY[code] | EVERYBODY


@pytest.mark.parametrize("code", sorted(ROLES))
@pytest.mark.parametrize("what", ["description", "display_name"])
def test_each_role_is_said_in_dutch_and_english(code: str, what: str) -> None:
    english = getattr(ROLES[code], what)
    with translation.override("nl"):
        dutch = gettext(english)
    assert dutch != english and len(dutch) > (40 if what == "description" else 4)
    with translation.override("en"):
        assert gettext(english) == english


def test_roles_add_up() -> None:
    both = permissions_of(frozenset({"MAYOR", "PARTICIPANT"}))
    assert both == ROLES["MAYOR"].permissions | ROLES["PARTICIPANT"].permissions
    assert permissions_of(frozenset()) == frozenset()


def test_permissions_stand_in_the_order_of_the_alphabet() -> None:
    names = [permission.name for permission in Permission]
    assert names == sorted(names, key=lambda name: name.split("_"))
    assert len({permission.value for permission in Permission}) == len(names)


def test_each_permission_is_given_to_a_role_and_asked_somewhere() -> None:
    given = permissions_of(frozenset(ROLES))
    assert given == set(Permission)
    asked = "".join(file.read_text() for file in PACKAGE.glob("*/*.py") if file.parent.name != "access")
    assert [
        permission.name for permission in Permission if f"Permission.{permission.name}" not in asked
    ] == []


def test_who_handles_reports_has_one_place_for_them() -> None:
    shown = {role: [place.url_name for place in PLACES if place.is_for(_as(role))] for role in ROLES}
    assert "reports:own_list" in shown["PROFESSIONAL"]
    assert "reports:list" in shown["REPORTING_OFFICER"]
    assert "reports:own_list" not in shown["REPORTING_OFFICER"]


def _as(role: str) -> Viewer:
    return Viewer(uuid4(), uuid4(), uuid4(), "MUNICIPALITY", "CORE", frozenset({role}))


def test_no_navigation_leads_to_a_page_that_is_refused() -> None:
    assert {place.permission for place in PLACES if place.permission} <= set(Permission)
