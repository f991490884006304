"""The two partnerships of the demo, their people, and how to be one of them at a moment in the past."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from casustafel.access import bind
from casustafel.access.viewer import Viewer
from casustafel.audit.log import Door
from casustafel.demo.people import PEOPLE
from casustafel.parties import actions
from casustafel.parties.choices import Kind, Tie
from casustafel.parties.models import Organisation, Partnership, Person
from casustafel.reports.models import Report

BY = Door("DEMO")
NAMES = {"merenwoude": "Merenwoude", "hogezijde": "Hogezijde"}
ORGANISATIONS = {
    Kind.MUNICIPALITY: ("Gemeente {}", Tie.CORE),
    Kind.POLICE: ("Politie, basisteam {}", Tie.CORE),
    Kind.PROSECUTOR: ("Openbaar Ministerie, {}", Tie.CORE),
    Kind.SAFETY_HOUSE: ("Zorg- en Veiligheidshuis {}", Tie.CASE),
    Kind.PROBATION: ("Reclassering, {}", Tie.CASE),
    Kind.CHILD_PROTECTION: ("Raad voor de Kinderbescherming, {}", Tie.CASE),
    Kind.MENTAL_HEALTH: ("Ggz {}", Tie.EXTERNAL),
    Kind.OTHER: ("Landelijk steunpunt", Tie.EXTERNAL),
}
# Who speaks at a case table for which kind of organisation, and who weighs for it.
AT_TABLE = {
    "MUNICIPALITY": "thijs",
    "POLICE": "marloes",
    "PROSECUTOR": "pieterjan",
    "SAFETY_HOUSE": "joyce",
    "PROBATION": "esra",
    "CHILD_PROTECTION": "bram",
    "MENTAL_HEALTH": "nienke",
}
AT_WEIGHING = {"MUNICIPALITY": "farid", "POLICE": "marloes", "PROSECUTOR": "pieterjan"}


@dataclass
class Stage:
    today: date
    partnerships: dict[str, Partnership] = field(default_factory=dict)
    organisations: dict[tuple[str, str], Organisation] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    reports: dict[str, Report] = field(default_factory=dict)  # by the key of the life

    def day(self, offset: int) -> date:
        return self.today + timedelta(days=offset)

    def at(self, offset: int, hour: int = 10, minute: int = 0) -> datetime:
        """By the clock on the wall, as the meeting of ten o'clock was planned."""
        return datetime.combine(self.day(offset), time(hour, minute), timezone.get_default_timezone())

    def organisation(self, kind: str) -> Organisation:
        return self.organisations["merenwoude", kind]

    @contextmanager
    def acting(self, login: str) -> Iterator[Viewer]:
        with bind.as_account(self.people[login].account_id, origin="demo") as viewer:
            yield viewer


def build(today: date) -> Stage:
    stage = Stage(today)
    moment = stage.at(-800)
    with actions.installing():
        for slug, name in NAMES.items():
            made = actions.set_up_partnership(name=name, slug=slug, by=BY, now=moment)
            stage.partnerships[slug] = made
            for kind, (title, tie) in ORGANISATIONS.items():
                stage.organisations[slug, kind] = actions.add_organisation(
                    partnership=made, name=title.format(name), kind=kind, tie=tie, by=BY, now=moment
                )
            _sign(stage, slug, name)
        for someone in PEOPLE:
            person = actions.add_person(
                organisation=stage.organisations[someone.partnership, someone.organisation],
                name=someone.name,
                function="",
                login=someone.login,
                by=BY,
                now=moment,
            )
            stage.people[someone.login] = person
            for role in someone.roles:
                actions.give_mandate(person=person, role=role, from_date=moment.date(), by=BY, now=moment)
    return stage


def _sign(stage: Stage, slug: str, name: str) -> None:
    actions.sign_agreement(
        partnership=stage.partnerships[slug],
        title=f"Convenant persoonsgerichte aanpak {name}",
        purpose="Samen voorkomen dat mensen verder vastlopen in extremistisch denken of doen, met oog voor"
        " wat beschermt.",
        organisations=[each for (owner, _), each in stage.organisations.items() if owner == slug],
        from_date=stage.day(-790),
        by=BY,
        now=stage.at(-790),
    )
