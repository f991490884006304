"""One person with forty seats, a table of twelve, and very many cases of others beside them."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

import psycopg

from casustafel.access import bind
from casustafel.access.viewer import Viewer
from casustafel.audit.log import Door
from casustafel.cases import actions as cases
from casustafel.cases.choices import SeatRole
from casustafel.cases.models import Case
from casustafel.demo import stage
from casustafel.demo.stage import Stage
from casustafel.installation import database
from casustafel.lib import clock
from casustafel.parties import actions as parties
from casustafel.parties.models import Person
from casustafel.picture import contributing, grounds, preparing
from casustafel.picture.contributing import Given
from casustafel.picture.stating import NewStatement

SEATS = 40
PEOPLE = 12
BY = Door("BENCH")


@dataclass(frozen=True)
class Filled:
    stage: Stage
    people: list[Person]
    cases: list[Case]


def fill() -> Filled:
    """Forty cases through the real actions, with twelve people at each table."""
    built = stage.build(date.today())
    seated = people(built, PEOPLE, named="bench")
    made = []
    with built.acting("joyce") as joyce:
        for number in range(SEATS):
            made.append(open_case(built, joyce, seated, f"Casus {number}"))
    for case in made:
        with bind.as_account(seated[0].account_id, origin="bench") as viewer:
            contribute(case, viewer)
    with built.acting("joyce") as joyce:
        for case in made:
            preparing.open_sharing(case=case, by=joyce, now=clock.now())
    return Filled(built, seated, made)


def people(built: Stage, number_of: int, *, named: str) -> list[Person]:
    """Participants, turn by turn of each kind of partner."""
    kinds = ("POLICE", "PROSECUTOR", "PROBATION", "MENTAL_HEALTH")
    made = []
    with parties.installing():
        for number in range(number_of):
            person = parties.add_person(
                organisation=built.organisation(kinds[number % len(kinds)]),
                name=f"Deelnemer {number}",
                function="",
                login=f"{named}-{number}",
                by=BY,
                now=clock.now(),
            )
            parties.give_mandate(
                person=person, role="PARTICIPANT", from_date=built.day(-10), by=BY, now=clock.now()
            )
            made.append(person)
    return made


def open_case(built: Stage, joyce: Viewer, people: list[Person], pseudonym: str) -> Case:
    seats = [
        cases.NewSeat(built.people["joyce"], SeatRole.CHAIR, "taak"),
        cases.NewSeat(built.people["thijs"], SeatRole.DIRECTOR, "taak"),
        *(cases.NewSeat(person, SeatRole.PARTICIPANT, "taak") for person in people),
    ]
    new = cases.NewCase(
        weighing_id=uuid4(),
        report_id=None,
        subject_name="Iemand Anders",
        subject_birth="",
        pseudonym=pseudonym,
        regime="PGA",
        ground="publieke taak",
        reason="om te meten",
        model_version="neutral-1",
        review_due_date=built.day(30),
    )
    return cases.open_case(new=new, seats=seats, by=joyce, now=clock.now())


def contribute(case: Case, viewer: Viewer) -> None:
    domains = ("IDEOLOGY", "NETWORK", "FAMILY", "WORK_SCHOOL", "ONLINE")
    statements = [
        NewStatement(
            nature="OBSERVATION",
            text=f"Hij zei op dag {number} tegen de wijkagent dat hij het anders wil.",
            source="Wijkagent",
            domain=domains[number % len(domains)],
            bearing="NEITHER",
            reliability="USUALLY",
            first_hand=True,
            observed_date=date.today() - timedelta(days=number),
        )
        for number in range(20)
    ]
    contributing.contribute(
        case=case,
        given=Given(
            "samen een beeld krijgen",
            "LEGAL_DUTY",
            "CONDUCT",
            "TABLE",
            conditions=grounds.condition_codes(viewer.organisation_kind, "CONDUCT"),
        ),
        statements=statements,
        by=viewer,
        now=clock.now(),
    )


# Cases of others: the rows are real, their texts are noise that nobody can open.
OTHERS = """
SET session_replication_role = replica;
CREATE TEMP TABLE fresh AS SELECT gen_random_uuid() AS id, n FROM generate_series(1, {number}) AS n;
INSERT INTO vault_datakey (id, scope, scope_id, wrapping, epoch, wrapped)
    SELECT id, 'CASE', id, 'EPOCH', 1, '\\x00' FROM fresh;
INSERT INTO cases_case (id, key_id, core_key_id, partnership_id, regime, level, state, model_version,
    opened_date, review_due_date, weighing_id, version, pseudonym, ground, reason)
    SELECT id, id, id, '{partnership}', 'PGA', 'REGULAR', 'OPEN', 'neutral-1', current_date,
           current_date + 60, gen_random_uuid(), 1, '\\x00', '\\x00', '\\x00' FROM fresh;
INSERT INTO cases_subject (id, key_id, case_id, name, birth)
    SELECT gen_random_uuid(), id, id, '', '' FROM fresh;
INSERT INTO cases_seat (id, key_id, case_id, organisation_id, person_id, role, from_date, ground)
    SELECT gen_random_uuid(), id, id, '{organisation}', p.person::uuid, 'PARTICIPANT', current_date, ''
    FROM fresh CROSS JOIN (VALUES ('{bram}'), ('{nienke}')) AS p(person);
INSERT INTO cases_step (id, key_id, case_id, kind, by_id, at, reason)
    SELECT gen_random_uuid(), id, id, 'case.opened', '{bram}', now(), '' FROM fresh;
INSERT INTO picture_contribution (id, key_id, case_id, organisation_id, person_id, ground, category, audience,
    onward, verified, conditions, until_date, is_kept, domain, made_at, shared_at, purpose, sharing_aid)
    SELECT id, id, id, '{organisation}', '{bram}', 'PUBLIC_TASK', 'CONDUCT', 'TABLE', 'ASK', 'CHECKED', '[]',
           current_date + 365, true, '', now(), now(), '', ''
    FROM fresh;
INSERT INTO picture_statement (id, key_id, case_id, contribution_id, nature, domain, question, bearing,
    factor, reliability, credibility, first_hand, told_date, verdict, version, text, source)
    SELECT gen_random_uuid(), id, id, id, 'FACT', 'NETWORK', '', 'NEITHER', '', 'USUALLY', 'UNKNOWN', true,
           current_date, '', 1, '', ''
    FROM fresh CROSS JOIN generate_series(1, 4);
DROP TABLE fresh;
SET session_replication_role = origin;
"""


def others(filled: Filled, number: int) -> None:
    """So many cases at whose tables the measured person does not sit."""
    statement = OTHERS.format(
        number=number,
        partnership=filled.stage.partnerships["merenwoude"].id,
        organisation=filled.stage.organisation("CHILD_PROTECTION").id,
        bram=filled.stage.people["bram"].id,
        nienke=filled.stage.people["nienke"].id,
    )
    with psycopg.connect(database.embedded().super_url("casustafel"), autocommit=True) as connection:
        connection.execute(statement)
    analyse()


def analyse() -> None:
    """What the database does by itself within a minute: look at how full its tables are."""
    with psycopg.connect(database.embedded().super_url("casustafel"), autocommit=True) as connection:
        connection.execute("ANALYZE")
