"""Picture, part of life and timeline: bounded, dated, and silent about what is sealed."""

import re
from datetime import timedelta
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.picture import contributing
from casustafel.picture.models import Contribution, Statement, StatementLink
from casustafel.picture.tests import told
from casustafel.picture.tests.looked import shown
from tests import bad_input
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
PAGES = (
    "beeld/",
    "beeld/?beside=bearing",
    "beeld/leefgebied/NETWORK/",
    "beeld/tijdlijn/",
    "beeld/tijdlijn/?as=list",
)
OFFICE = {"marloes": "Police Merenwoude", "esra": "Probation Merenwoude"}
FORM_IDS = re.compile(r'(name="(csrfmiddlewaretoken|form_id)" value=)"[^"]*"|nonce="[^"]*"')


def _many(world: World, case: Case, number: int, *, by: str = "marloes", **other: object) -> Contribution:
    """So many statements at once, each on another day."""
    today = clock.now().date()
    statements = [
        told.new_statement(text=f"CANARY-{by}-{n};", observed_date=today - timedelta(days=3 * n), **other)
        for n in range(number)
    ]
    with world.acting(by) as viewer:
        return contributing.contribute(
            case=case, given=told.given(), statements=statements, by=viewer, now=clock.now()
        )


def _bytes(client, address: str) -> str:
    return FORM_IDS.sub("", shown(client, address))


def _oppose(first: Statement, second: Statement) -> None:
    """Somebody says that one contradicts the other."""
    with behind_the_wall("postgres"):
        StatementLink.beside(
            first.contribution,
            statement=first,
            other=second,
            other_contribution=second.contribution,
            kind="CONTRADICTS",
            organisation_id=first.contribution.organisation_id,
            by=first.contribution.person,
            at=clock.now(),
        ).save(force_insert=True)


def test_it_asks_the_database_as_often_for_three_as_for_three_hundred(
    world: World, client_of, case: Case
) -> None:
    told.open_sharing(world, case)
    counts = []
    for number in (3, 297):
        _many(world, case, number)
        client = client_of("esra")
        for page in PAGES:
            shown(client, f"/casussen/{case.id}/{page}")
            with CaptureQueriesContext(connection) as asked:
                shown(client, f"/casussen/{case.id}/{page}")
            counts.append(bad_input.queries(asked))
    assert counts[: len(PAGES)] == counts[len(PAGES) :]
    assert max(counts) <= 12, dict(zip(PAGES, counts, strict=False))


def test_the_picture_shows_the_few_newest_and_counts_the_rest(world: World, client_of, case: Case) -> None:
    told.open_sharing(world, case)
    _many(world, case, 60)
    page = shown(client_of("esra"), f"/casussen/{case.id}/beeld/")
    assert [f"CANARY-marloes-{n};" in page for n in range(6)] == [True] * 4 + [False] * 2
    assert "De nieuwste 4 van 60." in page
    whole = f"/casussen/{case.id}/beeld/leefgebied/NETWORK/"
    assert f'href="{whole}"' in page
    first, second = shown(client_of("esra"), whole), shown(client_of("esra"), f"{whole}?page=2")
    assert first.count("CANARY-marloes-") == 50
    assert second.count("CANARY-marloes-") == 10


def test_worrying_and_protective_stand_beside_each_other_when_asked(
    world: World, client_of, case: Case
) -> None:
    told.open_sharing(world, case)
    for bearing in ("RISK", "PROTECTIVE", "NEITHER"):
        told.contribute(world, case, text=f"CANARY-{bearing};", bearing=bearing)
    page = shown(client_of("esra"), f"/casussen/{case.id}/beeld/?beside=bearing")
    assert page.index("Wat beschermt") < page.index("CANARY-PROTECTIVE;") < page.index("Wat zorgen geeft")
    assert page.index("Wat zorgen geeft") < page.index("CANARY-RISK;")
    assert "CANARY-NEITHER;" not in page and "1 bewering zegt geen van beide." in page


def test_age_and_marks_are_said_in_words(world: World, client_of, case: Case) -> None:
    told.open_sharing(world, case)
    day = clock.now().date() - timedelta(days=22)
    seen = told.statement_of(world, told.contribute(world, case, observed_date=day, text="CANARY-one;"))
    other = told.statement_of(world, told.contribute(world, case, by="esra", text="CANARY-two;"), by="esra")
    _oppose(seen, other)
    with behind_the_wall("postgres"):
        Statement.objects.behind_the_second_wall().filter(pk=other.pk).update(verdict="REFUTED")
    page = shown(client_of("pieterjan"), f"/casussen/{case.id}/beeld/")
    assert "3 weken geleden" in page
    assert "vandaag; wanneer het was is niet bekend" in page
    assert page.count("Door iemand tegengesproken") == 2
    assert page.count("Later weerlegd") == 1


def test_what_was_withdrawn_shows_its_text_to_its_own_organisation_alone(
    world: World, client_of, case: Case
) -> None:
    told.open_sharing(world, case)
    gone = told.statement_of(world, told.contribute(world, case))
    with behind_the_wall("postgres"):
        Statement.objects.behind_the_second_wall().filter(pk=gone.pk).update(withdrawn_at=clock.now())
    whole = f"/casussen/{case.id}/beeld/leefgebied/NETWORK/"
    assert told.SEEN in shown(client_of("marloes"), whole)
    page = shown(client_of("esra"), whole)
    assert "Ingetrokken op" in page
    assert told.SEEN not in page and told.SOURCE not in page
    assert told.SEEN not in shown(client_of("esra"), f"/casussen/{case.id}/beeld/tijdlijn/?as=list")


def test_what_is_sealed_moves_no_byte_of_any_page(world: World, client_of, case: Case) -> None:
    told.open_sharing(world, case)
    shared = told.statement_of(world, _many(world, case, 1))
    client = client_of("esra")
    before = [_bytes(client, f"/casussen/{case.id}/{page}") for page in PAGES]
    for audience in ("CORE", "LATER"):
        made = told.contribute(
            world, case, audience=audience, nature="FEELING", domain="NETWORK", text="CANARY-sealed;"
        )
        _oppose(shared, told.statement_of(world, made))
    assert [_bytes(client, f"/casussen/{case.id}/{page}") for page in PAGES] == before
    own = shown(client_of("marloes"), f"/casussen/{case.id}/beeld/")
    assert own.count("CANARY-sealed;") == 2 and "Door iemand tegengesproken" in own


def test_the_table_beside_the_drawing_holds_the_same_marks(world: World, client_of, case: Case) -> None:
    told.open_sharing(world, case)
    _many(world, case, 300)
    _many(world, case, 3, by="esra", nature="HEARSAY")
    for lanes, names in (("", set(OFFICE.values())), ("nature", {"Feit", "Van horen zeggen"})):
        page = shown(client_of("pieterjan"), f"/casussen/{case.id}/beeld/tijdlijn/?lanes={lanes}")
        drawing, table = page.split('<div class="drawing-twin">')
        marks = re.findall(r'<a href="([^"]*)" aria-label', drawing)
        assert marks == re.findall(r'<th scope="row"><a href="([^"]*)"', table.split("</table>")[0])
        assert 3 < len(marks) <= 80
        assert all(f">{name}</text>" in drawing for name in names)
        assert told.SEEN not in page and "CANARY-marloes" not in page


def test_a_mark_leads_to_the_list_of_its_days_with_what_narrowed_the_page(
    world: World, client_of, case: Case
) -> None:
    told.open_sharing(world, case)
    _many(world, case, 200)
    _many(world, case, 2, by="esra", bearing="PROTECTIVE")
    client = client_of("pieterjan")
    page = shown(client, f"/casussen/{case.id}/beeld/tijdlijn/?domain=NETWORK")
    links = re.findall(r'<a href="([^"]*)" aria-label="Police[^"]*: (\d+) beweringen', page)
    address, number = links[0]
    assert "domain=NETWORK" in address
    listed = shown(client, address.replace("&amp;", "&"))
    assert listed.count("CANARY-marloes-") == int(number)
    assert "CANARY-esra-" not in listed


def test_the_filters_of_a_part_of_life(world: World, client_of, case: Case) -> None:
    told.open_sharing(world, case)
    _many(world, case, 5)
    _many(world, case, 2, by="esra", nature="HEARSAY", bearing="PROTECTIVE")
    client, whole = client_of("pieterjan"), f"/casussen/{case.id}/beeld/leefgebied/NETWORK/"
    police = world.people["marloes"].organisation_id
    since = (clock.now().date() - timedelta(days=4)).isoformat()
    for query, number in (
        ({}, 7),
        ({"nature": "HEARSAY"}, 2),
        ({"bearing": "RISK"}, 5),
        ({"organisation": str(police)}, 5),
        ({"since": since}, 4),
        ({"standing": "CONTRADICTED"}, 0),
        ({"standing": "STANDS"}, 7),
    ):
        page = shown(client, f"{whole}?{urlencode(query)}")
        assert len(re.findall(r"CANARY-(?:marloes|esra)-", page)) == number, query
    assert "Hier staat niets voor deze keuze" in shown(client, f"{whole}?standing=CONTRADICTED")
    assert "Over dit leefgebied heeft nog niemand iets gezegd" in shown(
        client, whole.replace("NETWORK", "FAMILY")
    )


def test_charlie_finds_no_page_here(world: World, client_of, case: Case) -> None:
    for login in ("bram", "anouk"):
        client = client_of(login)
        absent = client.get(f"/casussen/{uuid4()}/beeld/tijdlijn/")
        for page in PAGES:
            response = client.get(f"/casussen/{case.id}/{page}")
            assert (response.status_code, len(response.content)) == (absent.status_code, len(absent.content))
    assert client_of("esra").get(f"/casussen/{case.id}/beeld/leefgebied/NO_SUCH/").status_code == 404


@bad_input.some
@given(
    data=bad_input.spoiled(
        {"since": "2026-01-01", "until": "2026-02-01", "domain": "NETWORK", "nature": "FACT",
         "organisation": "", "bearing": "RISK", "standing": "STANDS", "page": "1", "lanes": "nature",
         "as": "list"}
    ),
    page=st.sampled_from(["beeld/", "beeld/leefgebied/NETWORK/", "beeld/tijdlijn/"]),
)  # fmt: skip
def test_whatever_stands_in_the_address(client_of, case: Case, data: dict[str, str], page: str) -> None:
    with bad_input.undone():
        send = client_of("esra").get
        response = send(f"/casussen/{case.id}/{page}", data)
        assert response.status_code == 200
        assert "UNDEFINED" not in response.content.decode()
