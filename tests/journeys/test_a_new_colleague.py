"""A colleague comes, stands in for somebody and leaves; numbers are verified. Axe looks at each page."""

import secrets
from datetime import date, timedelta

import pytest

from tests.journeys.screens import House, Screen

pytestmark = pytest.mark.journey
PASSWORD = "vier losse woorden samen"
PEOPLE = "/samenwerking/personen/"


def day(offset: int) -> str:
    return (date.today() + timedelta(days=offset)).isoformat()


def choice(screen: Screen, name: str, text: str) -> str:
    """What is sent for the choice that reads so."""
    option = screen.page.locator(f"select[name={name}] option", has_text=text).first
    return option.get_attribute("value") or ""


def test_a_colleague_comes_and_leaves(house: House) -> None:
    login = f"collega-{secrets.token_hex(3)}"
    name = f"Collega {login[-6:]}"
    dennis = house.comes_in_as("dennis")
    code = given_the_administrator_adds_a_colleague(dennis, login, name)
    colleague = when_the_colleague_chooses_a_password(house, login, code)
    then_the_colleague_is_in(colleague, name)
    when_the_administrator_appoints_a_deputy_and_ends_it(dennis)
    then_the_colleague_who_leaves_is_out_at_once(dennis, colleague)


def given_the_administrator_adds_a_colleague(dennis: Screen, login: str, name: str) -> str:
    dennis.goes_to(PEOPLE)
    dennis.goes_to(f"{PEOPLE}nieuw/")
    dennis.sends(
        organisation=choice(dennis, "organisation", "Reclassering"),
        name=name,
        function="reclasseringswerker",
        login=login,
        role="PARTICIPANT",
        from_date=day(0),
    )
    return dennis.page.locator(".code").inner_text()


def when_the_colleague_chooses_a_password(house: House, login: str, code: str) -> Screen:
    colleague = house.visitor()
    colleague.page.set_viewport_size({"width": 320, "height": 640})
    colleague.goes_to("/account/eerste-keer/")
    colleague.sends(login=login, code=code, password=PASSWORD, password_again="iets anders dan dat")
    colleague.sees("niet hetzelfde")
    colleague.sends(password=PASSWORD, password_again=PASSWORD)
    colleague.sees("Uw wachtwoord is bewaard")
    colleague.goes_to("/account/inloggen/")
    colleague.sends("inloggen", login=login, password=PASSWORD)
    return colleague


def then_the_colleague_is_in(colleague: Screen, name: str) -> None:
    colleague.sees(name)
    colleague.goes_to("/casussen/")


def when_the_administrator_appoints_a_deputy_and_ends_it(dennis: Screen) -> None:
    own = dennis.link(f"{PEOPLE}[0-9a-f-]{{36}}/$")
    dennis.goes_to(f"{own}vervanger/")
    dennis.sends(deputy=choice(dennis, "deputy", "Esra"), from_date=day(0), until_date=day(7))
    dennis.sees("Esra Yılmaz vervangt")
    dennis.sends(r"/vervanger/")
    dennis.sees("Een vervanger aanwijzen")
    dennis.goes_to(dennis.link("/rol/$"))
    dennis.sends(role="CASE_DIRECTOR", from_date=day(1))
    dennis.sees("Casusregisseur")


def then_the_colleague_who_leaves_is_out_at_once(dennis: Screen, colleague: Screen) -> None:
    dennis.goes_to(dennis.link("/vertrek/$"))
    dennis.sends(until_date=day(0))
    dennis.sees("Vertrokken")
    colleague.goes_to("/casussen/")
    colleague.sees("Log in")


def test_numbers_are_verified_and_changed(house: House) -> None:
    mirjam = house.comes_in_as("mirjam")
    mirjam.sees("niet nagekeken")
    mirjam.goes_to("/samenwerking/")
    mirjam.goes_to(mirjam.link("/termijnen/"))
    if mirjam.page.locator("form[action*=nagekeken]").count():  # the same house may be walked twice
        mirjam.sends("nagekeken")
    mirjam.sees("Functionaris gegevensbescherming, Gemeente Merenwoude")
    mirjam.goes_to(mirjam.link("/nieuw/$"))
    mirjam.sends(value="30", source="Besluit van de stuurgroep", valid_from=day(3 + secrets.randbelow(3000)))
    mirjam.sees("Besluit van de stuurgroep")


def test_the_agreement_and_an_organisation(house: House) -> None:
    dennis = house.comes_in_as("dennis")
    dennis.goes_to("/samenwerking/organisaties/nieuw/")
    school = f"School {secrets.token_hex(3)}"
    dennis.sends(name=school, kind="SCHOOL", tie="EXTERNAL")
    dennis.sees(school)
    dennis.goes_to("/samenwerking/convenant/handtekening/")
    dennis.sends(organisation=choice(dennis, "organisation", school), signed_date=day(0))
    dennis.sees("getekend op")
    dennis.goes_to("/samenwerking/convenant/nieuw/")
