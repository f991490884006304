"""The map of who knows what: its cells, its sentence, and the ways on from a blank spot."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casustafel.cases import actions as cases_actions
from casustafel.cases import queries as cases
from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.method import model
from casustafel.picture import asking_queries, map_presenters, placing
from casustafel.picture.map_presenters import BlankSpots, Cell
from casustafel.picture.models import Contribution, InformationRequest, Prepared, Statement, StatementLink
from casustafel.picture.placing import Word
from casustafel.picture.tests import told
from casustafel.picture.tests.looked import bare, shown
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
ROW = "NETWORK"
QUESTIONS = [q.code for q in model.current().questions_of(ROW)]
DAY = date(2026, 6, 1)


def _map(world: World, case: Case, login: str, *, unfolded: str = ROW, for_all: bool = False) -> BlankSpots:
    now = clock.now()
    with world.acting(login) as viewer:
        marks = asking_queries.marks(viewer, case, day=now.date(), for_all=for_all)
        organisations = cases.organisations_at(viewer, case, day=now.date())
        return map_presenters.blank_spots(viewer, case, marks, organisations, unfolded=unfolded, now=now)[1]


def _cell(world: World, case: Case, login: str, whose: str, *, row: str = ROW, for_all: bool = False) -> Cell:
    spots = _map(world, case, login, for_all=for_all)
    name = world.people[whose].organisation.name
    cells = next(each for each in spots.rows if each.code == row).cells
    return next(cell for cell in cells if cell.organisation == name)


def _state(world: World, case: Case, login: str, whose: str, **where) -> str:
    return _cell(world, case, login, whose, **where).look


def _page(client_of, login: str, case: Case, query: str = "?leefgebied=ALL") -> str:
    return shown(client_of(login), f"/casussen/{case.id}/witte-vlekken/{query}")


# Which sign goes before which

WORDS = st.builds(
    lambda state, day, late: Word(state, day, is_late=late and state == "ASKED"),
    st.sampled_from(["ASKED", "NONE", "MAY_NOT_KNOW"]),
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.booleans(),
)


@given(st.none() | st.dates(), st.none() | WORDS, st.booleans())
def test_what_is_known_goes_before_what_was_asked_or_said(newest, word, contradicted) -> None:
    state = placing.cell_state(newest, word, is_contradicted=contradicted, fresh_from=DAY)
    if newest is None:
        assert state == (word.state if word else "UNKNOWN")
    elif contradicted:
        assert state == "CONTRADICTED"
    else:
        assert state == ("KNOWN" if newest >= DAY else "STALE")


@given(st.lists(WORDS))
def test_an_open_question_goes_first_then_the_last_word(words) -> None:
    counts = placing.word_that_counts(words)
    assert (counts is None) == (not words)
    if counts is None:
        return
    rivals = [w for w in words if w.state == "ASKED"] or words
    assert counts in rivals
    if counts.state == "ASKED":
        assert counts.is_late or not any(w.is_late for w in rivals)
    else:
        assert counts.day == max(w.day for w in words)
        same_day = {w.state for w in words if w.day == counts.day}
        assert counts.state == ("MAY_NOT_KNOW" if "MAY_NOT_KNOW" in same_day else "NONE")


@given(st.lists(st.none() | WORDS, min_size=1))
def test_nothing_is_said_of_a_part_of_life_while_a_question_of_it_is_blank(questions) -> None:
    counts, states = placing.word_of_domain(questions), {w.state if w else "" for w in questions}
    if "ASKED" in states:
        assert counts.state == "ASKED"
    elif "" in states:
        assert counts is None
    else:
        assert counts.state == ("MAY_NOT_KNOW" if "MAY_NOT_KNOW" in states else "NONE")


# What stands in a cell


def test_at_first_every_part_of_life_is_blank(world: World, case: Case) -> None:
    spots = _map(world, case, "esra", unfolded="ALL")
    assert spots.blank == [domain.label for domain in model.current().domains]
    assert {cell.look for row in spots.rows for cell in row.cells} == {"UNKNOWN"}
    assert len(spots.lines) == len(model.current().questions)
    assert len(spots.rows) == len(spots.blank) + len(spots.lines)
    assert world.people["esra"].organisation.name in spots.organisations
    assert world.people["bram"].organisation.name not in spots.organisations


def test_what_was_prepared_is_known_to_oneself_and_blank_to_the_others(world: World, case: Case) -> None:
    told.contribute(world, case)
    assert _state(world, case, "marloes", "marloes") == "KNOWN"
    assert _state(world, case, "esra", "marloes") == "UNKNOWN"
    told.open_sharing(world, case)
    assert _state(world, case, "esra", "marloes") == "KNOWN"
    assert model.current().domain(ROW).label not in _map(world, case, "esra").blank


def test_a_statement_counts_for_its_question_and_without_one_for_its_part_of_life(
    world: World, case: Case
) -> None:
    told.contribute(world, case)
    assert _state(world, case, "marloes", "marloes", row=QUESTIONS[0]) == "UNKNOWN"
    told.contribute(world, case, question=QUESTIONS[0])
    assert _state(world, case, "marloes", "marloes", row=QUESTIONS[0]) == "KNOWN"
    assert _state(world, case, "marloes", "marloes", row=QUESTIONS[1]) == "UNKNOWN"


@pytest.mark.parametrize(
    ("days", "state", "words"),
    [(0, "KNOWN", "today"), (3, "KNOWN", "3"), (21, "KNOWN", "3"), (180, "KNOWN", "6"), (181, "STALE", "6")],
)
def test_a_cell_tells_how_old_the_newest_is(world: World, case: Case, days: int, state, words) -> None:
    for more in (40, 0, 90):
        told.contribute(world, case, observed_date=clock.now().date() - timedelta(days=days + more))
    cell = _cell(world, case, "marloes", "marloes")
    assert cell.state == state and (words in cell.text or words == "today")
    assert model.current().domain(ROW).label not in _map(world, case, "marloes").blank


def test_what_was_withdrawn_or_is_past_its_date_does_not_count(world: World, case: Case) -> None:
    told.contribute(world, case)
    with behind_the_wall("postgres"):
        statements = Statement.objects.behind_the_second_wall()
        statements.update(withdrawn_at=clock.now())
    assert _state(world, case, "marloes", "marloes") == "UNKNOWN"
    with behind_the_wall("postgres"):
        statements.update(withdrawn_at=None)
        Contribution.objects.behind_the_second_wall().update(until_date=clock.now().date())
    assert _state(world, case, "marloes", "marloes") == "KNOWN"
    with behind_the_wall("postgres"):
        Contribution.objects.behind_the_second_wall().update(
            until_date=clock.now().date() - timedelta(days=1)
        )
    assert _state(world, case, "marloes", "marloes") == "UNKNOWN"


def test_what_was_told_and_not_kept_is_known(world: World, case: Case) -> None:
    told.contribute(world, case, domain="FAMILY")
    with behind_the_wall("postgres"):
        Contribution.objects.behind_the_second_wall().update(is_kept=False, domain=ROW)
    assert _state(world, case, "marloes", "marloes") == "KNOWN"


def test_a_contradiction_shows_at_both_ends_to_who_may_read_both(world: World, case: Case) -> None:
    mine = told.contribute(world, case, question=QUESTIONS[0])
    theirs = told.contribute(world, case, by="esra", question=QUESTIONS[1])
    core = told.contribute(world, case, by="pieterjan", audience="CORE")
    told.open_sharing(world, case)
    first, second, third = (
        told.statement_of(world, made, by=who)
        for made, who in ((mine, "marloes"), (theirs, "esra"), (core, "pieterjan"))
    )
    _contradict(world, first, second)
    for login in ("marloes", "joyce"):
        assert _state(world, case, login, "marloes", row=QUESTIONS[0]) == "CONTRADICTED"
        assert _state(world, case, login, "esra") == "CONTRADICTED"
        assert _state(world, case, login, "esra", row=QUESTIONS[0]) == "UNKNOWN"
    _contradict(world, third, second)
    assert _state(world, case, "marloes", "pieterjan") == "CONTRADICTED"
    with behind_the_wall("postgres"):
        Statement.objects.behind_the_second_wall().filter(pk=first.pk).update(withdrawn_at=clock.now())
    assert _state(world, case, "esra", "esra") == "KNOWN"  # the other end is sealed to her
    assert _state(world, case, "marloes", "esra") == "CONTRADICTED"


def _contradict(world: World, statement: Statement, other: Statement) -> None:
    with world.acting("marloes") as marloes:
        StatementLink.beside(
            statement.contribution,
            statement=statement,
            other=other,
            other_contribution=other.contribution,
            kind="CONTRADICTS",
            organisation_id=marloes.organisation_id,
            by_id=marloes.person_id,
            at=clock.now(),
        ).save(force_insert=True)


def test_what_somebody_refuted_is_contradicted(world: World, case: Case) -> None:
    told.contribute(world, case)
    for verdict, state in (("CONFIRMED", "KNOWN"), ("REFUTED", "CONTRADICTED")):
        with behind_the_wall("postgres"):
            Statement.objects.behind_the_second_wall().update(verdict=verdict)
        assert _state(world, case, "marloes", "marloes") == state


@pytest.mark.parametrize(
    ("stand", "state"), [("NOTHING", "NONE"), ("UNKNOWN", "NONE"), ("MAY_NOT", "MAY_NOT_KNOW")]
)
def test_what_was_prepared_without_a_statement_counts_once_shared(world, case, stand, state) -> None:
    _prepare(world, case, QUESTIONS[:1], stand)
    assert _state(world, case, "joyce", "esra", row=QUESTIONS[0]) == "UNKNOWN"
    told.open_sharing(world, case)
    assert _state(world, case, "joyce", "esra", row=QUESTIONS[0]) == state
    partly = _cell(world, case, "joyce", "esra")
    assert partly.state == "UNKNOWN" and partly.text  # of one question of several
    told.decline(world, told.ask(world, case), "REFUSED" if state == "NONE" else "NONE")
    assert _state(world, case, "joyce", "esra", row=QUESTIONS[0]) == "MAY_NOT_KNOW"


def _prepare(world: World, case: Case, questions: list[str], stand: str) -> None:
    with world.acting("esra") as esra:
        for question in questions:
            Prepared(
                case=case,
                key=case.key,
                organisation_id=esra.organisation_id,
                person_id=esra.person_id,
                number=0,
                question=question,
                stand=stand,
                given_at=clock.now(),
            ).save(force_insert=True)


def test_a_part_of_life_is_none_when_it_was_said_of_each_question(world: World, case: Case) -> None:
    _prepare(world, case, QUESTIONS, "NOTHING")
    told.open_sharing(world, case)
    assert _state(world, case, "joyce", "esra") == "NONE"


@pytest.mark.parametrize(
    ("outcome", "state"),
    [(None, "ASKED"), ("ANSWERED", "KNOWN"), ("NONE", "NONE"), ("REFUSED", "MAY_NOT_KNOW")],
)
def test_an_asked_blank_spot_shows_what_came_of_it(world: World, case: Case, outcome, state) -> None:
    told.open_sharing(world, case)
    asked = told.ask(world, case)
    if outcome == "ANSWERED":
        told.reply(world, case, asked)
    elif outcome:
        told.decline(world, asked, outcome)
    cell = _cell(world, case, "joyce", "esra", row="NETWORK_1")
    assert cell.state == state and cell.text
    assert _state(world, case, "joyce", "marloes", row="NETWORK_1") == "UNKNOWN"


def test_what_was_answered_in_words_before_stays_known(world: World, case: Case) -> None:
    told.ask(world, case)
    with behind_the_wall("postgres"):
        rows = InformationRequest.objects.behind_the_second_wall()
        rows.update(state="ANSWERED", answered_at=clock.now())
    assert _state(world, case, "joyce", "esra", row="NETWORK_1") == "KNOWN"


def test_a_request_past_its_day_is_late_on_the_map(world: World, case: Case) -> None:
    asked = told.ask(world, case)
    for days, look in ((0, "ASKED"), (1, "ASKED_LATE")):
        with behind_the_wall("postgres"):
            rows = InformationRequest.objects.behind_the_second_wall().filter(pk=asked.pk)
            rows.update(due_date=clock.now().date() - timedelta(days=days))
        assert _state(world, case, "joyce", "esra") == look
        assert _map(world, case, "joyce").late == days


# What is sealed changes nothing for who may not see it


@pytest.mark.parametrize("audience", ["CORE", "SEATS", "LATER"])
def test_a_sealed_answer_leaves_every_page_as_it_was(world, client_of, case, audience: str) -> None:
    told.open_sharing(world, case)
    seats = [_seat(world, case, "joyce")] if audience == "SEATS" else []
    asked = told.ask(world, case, whom="marloes", by="esra")
    base = f"/casussen/{case.id}/"
    addresses = [f"{base}witte-vlekken/?leefgebied=ALL", f"{base}witte-vlekken/verzoeken/", base, "/"]
    addresses += [f"{base}witte-vlekken/{asked.id}/", f"{base}witte-vlekken/verzoeken/?state=ANSWERED"]

    def seen() -> list[str]:
        return [bare(shown(client_of("esra"), each)) for each in addresses]

    seen()  # the bell counts what was not looked at yet
    before = seen()
    told.reply(world, case, asked, by="marloes", audience=audience, seats=seats)
    for address, was, now in zip(addresses, before, seen(), strict=True):
        assert now.splitlines() == was.splitlines(), address
    assert _state(world, case, "marloes", "marloes", row="NETWORK_1") == "KNOWN"
    readers = {"CORE": "pieterjan", "SEATS": "joyce", "LATER": "marloes"}
    assert _state(world, case, readers[audience], "marloes", row="NETWORK_1") == "KNOWN"
    for login in ("esra", readers[audience]):
        assert _state(world, case, login, "marloes", row="NETWORK_1", for_all=True) == "ASKED"


def _seat(world: World, case: Case, login: str):
    with world.acting(login) as viewer:
        seats = cases.seats_at(viewer, case, day=clock.now().date())
    return next(seat.id for seat in seats if seat.person_id == world.people[login].id)


def test_a_sealed_contribution_leaves_the_map_as_it_was(world: World, client_of, case: Case) -> None:
    told.contribute(world, case, by="esra")
    told.open_sharing(world, case)
    before = bare(_page(client_of, "esra", case))
    told.contribute(world, case, audience="CORE", question="NETWORK_1")
    told.contribute(world, case, audience="LATER", domain="FAMILY")
    assert bare(_page(client_of, "esra", case)) == before
    assert bare(_page(client_of, "pieterjan", case)) != before


def test_an_answer_waits_for_sharing_as_everything_else(world: World, case: Case) -> None:
    told.reply(world, case, told.ask(world, case))
    assert _state(world, case, "joyce", "esra") == "ASKED"
    assert _state(world, case, "esra", "esra") == "KNOWN"
    told.open_sharing(world, case)
    assert _state(world, case, "joyce", "esra") == "KNOWN"


# The page


def test_every_state_has_its_drawing_and_words_on_the_page(world: World, case: Case, client_of) -> None:
    told.open_sharing(world, case)
    told.contribute(world, case, domain="FAMILY")
    told.contribute(world, case, domain="MONEY", observed_date=date(2020, 1, 1))
    for question, outcome in zip(QUESTIONS, (None, "NONE", "REFUSED"), strict=False):
        asked = told.ask(world, case, question=question)
        if outcome:
            told.decline(world, asked, outcome)
    page = _page(client_of, "joyce", case)
    table = page[: page.index("spot-key")]
    for sign in ("known", "stale", "asked", "none", "may-not-know", "unknown"):
        assert f"spot-{sign}" in table
    assert all(f"spot-{look.lower().replace('_', '-')}" in page for look, _ in map_presenters.LEGEND)
    cell = _cell(world, case, "joyce", "marloes")
    assert cell.url.replace("&", "&amp;") in page
    assert "CANARY" not in page


def test_a_row_unfolds_to_its_questions(world: World, case: Case, client_of) -> None:
    question = model.current().question(QUESTIONS[0]).label
    folded = _page(client_of, "joyce", case, "?leefgebied=NO_SUCH")
    unfolded = _page(client_of, "joyce", case, f"?leefgebied={ROW}")
    assert unfolded.count('class="question"') == len(QUESTIONS) and 'class="question"' not in folded
    assert folded.count(question) < unfolded.count(question)


def test_nobody_is_asked_in_a_closed_case(world: World, case: Case, client_of) -> None:
    with world.acting("joyce") as joyce:
        cases_actions.close(case=case, reason="klaar", by=joyce, now=clock.now())
    assert "witte-vlekken/vragen/" not in _page(client_of, "joyce", case)


def test_a_blank_spot_leads_to_a_question_that_is_half_filled_in(world: World, client_of, case: Case) -> None:
    organisation = world.people["esra"].organisation_id
    door = f"/casussen/{case.id}/witte-vlekken/vragen/"
    page = shown(client_of("joyce"), f"{door}?organisation={organisation}&domain=FAMILY&question=")
    first = model.current().questions_of("FAMILY")[0]
    assert f'<option value="{first.code}" selected' in page
    assert re.findall(r'name="organisations" value="([^"]*)"[^>]*checked', page) == [str(organisation)]
    assert page.count(first.label) == 2  # in the list, and in the proposal
    assert str(clock.now().date() + timedelta(days=14)) in page
    third = model.current().questions_of("FAMILY")[2].code
    assert f'<option value="{third}" selected' in shown(client_of("joyce"), f"{door}?question={third}")
    odd = shown(client_of("joyce"), f"{door}?organisation=%00x&domain=%22%3E")
    assert "selected" not in odd and not re.search(r'"organisations"[^>]*checked', odd)
