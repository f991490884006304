"""A case with a table around it, for the tests of plan and reviews."""

from datetime import date, timedelta
from uuid import uuid4

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from casustafel.audit.log import Door
from casustafel.cases import actions as cases
from casustafel.cases.choices import SeatRole
from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.method import model
from casustafel.plan import actions
from casustafel.plan.models import Goal
from casustafel.reports import actions as reports
from casustafel.reports.models import Report
from tests.world import World

LADDER = [
    "ziet niemand",
    "ziet soms iemand",
    "ziet elke week iemand",
    "doet mee aan een groep",
    "nodigt zelf uit",
]
GOAL = "CANARY-goal: Hij ziet elke week mensen bij wie hij zichzelf kan zijn."
SEATED = ("marloes", "pieterjan", "esra")


def report(world: World) -> Report:
    worry = reports.Worry(channel="PUBLIC", wants="BOTH", saw="hij gooide een steen")
    made, _code = reports.receive(
        partnership=world.partnerships["merenwoude"], worry=worry, by=Door("PUBLIC_FORM"), now=clock.now()
    )
    return made


def open_case(world: World, *, pseudonym: str = "Linde", of: Report | None = None) -> Case:
    """Joyce chairs, Thijs directs; police, prosecutor and probation sit. Nienke and Bram do not."""
    people = world.people
    seats = [
        cases.NewSeat(people["joyce"], SeatRole.CHAIR, "taak"),
        cases.NewSeat(people["thijs"], SeatRole.DIRECTOR, "taak"),
        *(cases.NewSeat(people[login], SeatRole.PARTICIPANT, "taak") for login in SEATED),
    ]
    new = cases.NewCase(
        weighing_id=uuid4(),
        report_id=of.id if of else None,
        subject_name="CANARY-name",
        subject_birth="2007-05-12",
        pseudonym=pseudonym,
        regime="PGA",
        ground="taak",
        reason="samen",
        model_version=model.current().version,
        review_due_date=date.today() + timedelta(days=90),
    )
    with world.acting("joyce") as joyce:
        return cases.open_case(new=new, seats=seats, by=joyce, now=clock.now())


def set_goal(world: World, case: Case, *, text: str = GOAL, by: str = "thijs") -> Goal:
    with world.acting(by) as viewer:
        return actions.set_goal(
            case=case,
            domain="NETWORK",
            text=text,
            own_words="Ik wil weer iemand hebben.",
            levels=LADDER,
            baseline=-1,
            owner=world.people["thijs"].organisation,
            due_date=date.today() + timedelta(days=100),
            by=viewer,
            now=clock.now(),
        )


def counted(client: Client, url: str) -> tuple[str, list[str]]:
    """A page the second time it is asked for, with its queries. The savepoint around the request is of the
    test: outside it is the transaction itself."""
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        page = client.get(url).content.decode()
    return page, [each["sql"] for each in captured.captured_queries if "SAVEPOINT" not in each["sql"]]
