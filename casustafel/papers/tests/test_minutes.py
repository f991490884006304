"""What the minutes say: rounds and decisions in words, per case, and for whom."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from casustafel.cases.models import Case
from casustafel.deciding.models import (
    Advice,
    Consent,
    ConsentRound,
    Decision,
    Expectation,
    Impasse,
    Objection,
    Option,
)
from casustafel.lib import clock
from casustafel.papers.tests import opened, reading
from casustafel.picture import judging
from casustafel.picture.models import Round
from casustafel.picture.tests import told
from casustafel.table import minuting
from casustafel.table.models import Meeting
from casustafel.table.tests import room, sat
from casustafel.vault import sealing
from tests.world import World, behind_the_wall, open_case

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]
FORMS = pytest.mark.parametrize("form", ["PDF", "DOCX", "PAGE"])
CORE, SEATS, LATER, ALONE = "CANARY-core-only", "CANARY-seats-only", "CANARY-sealed", "CANARY-alone"


@pytest.fixture
def meeting(world: World, case: Case) -> Meeting:
    return sat.under_way(world, case)


def said(client: Client, address: str, form: str, query: str = "") -> str:
    """What the minutes say in this form, without white space."""
    if form == "PAGE":
        return reading.together(client.get(address + query).content.decode())
    return of(client.post(address + query, {"purpose": "nalezen", "form": form}))


def of(response: HttpResponse) -> str:
    assert response.status_code == 200
    if response["Content-Type"] == "application/pdf":
        return reading.words(response.content)
    assert response["Content-Disposition"].endswith('.docx"')
    return reading.together(opened.words(response.content))


def put(row, **texts: str):
    """By hand: the acts of deciding have tests of their own."""
    sealing.seal(row, **texts)
    row.save(force_insert=True)
    return row


def decide(world: World, case: Case, meeting: Meeting) -> None:
    now = clock.now()
    people, kept = world.people, {"case": case, "key": case.key}
    with behind_the_wall("postgres"):
        decision = put(
            Decision(
                **kept, state="DECIDED", decides=people["joyce"].organisation, meeting_id=meeting.id,
                proposed_by=people["thijs"], proposed_at=now, decided_by=people["joyce"], ended_at=now,
            ),
            question="Q-huisvesting", reasons="Q-redenen", ground="Q-grond", words="Q-besluit",
        )  # fmt: skip
        put(Option(**kept, decision=decision, place=1, is_chosen=True), text="Q-weg-een", weighed="Q-weging")
        put(Option(**kept, decision=decision, place=2), text="Q-weg-twee", weighed="Q-minder")
        by = {"organisation": people["marloes"].organisation, "person": people["marloes"], "given_at": now}
        put(Advice(**kept, decision=decision, **by), text="Q-advies")
        round = ConsentRound(
            **kept, about="DECISION", subject_id=decision.id, number=1, state="ACCEPTED",
            opened_by=people["joyce"], opened_at=now, ended_at=now,
        )  # fmt: skip
        round.save(force_insert=True)
        consent = put(Consent(**kept, round=round, kind="OBJECT", **by), text="Q-bezwaar")
        put(
            Objection(
                **kept, about="DECISION", subject_id=decision.id, consent_id=consent.id,
                organisation=people["marloes"].organisation, person=people["marloes"], made_at=now,
                state="OVERRULED", settled_by=people["joyce"], settled_at=now,
            ),
            how="Q-waarom-toch",
        )  # fmt: skip
        put(
            Impasse(
                **kept, about="DECISION", subject_id=decision.id, flagged_by=people["joyce"], flagged_at=now,
                until_date=now.date() + timedelta(days=9),
            ),
            divides="Q-verdeelt", breaker="Q-wie-doorbreekt",
        )  # fmt: skip
        put(
            Expectation(
                **kept, asking=people["esra"].organisation, asked=people["marloes"].organisation,
                person=people["esra"], asked_at=now, until_date=now.date() + timedelta(days=9),
            ),
            text="Q-verwachting",
        )  # fmt: skip


SAID = [
    *(
        "Q-huisvesting",
        "Q-redenen",
        "Q-grond",
        "Q-besluit",
        "Q-weg-een",
        "Q-weging",
        "Q-weg-twee",
        "Q-minder",
    ),
    *("Q-advies", "Q-bezwaar", "Q-waarom-toch", "Q-verdeelt", "Q-wie-doorbreekt", "Q-verwachting"),
]


@FORMS
def test_decisions_say_how_they_came_about_and_what_became_of_who_objected(
    world: World, case: Case, meeting: Meeting, client_of: ClientOf, form: str
) -> None:
    decide(world, case, meeting)
    words = said(client_of("esra"), f"/overleg/{meeting.id}/verslag/", form).replace("-", "")
    assert [text for text in SAID if text.replace("-", "") not in words] == []
    assert reading.together("Wie volgens de wet beslist") in words and "Overruled" not in words
    assert not re.search(r"\d+%", words)


@FORMS
def test_a_round_lies_in_words_by_organisation_with_who_abstained(
    world: World, case: Case, meeting: Meeting, client_of: ClientOf, form: str
) -> None:
    round = told.open_round(world, case)
    told.answer(world, round, by="esra", text="R-esra")
    told.answer(world, round, by="marloes", level="ABSTAINS", text="R-onthoudt")
    told.reveal(world, round)
    with world.acting("joyce") as joyce:
        judging.conclude(
            round=round, joint="R-samen", dissents={world.people["esra"].organisation_id: "R-anders"},
            without="R-zonder", by=joyce, now=clock.now(),
        )  # fmt: skip
    words = said(client_of("thijs"), f"/overleg/{meeting.id}/verslag/", form)
    for text in ("R-esra", "R-samen", "R-anders", "Probation Merenwoude ziet het anders"):
        assert reading.together(text) in words, text
    assert reading.together("Police Merenwoude onthield zich: R-onthoudt") in words
    spread = words[words.index(reading.together("Gegeven door")) : words.index("R-esra")]
    assert reading.together("Probation Merenwoude") in spread
    assert reading.together("Police Merenwoude") not in spread


@pytest.mark.parametrize("state", ["ALONE", "CLOSED", "SOMETHING"])
def test_of_a_round_that_does_not_lie_open_nothing_is_said_not_even_ones_own(
    world: World, case: Case, meeting: Meeting, client_of: ClientOf, state: str
) -> None:
    round = told.open_round(world, case)
    told.answer(world, round, by="esra", text=ALONE)
    with behind_the_wall("postgres"):
        Round.objects.behind_the_second_wall().filter(pk=round.pk).update(state=state)
    address = f"/overleg/{meeting.id}/verslag/"
    for login in ("esra", "marloes", "joyce"):
        for query in ("", "?reader=ALL"):
            for form in ("PDF", "DOCX"):
                assert reading.together(ALONE) not in said(client_of(login), address, form, query)


@FORMS
@pytest.mark.parametrize("query", ["", "?reader=ALL"])
def test_what_one_typed_and_was_not_done_with_stands_in_no_minutes(
    world: World, case: Case, meeting: Meeting, client_of: ClientOf, form: str, query: str
) -> None:
    """Not in those that one makes oneself either: they go from hand to hand."""
    round = told.open_round(world, case)
    told.answer(world, round, by="marloes", text="R-klaar")
    told.keep(world, round, by="esra", text=ALONE)
    told.reveal(world, round)
    words = said(client_of("esra"), f"/overleg/{meeting.id}/verslag/", form, query)
    assert reading.together("R-klaar") in words and reading.together(ALONE) not in words


@FORMS
@pytest.mark.parametrize("login", ["marloes", "pieterjan", "esra", "joyce"])
def test_the_version_for_the_whole_table_holds_nothing_that_is_not_for_all(
    world: World, case: Case, client_of: ClientOf, form: str, login: str
) -> None:
    """Whoever makes it, of core partners and of who brought it in themselves too."""
    meeting = sat.under_way(world, case)
    told.open_sharing(world, case)
    told.contribute(world, case, audience="CORE", text=CORE)
    told.contribute(world, case, audience="LATER", text=LATER)
    told.contribute(world, case)
    round = told.open_round(world, case)
    told.answer(world, round, by=login, text=ALONE)
    words = said(client_of(login), f"/overleg/{meeting.id}/verslag/", form, "?reader=ALL")
    assert reading.together(told.SEEN) in words
    for text in (CORE, LATER, ALONE):
        assert reading.together(text) not in words
    assert reading.together("Voor de hele tafel van deze casus.") in words


def test_what_is_not_shared_yet_is_not_for_all(
    world: World, case: Case, meeting: Meeting, client_of: ClientOf
) -> None:
    told.contribute(world, case)
    address = f"/overleg/{meeting.id}/verslag/"
    assert reading.together(told.SEEN) in said(client_of("marloes"), address, "DOCX")
    assert reading.together(told.SEEN) not in said(client_of("marloes"), address, "DOCX", "?reader=ALL")


@FORMS
def test_each_says_for_whom_it_is(world: World, meeting: Meeting, client_of: ClientOf, form: str) -> None:
    address = f"/overleg/{meeting.id}/verslag/"
    for login, whom in (("pieterjan", "Voor een kernpartner."), ("esra", "Voor één lezer.")):
        assert reading.together(whom) in said(client_of(login), address, form)


def test_one_case_holds_nothing_of_the_other_nor_who_came_for_it(
    world: World, case: Case, client_of: ClientOf
) -> None:
    other = open_case(world, pseudonym="Reiger")
    meeting = sat.plan(world, case, other)
    sat.begin(world, meeting)
    address, joyce = f"/overleg/{meeting.id}/verslag/", client_of("joyce")
    both = said(joyce, address, "PDF")
    assert "Linde" in both and "Reiger" in both
    one = said(joyce, address, "PDF", "?case=2&reader=ALL")
    assert "Reiger" in one and "Linde" not in one
    refused = joyce.post(f"{address}?reader=ALL", {"purpose": "nalezen", "form": "PDF"})
    assert refused.status_code == 422 and "Kies één casus" in refused.content.decode()
    assert "Kies één casus" in joyce.get(f"{address}?reader=ALL").content.decode()


@FORMS
def test_it_says_who_left_and_which_remarks_were_made(
    world: World, case: Case, meeting: Meeting, client_of: ClientOf, form: str
) -> None:
    item = sat.item_of(world, meeting, case)
    sat.attend(world, meeting, "marloes")
    with world.acting("joyce") as joyce:
        minuting.note_minutes(item=item, text="W-woorden", version=1, by=joyce, now=clock.now())
    room.leave(world, item, "marloes", reason="W-kent-de-familie")
    words = said(client_of("esra"), f"/overleg/{meeting.id}/verslag/", form)
    assert "W-woorden" in words and reading.together("nog niet vastgesteld") in words
    assert reading.together("verliet de kamer bij deze casus.") in words
    assert reading.together("W-kent-de-familie") not in words  # only the chair and oneself read why
    assert reading.together("Takes part") not in words and reading.together("Doet mee") in words


def test_a_page_has_the_sections_of_the_paper(
    world: World, case: Case, meeting: Meeting, client_of: ClientOf
) -> None:
    decide(world, case, meeting)
    client, address = client_of("esra"), f"/overleg/{meeting.id}/verslag/"
    page = client.get(address).content.decode()
    made = client.post(address, {"purpose": "nalezen", "form": "DOCX"}).content
    heads = [text for style, text in opened.styles(made) if style in {"Heading1", "Heading2"}]
    assert len(heads) > 4
    shown = [
        re.sub(r"<[^>]+>|\s+", " ", each).strip() for each in re.findall(r"<h[23].*?</h[23]>", page, re.S)
    ]
    assert [head for head in heads if head not in shown] == []
    assert sat.lines("papers.minutes_made")  # of the file; reading the page is in the log as reading


def test_reading_the_page_makes_no_paper(meeting: Meeting, client_of: ClientOf) -> None:
    assert client_of("esra").get(f"/overleg/{meeting.id}/verslag/").status_code == 200
    assert sat.lines("papers.minutes_made") == []


@pytest.mark.parametrize("query", ["?case=99", "?case=x", "?reader=NOBODY", "?case=%00&reader=%F0"])
def test_an_odd_address_shows_what_one_may_read(meeting: Meeting, client_of: ClientOf, query: str) -> None:
    assert client_of("esra").get(f"/overleg/{meeting.id}/verslag/{query}").status_code == 200
