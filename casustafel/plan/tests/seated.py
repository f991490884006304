"""A case with a table around it, for the tests of plan and reviews."""

from datetime import date, timedelta
from uuid import uuid4

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import strategies as st

from casustafel.audit.log import Door
from casustafel.cases import actions as cases
from casustafel.cases.choices import SeatRole
from casustafel.cases.models import Case, Seat
from casustafel.deciding import objecting
from casustafel.deciding.models import Objection
from casustafel.lib import clock
from casustafel.method import model
from casustafel.plan import actions
from casustafel.plan.models import Goal
from casustafel.reports import receiving
from casustafel.reports.models import Report
from casustafel.reports.worry import Worry
from tests.world import World, behind_the_wall

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
    worry = Worry(channel="PUBLIC", wants="BOTH", saw="hij gooide een steen")
    made, _code = receiving.receive(
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


def overrule(world: World, case: Case, *, by: str = "joyce") -> None:
    """Every objection to the plan that stands, by who chairs the table."""
    with world.acting(by) as viewer:
        for row in Objection.objects.visible_to(viewer).filter(case=case, state="STANDING"):
            reason = "wij kijken over een maand opnieuw"
            objecting.overrule(objection=row, reason=reason, by=viewer, now=clock.now())


Span = tuple[int, int | None]
SPANS = st.tuples(st.integers(-3, 3), st.none() | st.integers(0, 4))
SEATINGS = st.dictionaries(st.sampled_from(["joyce", "marloes", "esra", "nienke", "anouk"]), SPANS)


def seat_anew(world: World, case: Case, seating: dict[str, Span]) -> None:
    """Whatever may stand in the table, also what no action would put there. Days count from today."""
    with behind_the_wall("postgres"):
        Seat.objects.behind_the_second_wall().filter(case=case).delete()
        for login, (start, lasts) in seating.items():
            begin = date.today() + timedelta(days=start)
            Seat(
                case=case,
                key=case.key,
                organisation_id=world.people[login].organisation_id,
                person=world.people[login],
                role=SeatRole.PARTICIPANT,
                from_date=begin,
                until_date=None if lasts is None else begin + timedelta(days=lasts),
            ).save(force_insert=True)


def sits_today(span: Span | None) -> bool:
    return span is not None and span[0] <= 0 and (span[1] is None or span[0] + span[1] > 0)
