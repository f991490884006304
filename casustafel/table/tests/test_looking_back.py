"""Each looks back alone: nothing of it shows before the chair lays it together, and then without a name."""

import re
from collections import Counter

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from casustafel.cases.models import Case, Seat
from casustafel.lib import clock
from casustafel.lib.refusal import NotYours, Refused
from casustafel.table import actions, entering, looking_back, looking_back_presenters, queries
from casustafel.table import looking_back_queries as reads
from casustafel.table import looking_back_rules as rules
from casustafel.table.choices import LookBackState
from casustafel.table.models import LookBack, LookedBack, Meeting
from casustafel.table.tests import sat
from tests import bad_input
from tests import world as worlds
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db


def _open(world: World, meeting: Meeting, *, by: str = "joyce") -> None:
    with world.acting(by) as viewer:
        looking_back.open_look_back(meeting=queries.get(viewer, meeting.id), by=viewer, now=clock.now())


def _say(world: World, meeting: Meeting, login: str, *, heard: str = "YES", text: str = "") -> None:
    with world.acting(login) as viewer:
        looking_back.look_back(
            meeting=queries.get(viewer, meeting.id),
            heard=heard,
            apart="PARTLY",
            differently=text or f"CANARY-{login}",
            by=viewer,
            now=clock.now(),
        )


def _show(world: World, meeting: Meeting, *, by: str = "joyce") -> None:
    with world.acting(by) as viewer:
        looking_back.show_look_back(meeting=queries.get(viewer, meeting.id), by=viewer, now=clock.now())


def _alone(world: World, case: Case, *also: str) -> Meeting:
    """At the look back of this meeting, each alone."""
    meeting = sat.under_way(world, case, step="LOOK_BACK")
    sat.attend(world, meeting, "esra", "marloes", *also)
    _open(world, meeting)
    return meeting


def _page(world: World, meeting: Meeting, login: str) -> looking_back_presenters.LookBackPage:
    with world.acting(login) as viewer:
        mine = queries.get(viewer, meeting.id)
        return looking_back_presenters.look_back_page(
            viewer,
            reads.look_back(viewer, mine),
            reads.mine(viewer, mine),
            reads.trend(viewer, mine),
            now=clock.now(),
        )


# The course of it


def test_the_chair_opens_it_once_and_shows_it_once(world: World, case: Case) -> None:
    meeting = sat.under_way(world, case)
    sat.attend(world, meeting, "esra", "marloes")
    with pytest.raises(Refused):
        _open(world, meeting, by="esra")
    with pytest.raises(Refused):
        _say(world, meeting, "esra")  # not opened yet
    with pytest.raises(Refused):
        _show(world, meeting)
    _open(world, meeting)
    with pytest.raises(Refused):
        _open(world, meeting)
    for login in ("esra", "joyce"):
        _say(world, meeting, login)
        with pytest.raises(Refused):
            _show(world, meeting)  # it would say who said what
    _say(world, meeting, "marloes")
    with pytest.raises(Refused):
        _show(world, meeting, by="esra")
    _show(world, meeting)
    for again in (_show, _open):
        with pytest.raises(Refused):
            again(world, meeting)
    with pytest.raises(Refused):
        _say(world, meeting, "esra")
    for action, times in (
        ("table.look_back_opened", 1),
        ("table.looked_back", 3),
        ("table.look_back_shown", 1),
    ):
        assert len(sat.lines(action)) == times, action


@pytest.mark.parametrize("state", ["PLANNED", "ENDED"])
def test_it_opens_only_while_the_meeting_is_under_way(world: World, case: Case, state: str) -> None:
    with pytest.raises(Refused):
        rules.check_may_open(state, "NOT_YET")


def test_who_was_there_looks_back_also_after_the_end_and_nobody_else(world: World, case: Case) -> None:
    meeting = _alone(world, case)
    with world.acting("esra") as esra:
        entering.go_home(meeting=meeting, by=esra, now=clock.now())
    with world.acting("joyce") as joyce:
        actions.end(meeting=meeting, by=joyce, now=clock.now())
    _say(world, meeting, "esra")
    with pytest.raises(Refused):
        _say(world, meeting, "thijs")  # sits at this table, was not at the meeting
    with world.acting("bram") as bram, pytest.raises(NotYours):
        looking_back.look_back(
            meeting=meeting, heard="YES", apart="YES", differently="", by=bram, now=clock.now()
        )
    for login in ("marloes", "joyce"):
        _say(world, meeting, login)
    _show(world, meeting)
    assert "CANARY-esra" in _page(world, meeting, "thijs").content.words


def test_said_anew_there_is_one_answer_and_it_is_the_last(world: World, case: Case) -> None:
    meeting = _alone(world, case)
    _say(world, meeting, "esra", heard="NO", text="CANARY-first")
    _say(world, meeting, "esra", heard="PARTLY", text="CANARY-second")
    with behind_the_wall("postgres"):
        row = LookBack.objects.behind_the_second_wall().get()
        assert row.heard == "PARTLY" and b"CANARY" not in bytes(row.differently)
        assert LookedBack.objects.behind_the_second_wall().count() == 1
    own = _page(world, meeting, "esra").own
    assert own.is_done and own.form is not None
    assert own.form.initial == {"heard": "PARTLY", "apart": "PARTLY", "differently": "CANARY-second"}


# Nothing leaks before it is shown


def test_rule_query_and_second_wall_agree(world: World, case: Case) -> None:
    meeting = _alone(world, case, "thijs")
    for login in ("esra", "marloes", "joyce"):
        _say(world, meeting, login)
    for shown in (False, True):
        if shown:
            _show(world, meeting)
        for login in ("joyce", "esra", "marloes", "thijs", "bram", "anouk"):
            said, sees = login in {"esra", "marloes", "joyce"}, login in worlds.SEATS
            with world.acting(login) as viewer:
                for table, count in (
                    (LookBack, (3 if shown else int(said)) if sees else 0),
                    (LookedBack, 3 if sees else 0),
                ):
                    mine = set(table.objects.visible_to(viewer).values_list("pk", flat=True))
                    walled = set(table.objects.behind_the_second_wall().values_list("pk", flat=True))
                    assert mine == walled and len(mine) == count, (login, table, shown)
    assert not LookBack.objects.behind_the_second_wall().exists()  # without a viewer


def test_before_it_is_shown_others_see_only_who_is_done(world: World, client_of, case: Case) -> None:
    meeting = _alone(world, case)
    base = f"/overleg/{meeting.id}/"
    addresses = (base, f"{base}deel/", f"{base}terugblik/", f"{base}scherm/")
    before = {at: _steady(client_of("joyce").get(at)) for at in addresses}
    _say(world, meeting, "esra", heard="NO")
    done = {at: _steady(client_of("joyce").get(at)) for at in addresses}
    for at in addresses:
        assert "CANARY-esra" not in done[at] and done[at] != before[at], at
    _say(world, meeting, "esra", heard="YES", text="CANARY-otherwise")
    for at in addresses:  # the same bytes, whatever was said
        assert _steady(client_of("joyce").get(at)) == done[at], at
    assert "CANARY-otherwise" in client_of("esra").get(base).content.decode()
    assert "CANARY-otherwise" in client_of("esra").get(f"{base}terugblik/").content.decode()


def _steady(response) -> str:
    """Without what every form and the clock draw anew."""
    page = response.content.decode()
    assert response.status_code == 200 and "UNDEFINED" not in page
    assert 'name="csrfmiddlewaretoken" value=""' not in page
    forms = r'name="(?:csrfmiddlewaretoken|form_id)" value="|nonce="|data-draft-key="'
    clock_ = r'data-drawn="|data-in-step="|data-left="'
    return re.sub(f'({forms}|{clock_})[^"]*', r"\1", re.sub(r"\b\d+:\d\d\b", "", page))


def test_saying_it_anew_wakes_no_screen(world: World, case: Case, monkeypatch) -> None:
    meeting, woken = _alone(world, case), []
    monkeypatch.setattr(looking_back.live, "changed", woken.append)
    _say(world, meeting, "esra")
    _say(world, meeting, "esra", heard="NO")
    assert woken == [meeting.id]


def test_the_second_wall_keeps_each_to_oneself(world: World, case: Case) -> None:
    """The application's own queries, without our actions."""
    meeting = _alone(world, case, "pieterjan")
    for login in ("esra", "pieterjan"):
        _say(world, meeting, login)

    def new(login: str, table=LookBack) -> None:
        words = {"heard": "NO", "apart": "NO", "given_at": clock.now(), "key": meeting.key}
        fields = words if table is LookBack else {}
        table(meeting=meeting, person=world.people[login], **fields).save(force_insert=True)

    for login, who in (("marloes", "joyce"), ("thijs", "thijs")):  # for another; without a place
        for table in (LookBack, LookedBack):
            with world.acting(login), pytest.raises(ProgrammingError), transaction.atomic():
                new(who, table)
    with world.acting("joyce"):
        rows = LookBack.objects.behind_the_second_wall()
        assert rows.update(heard="NO") == 0
    _say(world, meeting, "joyce")
    _show(world, meeting)
    with world.acting("esra"):
        assert LookBack.objects.behind_the_second_wall().update(heard="NO") == 0
    with world.acting("marloes"), pytest.raises(ProgrammingError), transaction.atomic():
        new("marloes")
    with world.acting("joyce"), pytest.raises(ProgrammingError), transaction.atomic():
        Meeting.objects.behind_the_second_wall().update(look_back=LookBackState.ALONE)


# Shown together


def test_together_there_is_no_name_and_no_order_of_time(world: World, client_of, case: Case) -> None:
    meeting = _alone(world, case)
    for login in ("esra", "marloes", "joyce"):
        _say(world, meeting, login, heard="NO" if login == "esra" else "YES")
    _show(world, meeting)
    contents = [_page(world, meeting, login).content for login in ("esra", "marloes", "joyce", "thijs")]
    assert all(content == contents[0] for content in contents)
    content = contents[0]
    assert Counter(content.words) == Counter(["CANARY-esra", "CANARY-marloes", "CANARY-joyce"])
    assert [number for _, number in content.heard] == [2, 0, 1]
    assert [number for _, number in content.apart] == [0, 3, 0]
    with behind_the_wall("postgres"):
        said_by = LookBack.objects.behind_the_second_wall().order_by("id").values_list("person", flat=True)
        logins = {person.pk: login for login, person in world.people.items()}
        order = [logins[person] for person in said_by]
    assert content.words == [f"CANARY-{login}" for login in order]
    page = client_of("esra").get(f"/overleg/{meeting.id}/").content.decode()
    assert all(f"CANARY-{login}" in page for login in order)
    assert "%" not in re.sub(r"<[^>]*>", "", page)


def test_the_trend_is_of_the_meetings_of_these_tables(world: World, case: Case) -> None:
    other = worlds.open_case(world, pseudonym="Merel")
    with behind_the_wall("postgres"):
        Seat.objects.behind_the_second_wall().filter(case=other, person=world.people["esra"]).delete()
    held = []
    for agenda, heard in ((case, "YES"), (case, "NO"), (other, "PARTLY")):
        meeting = sat.under_way(world, agenda)
        sat.attend(world, meeting, "marloes", "thijs")
        _open(world, meeting)
        for login in ("joyce", "marloes", "thijs"):
            _say(world, meeting, login, heard=heard)
        _show(world, meeting)
        held.append(meeting)
    waiting = _alone(world, case)
    _say(world, waiting, "esra")
    of_case = {line.meeting_id: [n for _, n in line.heard] for line in _page(world, waiting, "esra").trend}
    assert of_case == {held[0].id: [3, 0, 0], held[1].id: [0, 0, 3]}
    assert [line.meeting_id for line in _page(world, held[2], "joyce").trend] == [held[2].id]
    with world.acting("esra") as esra, pytest.raises(NotYours):
        queries.get(esra, held[2].id)


def test_more_meetings_and_answers_ask_no_more_questions(world: World, client_of, case: Case) -> None:
    asked = []
    for _ in range(2):
        meeting = _alone(world, case)
        sat.attend(world, meeting, *("thijs",) * len(asked))
        for login in ("esra", "marloes", "joyce", "thijs")[: 3 + len(asked)]:
            _say(world, meeting, login)
        _show(world, meeting)
        client_of("esra").get(f"/overleg/{meeting.id}/terugblik/")
        with CaptureQueriesContext(connection) as found:
            client_of("esra").get(f"/overleg/{meeting.id}/terugblik/")
        asked.append(bad_input.queries(found))
    assert asked[1] <= asked[0] <= 16
