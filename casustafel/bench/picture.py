"""The picture of one very full case: its queries, its time over the bare work under it, and a search."""

import statistics
import time
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casustafel.access import bind
from casustafel.bench import filling
from casustafel.bench.filling import BY, Filled
from casustafel.bench.pages import REPEATS, session_of, timed
from casustafel.bench.report import Figure
from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.method import model
from casustafel.parties import actions as parties
from casustafel.parties.models import Person
from casustafel.picture import contributing, grounds, preparing
from casustafel.picture.contributing import Given
from casustafel.picture.stating import NewStatement
from casustafel.vault import cipher, keys
from casustafel.vault.models import DataKey

ORGANISATIONS, STATEMENTS, PER_CONTRIBUTION = 12, 5_000, 50
PAGES = ("picture:picture", "picture:blank_spots", "picture:timeline")
NATURES = ("FACT", "OBSERVATION", "HEARSAY", "INTERPRETATION", "FEELING")


@dataclass(frozen=True)
class Wide:
    case: Case
    people: list[Person]

    def client(self) -> Client:
        made = Client(SERVER_NAME="127.0.0.1")
        made.cookies[settings.SESSION_COOKIE_NAME] = session_of(self.people[0])
        return made

    def pages(self) -> list[str]:
        return [reverse(name, args=[self.case.id]) for name in PAGES]


def fill(filled: Filled) -> Wide:
    """Twelve organisations with somebody each at one table, and all that they have to say."""
    people = [_somebody(filled, number) for number in range(ORGANISATIONS)]
    with filled.stage.acting("joyce") as joyce:
        case = filling.open_case(filled.stage, joyce, people, "Volle casus")
    each = STATEMENTS // ORGANISATIONS + 1
    for number, person in enumerate(people):
        with bind.as_account(person.account_id, origin="bench") as viewer:
            said = [_statement(case, number, n) for n in range(min(each, STATEMENTS - number * each))]
            for first in range(0, len(said), PER_CONTRIBUTION):
                contributing.contribute(
                    case=case,
                    given=Given(
                        "samen een beeld krijgen",
                        "LEGAL_DUTY",
                        "CONDUCT",
                        "TABLE",
                        conditions=grounds.condition_codes(viewer.organisation_kind, "CONDUCT"),
                    ),
                    statements=said[first : first + PER_CONTRIBUTION],
                    by=viewer,
                    now=clock.now(),
                )
    with filled.stage.acting("joyce") as joyce:
        preparing.open_sharing(case=case, by=joyce, now=clock.now())
    filling.analyse()
    return Wide(case, people)


def _somebody(filled: Filled, number: int) -> Person:
    stage, kinds = filled.stage, ("POLICE", "PROBATION", "MENTAL_HEALTH", "SCHOOL")
    with parties.installing():
        organisation = parties.add_organisation(
            partnership=stage.partnerships["merenwoude"],
            name=f"Organisatie {number}",
            kind=kinds[number % len(kinds)],
            tie="CASE",
            by=BY,
            now=clock.now(),
        )
        person = parties.add_person(
            organisation=organisation,
            name=f"Kenner {number}",
            function="",
            login=f"bench-wide-{number}",
            by=BY,
            now=clock.now(),
        )
        parties.give_mandate(
            person=person, role="PARTICIPANT", from_date=stage.day(-10), by=BY, now=clock.now()
        )
    return person


def _statement(case: Case, who: int, number: int) -> NewStatement:
    known = model.of(case.model_version)
    domain = known.domains[(who + number) % len(known.domains)].code
    questions = known.questions_of(domain)
    return NewStatement(
        nature=NATURES[number % len(NATURES)],
        text=f"Hij zei op dag {number} tegen collega {who} dat hij anders wil, en sprak over zijn broer.",
        source=f"Medewerker {number % 9} van organisatie {who}",
        domain=domain,
        bearing=("RISK", "PROTECTIVE", "NEITHER")[number % 3],
        reliability="USUALLY",
        first_hand=number % 2 == 0,
        observed_date=date.today() - timedelta(days=number),
        question=questions[number % len(questions)].code if number % 3 else "",
    )


def slowest(wide: Wide) -> float:
    """Median seconds of the slowest page of the picture."""
    client = wide.client()
    for page in wide.pages():
        client.get(page)
    return max(statistics.median(timed(client, page) for _ in range(REPEATS)) for page in wide.pages())


def measure(wide: Wide, before: float) -> list[Figure]:
    """`before`: the slowest page before there were very many cases of others beside it."""
    slow, bare = slowest(wide), statistics.median(_bare(wide) for _ in range(REPEATS))
    said = f"{1000 * bare:.0f} ms to fetch and open {STATEMENTS} statements bare"
    return [
        Figure("picture.queries", _queries(wide), "queries", 12, "picture, map and timeline"),
        Figure("picture.of_bare", slow / bare, "ratio", 3, said),
        Figure("picture.growth", slow / before, "ratio", 1.3, f"{1000 * before:.0f} ms without others"),
        Figure("search.ms", 1000 * _search(wide), "ms", 150, f"{STATEMENTS} statements"),
    ]


def _queries(wide: Wide) -> int:
    client, most = wide.client(), 0
    for page in wide.pages():
        client.get(page)
        with CaptureQueriesContext(connection) as captured:
            if client.get(page).status_code != 200:
                raise RuntimeError(page)
        asked = [query for query in captured if query["sql"] not in {"BEGIN", "COMMIT"}]
        most = max(most, len(asked))
    return most


def _bare(wide: Wide) -> float:
    """Seconds for the same rows without pages, walls of our own or a log: SQL and the cipher alone."""
    with bind.as_account(wide.people[0].account_id, origin="bench"), transaction.atomic():
        begin = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, key_id, text, source FROM picture_statement WHERE case_id = %s", [wide.case.id]
            )
            rows = cursor.fetchall()
        openers = {key: AESGCM(_plain(key)) for key in {row[1] for row in rows}}
        scope = wide.case.id
        for row, key, text, source in rows:
            for column, sealed in (("text", text), ("source", source)):
                bound = cipher.binding_in(scope, "picture_statement", column) + str(row).encode()
                openers[key].decrypt(bytes(sealed)[1:13], bytes(sealed)[13:], bound).decode()
        return time.perf_counter() - begin


def _plain(key: UUID) -> bytes:
    return keys.unwrap(DataKey.objects.get(pk=key))


def _search(wide: Wide) -> float:
    client, address = wide.client(), reverse("picture:search", args=[wide.case.id])
    client.post(address, {"words": "broer collega"})
    taken = []
    for _ in range(REPEATS):
        begin = time.perf_counter()
        if client.post(address, {"words": "broer collega"}).status_code != 200:
            raise RuntimeError(address)
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)
