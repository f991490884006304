"""The pages around what is brought in: for whom they are, what they offer, what they keep silent about."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given

from casustafel.cases.models import Case
from casustafel.demo.people import PEOPLE
from casustafel.picture.models import AudienceSeat, Contribution, ContributionDeed
from casustafel.picture.tests import told
from casustafel.picture.tests.looked import CONTRIBUTION, shown
from casustafel.picture.tests.test_contributing import (
    REASON,
    bring_in,
    let_pass,
    prolong,
    release,
    seats_of,
    tell,
    today,
)
from tests import bad_input
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
TOLD = {
    "told_date": "2026-01-31",
    "purpose": told.PURPOSE,
    "category": "CONDUCT",
    "ground": "LEGAL_DUTY",
    "conditions": "POLICE_QUALITY",
    "domain": "FAMILY",
    "audience": "TABLE",
}
AT_MOST = 13


def inside(case: Case, tail: str = "") -> str:
    return f"/casussen/{case.id}/beeld/inbreng/{tail}"


def test_whoever_has_no_business_there_gets_an_absent_page(
    world: World, client_of: Callable, case: Case
) -> None:
    made = bring_in(world, case, audience="LATER")
    told.open_sharing(world, case)
    tails = [f"{made.id}/", *(f"{made.id}/{deed}/" for deed in ("openen", "stoelen", "langer"))]
    for login in ("bram", "anouk", "farid", "esra"):  # who sits there too, but for whom it is sealed
        client = client_of(login)
        for tail in tails:
            absent = client.post(inside(case, tail.replace(str(made.id), str(uuid4()))))
            real = client.post(inside(case, tail))
            assert (real.status_code, real.content) == (404, absent.content), (login, tail)
        real = client.get(inside(case, f"{made.id}/"))
        assert (real.status_code, real.content) == (404, client.get(inside(case, f"{uuid4()}/")).content)


def test_a_sealed_contribution_is_in_no_byte_of_anothers_pages(
    world: World, client_of: Callable, case: Case
) -> None:
    """Nor does a page differ from what it is without it."""
    told.open_sharing(world, case)
    base = f"/casussen/{case.id}/"
    addresses = [base, f"{base}beeld/", inside(case), f"{base}witte-vlekken/", f"{base}papieren/", "/"]
    before = {a: _still(shown(client_of("esra"), a)) for a in addresses}
    bring_in(world, case, audience="LATER")
    bring_in(world, case, audience="SEATS", seats=seats_of(world, case, "joyce"))
    tell(world, case, audience="SEATS", seats=seats_of(world, case, "joyce"))
    for address in addresses:
        assert _still(shown(client_of("esra"), address)) == before[address], address
    assert told.PURPOSE in shown(client_of("joyce"), inside(case))


def _still(page: str) -> list[str]:
    """Without what is new at every look."""
    new = ("csrfmiddlewaretoken", "form_id", "data-draft-key", "Afgedrukt door")
    return [line for line in page.splitlines() if not any(word in line for word in new)]


def test_who_is_named_sees_that_and_not_who_else(world: World, client_of: Callable, case: Case) -> None:
    told.open_sharing(world, case)
    made = bring_in(world, case, audience="SEATS", seats=seats_of(world, case, "esra", "joyce"))
    names = {login: _name(world, login) for login in ("esra", "joyce")}
    for login, sees in (("marloes", {"esra", "joyce"}), ("esra", {"esra"}), ("joyce", {"joyce"})):
        page = shown(client_of(login), inside(case, f"{made.id}/")).split("<main")[1]
        assert {each for each in names if names[each] in page} == sees, login
        assert ("/langer/" in page) is (login == "marloes")


def _name(world: World, login: str) -> str:
    return next(someone.name for someone in PEOPLE if someone.login == login)


def test_what_was_sealed_is_opened_widened_and_kept_longer_from_its_page(
    world: World, client_of: Callable, case: Case
) -> None:
    told.open_sharing(world, case)
    made, client = bring_in(world, case, audience="LATER"), client_of("marloes")
    page, (esra, joyce) = inside(case, f"{made.id}/"), seats_of(world, case, "esra", "joyce")
    refused = client.post(f"{page}openen/", {"audience": "SEATS", "reason": REASON})
    assert refused.status_code == 422 and REASON in refused.content.decode()
    both = {"audience": "TABLE", "seats": str(esra), "reason": REASON}
    assert client.post(f"{page}openen/", both).status_code == 422
    sent = client.post(f"{page}openen/", {**both, "audience": "SEATS"})
    assert (sent.status_code, sent["Location"]) == (302, page)
    assert client.post(f"{page}stoelen/", {"seats": str(joyce), "reason": REASON}).status_code == 302
    assert client.post(f"{page}stoelen/", {"seats": str(joyce), "reason": REASON}).status_code == 422
    until = str(made.until_date + timedelta(days=9))
    assert client.post(f"{page}langer/", {"until_date": until, "reason": REASON}).status_code == 302
    seen = shown(client, page)
    assert seen.count(REASON) == 3 and "/openen/" not in seen
    assert REASON not in shown(client_of("esra"), page)
    with behind_the_wall("postgres"):
        assert AudienceSeat.objects.behind_the_second_wall().count() == 2
        assert ContributionDeed.objects.behind_the_second_wall().count() == 3


def test_another_cannot_do_with_it_what_its_provider_can(
    world: World, client_of: Callable, case: Case
) -> None:
    told.open_sharing(world, case)
    made = bring_in(world, case)
    until = str(made.until_date + timedelta(days=9))
    sent = client_of("esra").post(inside(case, f"{made.id}/langer/"), {"until_date": until, "reason": REASON})
    assert sent.status_code == 422
    with behind_the_wall("postgres"):
        kept = Contribution.objects.behind_the_second_wall().get(pk=made.pk)
        assert kept.until_date == made.until_date


def test_the_form_of_what_was_told_has_no_box_for_what_was_said(
    world: World, client_of: Callable, case: Case
) -> None:
    address, client = f"/casussen/{case.id}/beeld/verteld/", client_of("marloes")
    form = shown(client, address).split('id="told-form"')[1].split("</form>")[0]
    assert form.count("<textarea") == 1 and 'name="purpose"' in form and 'value="LATER"' not in form
    assert client.post(address, {**TOLD, "text": "CANARY-said"}).status_code == 302
    page = shown(client_of("esra"), inside(case))
    assert told.PURPOSE in page and "CANARY-said" not in page
    told.open_sharing(world, case)
    assert told.PURPOSE in shown(client_of("esra"), f"/casussen/{case.id}/beeld/")


def test_the_form_offers_its_own_grounds_under_what_they_are_about(client_of: Callable, case: Case) -> None:
    police = shown(client_of("marloes"), f"/casussen/{case.id}/beeld/inbrengen/")
    probation = shown(client_of("esra"), f"/casussen/{case.id}/beeld/inbrengen/")
    assert 'value="WPG_MAYOR"' in police and 'value="WPG_MAYOR"' not in probation
    assert 'data-categories="CRIMINAL_JUSTICE CONDUCT IDENTIFYING"' in police and "<optgroup" in police
    assert 'value="POLICE_QUALITY"' in police and 'value="POLICE_QUALITY"' not in probation
    assert 'value="CORE"' in police and 'value="CORE"' not in probation


@pytest.mark.parametrize(
    "odd",
    [{"conditions": ""}, {"ground": "WJSG"}, {"ground": "WPG_MAYOR", "category": "BELIEFS"}, {"verified": ""},
     {"until_date": "2026-01-01"}, {"audience": "SEATS"}],
)  # fmt: skip
def test_what_does_not_fit_comes_back_beside_its_field_with_what_was_typed(
    client_of: Callable, case: Case, odd: dict[str, str]
) -> None:
    before = bad_input.stored()
    sent = client_of("marloes").post(f"/casussen/{case.id}/beeld/inbrengen/", {**CONTRIBUTION, **odd})
    page = sent.content.decode()
    assert sent.status_code == 422 and told.PURPOSE in page and told.SEEN in page
    assert page.count('class="field-error"') == 1
    assert bad_input.stored() == before


def test_ticked_seats_and_conditions_come_back_with_the_draft(
    world: World, client_of: Callable, case: Case
) -> None:
    client, seats = client_of("marloes"), seats_of(world, case, "esra", "joyce")
    door = f"/casussen/{case.id}/beeld/inbrengen/"
    typed = {**CONTRIBUTION, "seats": [str(each) for each in seats], "conditions": ["POLICE_QUALITY"]}
    assert client.post(f"{door}concept/", typed).status_code == 200
    assert shown(client, door).count(" checked") >= 4  # two seats, a condition and the audience


def test_today_says_what_ends_and_the_list_shows_it(world: World, client_of: Callable, case: Case) -> None:
    told.open_sharing(world, case)
    bring_in(world, case)
    ends = f"/casussen/{case.id}/beeld/inbreng/?which=ENDING"
    assert ends not in shown(client_of("marloes"), "/")
    bring_in(world, case, until_date=today() + timedelta(days=20))
    let_pass(bring_in(world, case))
    assert shown(client_of("marloes"), "/").count(ends) == 2
    assert ends not in shown(client_of("esra"), "/")
    assert shown(client_of("marloes"), ends).count("<tr>") == 3
    assert shown(client_of("esra"), inside(case)).count("<tr>") == 3


def test_an_empty_list_says_what_to_do(client_of: Callable, case: Case) -> None:
    assert "beeld/inbrengen/" in shown(client_of("esra"), inside(case))
    assert inside(case) in shown(client_of("esra"), inside(case, "?which=TOLD"))


def test_pages_ask_as_much_with_many_as_with_few(world: World, client_of: Callable, case: Case) -> None:
    told.open_sharing(world, case)
    seats = seats_of(world, case, "esra", "joyce")
    made = bring_in(world, case, audience="LATER")
    release(world, made, "SEATS", seats=seats[:1])
    client = client_of("marloes")
    few = _asked(client, inside(case)), _asked(client, inside(case, f"{made.id}/"))
    for _ in range(4):
        bring_in(world, case, audience="SEATS", seats=seats)
    until = made.until_date
    for more in range(3):
        prolong(world, made, until + timedelta(days=more + 1))
    many = _asked(client, inside(case)), _asked(client, inside(case, f"{made.id}/"))
    assert many == few and max(many) <= AT_MOST


def _asked(client: Client, address: str) -> int:
    shown(client, address)
    with CaptureQueriesContext(connection) as asked:
        shown(client, address)
    return bad_input.queries(asked)


# Odd input


@bad_input.some
@given(data=bad_input.spoiled(TOLD))
def test_odd_input_while_telling(client_of: Callable, case: Case, data: dict[str, str]) -> None:
    with bad_input.undone():
        client = client_of("marloes")
        bad_input.is_taken_or_returned(
            lambda sent: client.post(f"/casussen/{case.id}/beeld/verteld/", sent), data, kept={"purpose"}
        )


@bad_input.some
@given(
    data=bad_input.spoiled({"audience": "TABLE", "seats": "x", "until_date": "2027-12-31", "reason": REASON})
)
def test_odd_input_while_deciding_about_it(
    world: World, client_of: Callable, case: Case, data: dict[str, str]
) -> None:
    with bad_input.undone():
        client = client_of("marloes")
        sealed, whole = bring_in(world, case, audience="LATER"), bring_in(world, case)
        for made, deed in ((sealed, "openen"), (whole, "stoelen"), (whole, "langer")):
            address = inside(case, f"{made.id}/{deed}/")
            send = lambda sent, address=address: client.post(address, sent)  # noqa: E731
            bad_input.is_taken_or_returned(send, data, kept={"reason"} if deed != "stoelen" else set())
