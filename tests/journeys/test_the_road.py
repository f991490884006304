"""One worry, from the citizen's report to the closed case, by the people whose work it is."""

import re
import secrets
from datetime import date, timedelta

import pytest

from tests.journeys import lines
from tests.journeys.screens import House, Screen

pytestmark = pytest.mark.journey

SEEN = "Hij stond gisteren bij het station en riep dat het hier binnenkort afgelopen is met die lui."
HIS_JUDGEMENT = "Ik denk dat hij vooral alleen is en iemand zoekt die luistert."
CRITERIA = (
    "SIGNALS_COHERENT",
    "LINK_EXTREMISM",
    "SOCIAL_RELATIONS",
    "SELF_RELIANCE",
    "PROPORTIONALITY",
    "SUBSIDIARITY",
)
CHIEF = "Zwaan"


def day(offset: int) -> str:
    return (date.today() + timedelta(days=offset)).isoformat()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_road_of_one_worry(house: House, language: str) -> None:
    road = Road(house, language)
    road.given_a_citizen_who_reports_without_a_name()
    road.when_the_reporting_officer_takes_it_in_and_answers()
    road.then_three_organisations_weigh_alone_and_decide_together()
    road.then_the_process_director_opens_a_case_with_seats()
    road.when_partners_bring_in_what_they_know()
    road.when_the_table_meets_every_screen_follows()
    road.then_they_judge_alone_before_they_judge_together()
    road.then_they_agree_goals_a_plan_and_commitments()
    road.when_a_blank_spot_is_asked_it_is_answered()
    road.then_a_review_measures_and_scales_down()
    road.then_the_case_closes_with_reasons()
    road.then_the_reporter_reads_the_feedback()
    road.then_there_are_papers()


class Road:
    def __init__(self, house: House, language: str) -> None:
        self.house, self.language = house, language
        self.name = f"{CHIEF} {secrets.token_hex(2)}"  # the same house may be walked twice
        self.screens: dict[str, Screen] = {}
        self.code = self.case = self.meeting = self.weighing = self.report = ""

    def person(self, login: str) -> Screen:
        if login not in self.screens:
            screen = self.house.comes_in_as(login)
            self._speak(screen)
            self.screens[login] = screen
        return self.screens[login]

    def _speak(self, screen: Screen) -> None:
        if self.language == "en":
            screen.sends("/taal/")
            assert screen.page.locator("html").get_attribute("lang") == "en"

    def _shows(self, screen: Screen, name: str) -> None:
        if self.language == "nl":
            screen.picture(name)

    def given_a_citizen_who_reports_without_a_name(self) -> None:
        citizen = self.house.visitor()
        citizen.goes_to("/melden/")
        citizen.sees("112")
        self._speak(citizen)
        citizen.goes_to(citizen.link(r"/melden/merenwoude/$"))
        citizen.goes_to(citizen.link(r"/wens/$"))
        citizen.sends()
        citizen.page.locator("[aria-invalid=true]").first.wait_for()
        citizen.sends(wants="BOTH")
        citizen.sends(saw=SEEN)
        self._shows(citizen, "public-form")
        citizen.sends(when_where="Gisteren om vijf uur")
        citizen.goes_to("/melden/merenwoude/gehoord/")
        citizen.keeps_for_later()
        self.code = self._code_on(citizen)
        citizen = self.house.visitor(viewport={"width": 390, "height": 844})
        citizen.goes_to("/melden/code/")
        self._speak(citizen)
        citizen.sends(code=self.code.lower())
        citizen.sends(think="Ik ben bang dat hij iets gaat doen.")
        for answers in (
            {"against": "Hij was ook vriendelijk tegen een oude dame."},
            {},
            {},
            {"subject_name": "Ferdi Canarie"},
            {"reporter": "buurvrouw"},
            {},
        ):
            citizen.sends(**answers)
        citizen.sees(SEEN)
        citizen.sends()
        assert self._code_on(citizen) == self.code
        self._shows(citizen, "receipt")

    def _code_on(self, screen: Screen) -> str:
        found = re.search(
            r"\b[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}\b", screen.page.inner_text("main")
        )
        assert found, "the code stands on the page"
        return found[0]

    def when_the_reporting_officer_takes_it_in_and_answers(self) -> None:
        saskia = self.person("saskia")
        saskia.goes_to("/meldingen/?state=RECEIVED")
        self._shows(saskia, "reports")
        self.report = saskia.link(r"^/meldingen/[0-9a-f-]{36}/").partition("?")[0]
        saskia.goes_to(self.report)
        saskia.sees(SEEN)
        saskia.sends("/innemen/")
        saskia.sends(
            "/signaal/", text="Hij riep dat het afgelopen is.", nature="OBSERVATION", observed_date=day(-1)
        )
        saskia.sends("/signaal/", text="De buurvrouw is bang dat hij iets doet.", nature="FEELING")
        saskia.sends("/antwoord/", text="Dank u wel. Wij nemen dit op en laten over een week iets horen.")
        self._shows(saskia, "report")
        saskia.goes_to(saskia.link(r"/weging/voorbereiden/"))
        saskia.sends(
            "",
            summary=f"Een man riep bij het station dat het afgelopen is ({self.name}).",
            reason="Meer dan gewone zorg.",
        )

    def then_three_organisations_weigh_alone_and_decide_together(self) -> None:
        for login in ("farid", "marloes", "pieterjan"):
            member = self.person(login)
            member.goes_to("/weging/?state=ALONE")
            self.weighing = self.weighing or self._the_one(member, r"^/weging/[0-9a-f-]{36}/$", self.name)
            member.goes_to(self.weighing)
            texts = {f"{code}_pro": f"Voor {code} pleit wat is gezien." for code in CRITERIA}
            reason = f"Reden van {login}."
            member.sends("/mijn-weging/", **texts, outcome="PERSON_CENTRED", reason=reason)
        farid = self.person("farid")
        farid.goes_to(self.weighing)
        farid.does_not_see("Reden van marloes.")
        farid.sends("/naast-elkaar/")
        farid.sees("Reden van marloes.")
        self._shows(farid, "weighing")
        farid.sends("/uitkomst/", outcome="PERSON_CENTRED", reason="Samen zien wij genoeg reden.")

    def _the_one(self, screen: Screen, pattern: str, text: str) -> str:
        """Of the rows on this list the one that is ours; the demo has others."""
        links = screen.page.locator("a[href]").evaluate_all("nodes => nodes.map(n => n.getAttribute('href'))")
        for link in dict.fromkeys(link for link in links if re.match(pattern, link)):
            screen.goes_to(link)
            if text in screen.page.content():
                return str(link)
        raise AssertionError(f"{text} is not on the list")

    def then_the_process_director_opens_a_case_with_seats(self) -> None:
        joyce = self.person("joyce")
        joyce.goes_to(f"{self.weighing}casus-openen/")
        thijs = self._value(joyce, "director", "Thijs")
        joyce.fills(core=self._value(joyce, "core", "Marloes"))
        joyce.fills(core=self._value(joyce, "core", "Pieter-Jan"))
        joyce.sends(
            "",
            pseudonym=self.name,
            regime="PGA",
            ground="Publieke taak van de burgemeester.",
            reason="De drie organisaties zien dit samen nodig.",
            director=thijs,
        )
        self.case = joyce.page.url.removeprefix(self.house.address)
        joyce.goes_to(f"{self.case}stoel/")
        joyce.sends("", person=self._value(joyce, "person", "Esra"), ground="Begeleidt hem sinds vorig jaar.")
        joyce.sees("Esra")
        self._shows(joyce, "case")
        charlie = self.house.comes_in_as("anouk")
        response = charlie.page.goto(self.house.address + self.case)
        assert response is not None and response.status == 404

    def _value(self, screen: Screen, name: str, person: str) -> str:
        """The value of the choice that says this name."""
        choice = screen.page.locator(f"select[name={name}] option", has_text=person)
        if choice.count():
            return str(choice.first.get_attribute("value"))
        label = screen.page.locator("label", has_text=person).first
        return str(screen.page.locator(f"#{label.get_attribute('for')}").get_attribute("value"))

    def when_partners_bring_in_what_they_know(self) -> None:
        police = {"conditions": "POLICE_QUALITY"}
        for login, text, domain, besides in (
            (
                "marloes",
                "Hij sprak op 3 mei rustig met de wijkagent over zijn ontslag.",
                "WORK_SCHOOL",
                police,
            ),
            ("esra", "Zijn zus belt hem elke zondag.", "FAMILY", {}),
        ):
            screen = self.person(login)
            screen.goes_to(f"{self.case}beeld/inbrengen/")
            if login == "marloes":
                self._shows(screen, "contribute")
            screen.sends(
                "",
                purpose="Samen zien wat er speelt",
                category="CONDUCT",
                ground="LEGAL_DUTY",
                audience="TABLE",
                verified="CHECKED",
                **besides,
                **{
                    "s0-text": text,
                    "s0-nature": "OBSERVATION",
                    "s0-source": "eigen waarneming",
                    "s0-reliability": "RELIABLE",
                    "s0-domain": domain,
                    "s0-bearing": "PROTECTIVE",
                },
            )
            screen.sees(text)
        lines.added_by_keyboard(self.person("marloes"), self.case)
        self.person("esra").does_not_see("rustig met de wijkagent")

    def when_the_table_meets_every_screen_follows(self) -> None:
        joyce = self.person("joyce")
        joyce.goes_to("/overleg/plannen/")
        joyce.sends(
            "", day=day(0), starts="10:00", place="Kamer 2", cases=self._value(joyce, "cases", self.name)
        )
        self.meeting = joyce.page.url.removeprefix(self.house.address).removesuffix("vooraf/")
        for login in ("marloes", "esra", "thijs", "joyce"):
            self.person(login).goes_to(self.meeting)
            self.person(login).sends("/aanwezig/")
        joyce.sends("/openen/")
        joyce.sends("", reason="Het Openbaar Ministerie komt later.")
        joyce.sends("/op-tafel/")
        marloes, esra = self.person("marloes"), self.person("esra")
        esra.sees_within(2000, self.name)
        joyce.sends("/beeld/delen/")
        esra.sees_within(2000, "rustig met de wijkagent")
        self._shows(esra, "table-picture")
        big = self.person("joyce").page.context.new_page()
        big.goto(f"{self.house.address}{self.meeting}scherm/")
        assert "Ferdi Canarie" not in big.content()
        self._to_step("JUDGE")
        marloes.page.wait_for_timeout(300)
        big.close()

    def _to_step(self, step: str) -> None:
        joyce = self.person("joyce")
        button = joyce.page.locator(f"form[action*='/stap/']:has(input[value='{step}']) button").first
        joyce.page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
        with joyce.page.expect_navigation():
            button.click()
        joyce.is_well()

    def then_they_judge_alone_before_they_judge_together(self) -> None:
        joyce, marloes, esra = (self.person(login) for login in ("joyce", "marloes", "esra"))
        with joyce.page.expect_navigation():
            joyce.page.locator(
                "form[action*='/duiding/vraag/']:has(input[value='WORRY']) button"
            ).first.click()
        for screen, level, text in (
            (marloes, "SOME_WORRY", HIS_JUDGEMENT),
            (esra, "STRANGE_NOT_WORRYING", "Hij houdt zich al maanden aan alles."),
        ):
            screen.page.locator("[name=level]").first.wait_for()
            screen.is_well()
            screen.sends("/duiding/", level=level, text=text)
        esra.does_not_see(HIS_JUDGEMENT)
        joyce.does_not_see(HIS_JUDGEMENT)
        joyce.page.reload()
        joyce.sends("/sluiten/")
        joyce.sends("/naast-elkaar/")
        esra.sees_within(2000, HIS_JUDGEMENT)
        self._shows(esra, "table-judgement")
        joyce.page.locator("textarea[name^=dissent_]").first.fill("Wij zien meer zorg dan de anderen.")
        joyce.sends(
            "/samen/",
            joint="Enige zorg: hij is alleen en boos, en er zijn mensen die hij vertrouwt.",
            without="Onze eigen blik bespraken wij hardop, voordat wij schreven.",
        )
        esra.sees_within(2000, "er zijn mensen die hij vertrouwt")

    def then_they_agree_goals_a_plan_and_commitments(self) -> None:
        self._to_step("GOALS")
        thijs = self.person("thijs")
        thijs.goes_to(f"{self.case}plan/doel/")
        owner = self._value(thijs, "owner", "Politie")
        levels = {f"level_{n}": f"Trede {n} van dit doel" for n in range(1, 6)}
        goal = {"domain": "WORK_SCHOOL", "owner": owner, "baseline": "-2", "due_date": day(90), **levels}
        thijs.sends("", text="Hij moet geen ruzie meer maken", **goal)
        thijs.page.locator("[name=as_worded]").wait_for()
        thijs.sends("", text="Hij heeft elke week drie dagen werk", **goal)
        self.person("esra").sees_within(2000, "drie dagen werk")
        thijs.goes_to(f"{self.case}plan/interventie/")
        thijs.sends(
            "",
            kind="SOCIAL",
            text="Jobcoach zoekt met hem een proefplaats",
            organisation=self._value(thijs, "organisation", "Politie"),
            goals=str(thijs.page.locator("[name=goals]").first.get_attribute("value")),
            planned="6",
        )
        thijs.goes_to(f"{self.case}plan/afspraak/")
        thijs.sends(
            "",
            organisation=self._value(thijs, "organisation", "Politie"),
            what="Wijkagent gaat langs",
            why="Hij vertrouwt haar",
            due_date=day(7),
        )
        for login in ("joyce", "thijs", "marloes", "pieterjan", "esra"):
            screen = self.person(login)
            screen.goes_to(f"{self.case}plan/")
            screen.sends("/plan/instemming/", kind="AGREE")
        self._shows(thijs, "plan")
        joyce = self.person("joyce")
        joyce.goes_to(f"{self.case}plan/")
        joyce.sends("/plan/vaststellen/")
        joyce.goes_to(self.meeting)
        joyce.sends("/beeindigen/")

    def when_a_blank_spot_is_asked_it_is_answered(self) -> None:
        thijs, marloes = self.person("thijs"), self.person("marloes")
        thijs.goes_to(f"{self.case}witte-vlekken/")
        self._shows(thijs, "blank-spots")
        thijs.goes_to(f"{self.case}witte-vlekken/vragen/?domain=MONEY")
        thijs.sends(
            "",
            organisations=self._value(thijs, "organisations", "Politie"),
            purpose="Weten of schulden meespelen",
            minimum="Alleen of er schulden zijn",
            ground="PUBLIC_TASK",
            due_date=day(5),
        )
        marloes.goes_to(f"{self.case}witte-vlekken/verzoeken/")
        marloes.goes_to(marloes.link(r"/witte-vlekken/[0-9a-f-]{36}/$"))
        marloes.sends("", outcome="NONE", text="Daar weten wij niets van.")
        marloes.sees("Daar weten wij niets van.")

    def then_a_review_measures_and_scales_down(self) -> None:
        thijs, marloes = self.person("thijs"), self.person("marloes")
        thijs.goes_to(f"{self.case}opvolging/terugblik/")
        thijs.sends("", necessity="Ja, maar met minder: het gaat beter.")
        marloes.goes_to(f"{self.case}opvolging/")
        marloes.goes_to(marloes.link(r"/opvolging/terugblik/[0-9a-f-]{36}/[0-9a-f-]{36}/$"))
        marloes.sends("", level="0", evidence="Hij werkt drie dagen bij de kringloop.")
        thijs.goes_to(f"{self.case}opvolging/")
        thijs.goes_to(thijs.link(r"/besluit/$"))
        thijs.sends(
            "", kind="SCALE_DOWN", reason="Het doel is gehaald en hij vraagt zelf om hulp.", next_date=day(60)
        )
        self._shows(thijs, "review")

    def then_the_case_closes_with_reasons(self) -> None:
        thijs = self.person("thijs")
        thijs.goes_to(f"{self.case}plan/")
        thijs.sends("/nagekomen/")
        thijs.goes_to(f"{self.case}opvolging/afsluiten/")
        thijs.sends(
            "",
            reason="Hij werkt, praat met zijn zus en weet wie hij kan bellen.",
            aftercare="De wijkagent belt eens per maand.",
            reopening="Bij nieuwe signalen volgt een nieuwe weging.",
            feedback=f"Uw melding heeft geholpen ({self.name}). Er is met hem gesproken en het gaat beter.",
            feedback_reason="Dit mag de melder weten.",
        )
        thijs.goes_to(self.case)
        saskia = self.person("saskia")
        saskia.goes_to("/opvolging/terugkoppeling/")
        self._the_one(
            saskia, r"^/opvolging/terugkoppeling/[0-9a-f-]{36}/$", f"Uw melding heeft geholpen ({self.name})."
        )
        saskia.sends("", reason="Dit mag de melder weten.")

    def then_the_reporter_reads_the_feedback(self) -> None:
        citizen = self.house.visitor()
        citizen.goes_to("/melden/code/")
        citizen.sends("", code="0000 0000 0000 0000")
        citizen.page.locator("[aria-invalid=true]").wait_for()
        citizen.sends("", code=self.code.lower())
        citizen.sees("laten over een week iets horen")
        citizen.sees(f"Uw melding heeft geholpen ({self.name}).")
        self._shows(citizen, "mailbox")

    def then_there_are_papers(self) -> None:
        for login, path in (("thijs", f"{self.case}papieren/"), ("joyce", f"{self.meeting}verslag/")):
            screen = self.person(login)
            screen.goes_to(path)
            screen.fills(purpose="Voor het volgende overleg")
            with screen.page.expect_download() as download:
                screen.page.locator("main form[method=post] button[type=submit]").last.click()
            assert download.value.path().read_bytes().startswith(b"%PDF-")
