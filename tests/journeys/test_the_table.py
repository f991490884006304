"""Eight people and a big screen at one table, from planning to looking back; the chair uses keys alone."""

import time

import pytest
from playwright.sync_api import expect

from tests.journeys.screens import House
from tests.journeys.sitting import CHAIR, EIGHT, LATE, OTHERS, Sitting

pytestmark = pytest.mark.journey

PSEUDONYM, NAME = "Zwaluw", "Luna Feliciano"
QUESTION = "Vreemd voor mij, of zorgelijk?"
HALF = "Zij tekent wat zij ziet, en ik weet nog niet"
JOINT = "Enige zorg: zij zoekt waar zij bij hoort, en er zijn mensen die zij vertrouwt."
LEVELS = ("SOME_WORRY", "STRANGE_NOT_WORRYING", "WORRYING")
VIEWS = {
    "joyce": "Zij komt zelf met wat haar bezighoudt.",
    "thijs": "Thuis is het rustiger sinds haar moeder meer thuis is.",
    "marloes": "Wij zien haar niet meer op straat in de avond.",
    "esra": "Zij tekent wat zij ziet, en praat erover als ik ernaar vraag.",
    "bram": "In de groepen wordt zij nog steeds uitgedaagd.",
    "nienke": "Zij slaapt slecht en schrikt snel.",
    "farid": "Op school heeft zij nu een vaste mentor.",
    "pieterjan": "Er ligt bij ons niets tegen haar.",
}
WISHES = (
    "Minder papier en meer gesprek.",
    "Eerst de feiten, dan pas wat wij ervan vinden.",
    "Iets langer over wat goed gaat.",
    "De pauze eerder.",
    "Vooraf de stukken lezen.",
    "Vaker vragen wat zij zelf wil.",
    "Korter aan het woord.",
    "Op tijd beginnen.",
)
NOW = time.strftime("%H:%M")  # the same house may be walked twice


def reason(login: str) -> str:
    return f"{VIEWS[login]} Zo zag ik het om {NOW}."


def words(login: str) -> str:
    return f"{WISHES[EIGHT.index(login)]} (gezegd om {NOW})"


def test_eight_at_one_table(house: House) -> None:
    table = Sitting(house)
    given_a_planned_meeting_about_a_case_with_eight_seats(table)
    when_seven_come_the_chair_opens_without_the_eighth(table)
    then_the_screen_on_the_wall_needs_no_account(table)
    when_a_case_comes_on_every_screen_follows(table)
    then_the_late_comer_lands_at_the_same_step(table)
    when_a_hand_goes_up_the_chair_gives_the_floor(table)
    then_each_judges_alone_and_sees_no_other(table)
    when_the_chair_reveals_all_see_the_same(table)
    then_they_conclude_together_and_dissent_is_kept(table)
    when_the_name_is_unlocked_the_wall_shows_it_until_it_is_blank(table)
    then_an_objection_stops_a_decision_until_it_is_met(table)
    when_all_looked_back_alone_it_shows_together(table)
    then_the_meeting_ends_on_every_screen(table)


def given_a_planned_meeting_about_a_case_with_eight_seats(table: Sitting) -> None:
    joyce, keys = table.person(CHAIR), table.keyboard
    table.has_eight_seats(PSEUDONYM)
    joyce.goes_to(f"{table.case}voorbereiden/opnieuw/")
    if joyce.page.locator("form[action$='/opnieuw/'], main form [name=reason]").count():
        keys.sends("", reason="Er is nieuws van school.")
    joyce.goes_to("/overleg/plannen/")
    today = time.strftime("%Y-%m-%d")
    case = table.case.rstrip("/").rsplit("/", 1)[-1]
    keys.sends("", day=today, starts="1000", place="Zorg- en Veiligheidshuis, kamer 2", cases=case)
    table.found_meeting()
    joyce.goes_to(f"{table.meeting}vooraf/")
    joyce.sees("Reclassering")
    joyce.picture("before-the-meeting")


def when_seven_come_the_chair_opens_without_the_eighth(table: Sitting) -> None:
    joyce, keys = table.person(CHAIR), table.keyboard
    joyce.goes_to(table.meeting)
    joyce.sees("blijft hier")
    keys.sends("/aanwezig/")
    for login in OTHERS:
        screen = table.person(login)
        screen.goes_to(table.meeting)
        screen.sends("/aanwezig/")
    joyce.sees_within(2000, "Farid Amrani")
    keys.sends("/openen/")
    joyce.sees("Openbaar Ministerie")
    joyce.is_well()
    keys.sends("", reason="De officier komt later.")
    joyce.is_well()


def then_the_screen_on_the_wall_needs_no_account(table: Sitting) -> None:
    joyce, keys = table.person(CHAIR), table.keyboard
    joyce.goes_to(f"{table.meeting}scherm/link/")
    keys.sends("/maken/")
    joyce.is_well()
    code = joyce.page.locator(".code").inner_text()
    table.big = table.house.visitor()
    table.big.goes_to("/scherm/")
    table.big.sends(code=code)
    table.big.sees("De voorzitter")
    joyce.goes_to(table.meeting)


def when_a_case_comes_on_every_screen_follows(table: Sitting) -> None:
    keys = table.keyboard
    table.follow(lambda: keys.sends("/op-tafel/"), "h1", PSEUDONYM)
    table.all_are_well()
    table.nobody_sees(NAME)
    table.follow(lambda: keys.sends("/beeld/delen/"), "main", "Bekend bij")
    table.goes_by("n")
    table.goes_by("t")
    table.goes_by("n")


def then_the_late_comer_lands_at_the_same_step(table: Sitting) -> None:
    step, late = table.step(), table.person(LATE)
    late.goes_to(table.meeting)
    late.does_not_see(PSEUDONYM + "</h1>")
    late.sends("/aanwezig/")
    assert table.step(LATE) == step
    assert len(table.screens) == len(EIGHT)


def when_a_hand_goes_up_the_chair_gives_the_floor(table: Sitting) -> None:
    marloes, joyce = table.person("marloes"), table.person(CHAIR)
    with marloes.page.expect_navigation():
        marloes.page.keyboard.press("h")
    expect(joyce.page.locator(".hands")).to_contain_text("Marloes Kuiper", timeout=2000)
    joyce.picture("console")
    table.keyboard.sends("/woord/")
    expect(table.person("nienke").page.locator(".hands")).to_contain_text("woord", timeout=2000)
    joyce.is_well()
    table.keyboard.presses("p")
    table.person("esra").sees_within(2000, "De klok staat stil")
    table.keyboard.presses("p")


def then_each_judges_alone_and_sees_no_other(table: Sitting) -> None:
    joyce, esra = table.person(CHAIR), table.person("esra")
    table.goes_by("n")
    table.follow(
        lambda: table.keyboard.chooses(f"form[action*='/duiding/vraag/'] button:has-text('{QUESTION}')"),
        "main",
        "nog niet gedaan",
    )
    table.all_are_well()
    with esra.page.expect_response("**/bewaren/**"):
        esra.page.locator("main textarea[name=text]").fill(HALF)
    esra.page.reload()
    expect(esra.page.locator("main textarea[name=text]")).to_have_value(HALF)
    esra.page.locator("#own").evaluate("node => node.scrollIntoView()")
    esra.picture("judge-alone")
    table.nobody_sees(HALF, but=esra)
    for place, login in enumerate(EIGHT):
        answer = {"level": LEVELS[place % 3], "text": reason(login)}
        if login == CHAIR:
            table.keyboard.sends("/duiding/", **answer)
        else:
            table.person(login).sends("/duiding/", **answer)
    expect(joyce.page.locator("main li", has_text="nog niet gedaan")).to_have_count(0, timeout=2000)
    for login in EIGHT:
        table.nobody_sees(reason(login), but=table.person(login))


def when_the_chair_reveals_all_see_the_same(table: Sitting) -> None:
    table.follow(lambda: table.keyboard.sends("/sluiten/"), "main", "gesloten")
    for login in EIGHT:
        table.nobody_sees(reason(login), but=table.person(login))
    table.follow(lambda: table.keyboard.sends("/naast-elkaar/"), "main", reason(LATE))
    for screen in table.everywhere():
        for login in EIGHT:
            screen.sees(reason(login))
    table.all_are_well()
    nienke = table.person("nienke")
    nienke.page.locator("main h2", has_text=QUESTION).first.evaluate("node => node.scrollIntoView()")
    nienke.picture("reveal")


def then_they_conclude_together_and_dissent_is_kept(table: Sitting) -> None:
    table.follow(
        lambda: table.keyboard.sends(
            "/samen/",
            joint=JOINT,
            without="Onze eigen blik bespraken wij hardop.",
            dissent_="Wij zien meer zorg dan de anderen.",
        ),
        "main",
        JOINT,
    )
    table.on_the_wall().sees("Wij zien meer zorg dan de anderen.")
    table.all_are_well([table.person(CHAIR), table.on_the_wall()])


def when_the_name_is_unlocked_the_wall_shows_it_until_it_is_blank(table: Sitting) -> None:
    big, keys = table.on_the_wall(), table.keyboard
    big.does_not_see(NAME)
    big.page.evaluate("window.scrollTo(0, 0)")
    big.picture("big-screen")
    table.follow(lambda: keys.sends("/naam/"), "h1", NAME)
    keys.presses("b")
    big.sees_within(2000, "De voorzitter houdt het scherm leeg")
    big.does_not_see(NAME)
    big.is_well()
    keys.presses("z")
    big.sees_within(2000, NAME)


def then_an_objection_stops_a_decision_until_it_is_met(table: Sitting) -> None:
    table.goes_on_to("Plan")
    thijs, marloes = table.person("thijs"), table.person("marloes")
    meeting = table.meeting.rstrip("/").rsplit("/", 1)[-1]
    thijs.goes_to(f"{table.case}besluiten/nieuw/?overleg={meeting}")
    decides = thijs.page.locator("[name=decides] option", has_text="Gemeente").first.get_attribute("value")
    thijs.sends(
        "",
        question="Wie praat eerst met haar?",
        option_1="De wijkcoach",
        option_2="Nog even niets",
        chosen="1",
        words="De wijkcoach praat deze week met haar.",
        reasons="Zij kent haar al.",
        ground="Zij stemde ermee in.",
        decides=str(decides),
    )
    decision = thijs.page.url.removeprefix(thijs.address)
    table.person("esra").sees_within(2000, "Wie praat eerst met haar?")
    thijs.sends("/vragen/")
    marloes.goes_to(decision)
    marloes.sends("/instemming/", kind="OBJECT", text="Eerst moet haar moeder het weten.")
    for login in ("thijs", "joyce", LATE, "esra", "bram", "nienke"):
        screen = table.person(login)
        screen.goes_to(decision)
        if login == CHAIR:
            table.keyboard.sends("/instemming/", kind="AGREE")
        else:
            screen.sends("/instemming/", kind="AGREE")
    thijs.goes_to(decision)
    thijs.sees("Dit kan nog niet besloten worden")
    marloes.sends("/instemming/", kind="NOTE", text="De wijkcoach belt eerst haar moeder.")
    thijs.goes_to(decision)
    thijs.sends("/nemen/")
    thijs.sees("Besloten")


def when_all_looked_back_alone_it_shows_together(table: Sitting) -> None:
    for screen in table.screens.values():
        screen.goes_to(table.meeting)
    table.goes_on_to("Terugblik")
    table.follow(lambda: table.keyboard.sends("/terugblik/openen/"), "main", "Nog niet gedaan")
    for login in EIGHT:
        answer = {"heard": "YES", "apart": "PARTLY", "differently": words(login)}
        if login == CHAIR:
            table.keyboard.sends("/terugblik/", **answer)
        else:
            table.person(login).sends("/terugblik/", **answer)
    for login in EIGHT:
        table.nobody_sees(words(login), but=table.person(login))
    table.follow(lambda: table.keyboard.sends("/terugblik/tonen/"), "main", words("bram"))
    for login in EIGHT:
        table.on_the_wall().sees(words(login))
    table.all_are_well()


def then_the_meeting_ends_on_every_screen(table: Sitting) -> None:
    table.keyboard.chooses("form[action$='/beeindigen/'] button", fold="Het grote scherm")
    for login in EIGHT:
        table.person(login).sees_within(2000, "Dit overleg is afgelopen")
    table.on_the_wall().sees_within(2000, "Dit scherm is gestopt")
    table.all_are_well()
