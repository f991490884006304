"""What lies on the table for all is drawn once, and given to nobody who may not see it at this moment."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from casustafel.audit import log
from casustafel.audit.models import UserLine
from casustafel.cases.models import Case, Seat
from casustafel.lib import clock
from casustafel.method import model
from casustafel.picture import correcting
from casustafel.picture.models import Contribution
from casustafel.picture.tests import told
from casustafel.plan.tests import seated
from casustafel.table import common_presenters, drawing, queries
from casustafel.table.models import Meeting
from casustafel.table.shelf import shelf
from casustafel.table.tests import sat
from casustafel.vault import opening
from tests import bad_input
from tests import world as worlds
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
STEPS = [step.code for step in model.current().steps]


@pytest.fixture
def kept() -> Iterator[None]:
    """As in a web process that hears the database."""
    shelf.begin()
    yield
    shelf.stop()


@pytest.fixture
def drawings(kept: None, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The step of each time that something was drawn."""
    made: list[str] = []
    gather = common_presenters.gather

    def counted(viewer, item, *, as_map=False):
        made.append(item.step)
        return gather(viewer, item, as_map=as_map)

    monkeypatch.setattr(common_presenters, "gather", counted)
    return made


@pytest.fixture
def told_of(world: World, case: Case) -> Case:
    """All that can lie on a table, and beside it what is for some only."""
    seated.set_goal(world, case)
    for login in ("joyce", "marloes", "esra", "pieterjan"):
        told.contribute(world, case, by=login, text=f"CANARY-{login}")
    told.contribute(world, case, by="marloes", audience="CORE", text="SOME-core")
    withdrawn = told.contribute(world, case, by="esra", text="SOME-withdrawn")
    told.open_sharing(world, case)
    said = told.statement_of(world, withdrawn, by="esra")
    with world.acting("esra") as esra:
        correcting.withdraw(statement=said, reason="onjuist", by=esra, now=clock.now())
    asked = told.ask(world, case, by="esra", whom="marloes")
    told.reply(world, case, asked, by="marloes", audience="CORE", text="SOME-answer")
    done = told.open_round(world, case)
    told.answer(world, done, by="esra")
    told.reveal(world, done)
    alone = told.open_round(world, case, question="GOING_ON")
    told.answer(world, alone, by="marloes", text="SOME-alone")
    return case


def _drawn(world: World, meeting: Meeting, login: str, *, as_map: bool = False) -> str:
    with world.acting(login) as viewer:
        current = queries.whole(viewer, meeting.id).current
        with drawing.share(viewer, current, as_map=as_map) as common:
            opened = opening.open_all(
                common.rows, by=viewer, purpose="test", now=clock.now(), again=common.again
            )
            drawn = common.drawn(opened)
    assert drawn is not None
    return str(drawn.html)


@pytest.mark.parametrize(("step", "as_map"), [*((step, False) for step in STEPS), ("PICTURE", True)])
def test_it_is_the_same_bytes_whoever_draws(world: World, told_of: Case, step: str, as_map: bool) -> None:
    meeting = sat.under_way(world, told_of, step=step)
    everybody = [_drawn(world, meeting, login, as_map=as_map) for login in worlds.SEATS]
    assert len(set(everybody)) == 1
    assert "SOME-" not in everybody[0] and "<form" not in everybody[0] and "csrf" not in everybody[0]
    if step in {"SHARE", "PICTURE"} and not as_map:
        assert "CANARY-joyce" in everybody[0] and "CANARY-pieterjan" in everybody[0]


def _part(client: Client, meeting: Meeting) -> str:
    return str(client.get(f"/overleg/{meeting.id}/deel/").content.decode())


def test_it_is_drawn_once_and_everybody_who_gets_it_stands_in_the_log(
    world: World, client_of, case: Case, drawings: list[str]
) -> None:
    told.contribute(world, case)
    told.open_sharing(world, case)
    meeting = sat.under_way(world, case, step="PICTURE")
    sat.attend(world, meeting, "esra", "marloes")
    with behind_the_wall("postgres"):
        before = set(UserLine.objects.values_list("pk", flat=True))
    readers = ("joyce", "esra", "marloes")
    for login in readers:
        assert told.SEEN in _part(client_of(login), meeting)
    assert drawings == ["PICTURE"]
    lines = [line for line in sat.lines("vault.read") if line.pk not in before]
    assert [line.actor_id for line in lines] == [world.people[login].id for login in readers]
    statement = told.statement_of(world, _contribution(world, case))
    for line in lines:
        assert line.scope_id == case.id and line.content["purpose"] == "table.screen"
        assert f"picture_statement:{statement.id}" in line.content["objects"]
        assert sorted(line.content["objects"]) == sorted(lines[0].content["objects"])


def _contribution(world: World, case: Case) -> Contribution:
    with world.acting("marloes") as marloes:
        return Contribution.objects.visible_to(marloes).get(case=case)


def test_without_the_line_in_the_log_nobody_gets_what_was_drawn(
    world: World, client_of, case: Case, drawings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told.contribute(world, case)
    told.open_sharing(world, case)
    meeting = sat.under_way(world, case, step="PICTURE")
    assert told.SEEN in _part(client_of("joyce"), meeting)

    def fails(*given: object, **named: object) -> None:
        raise RuntimeError("the log is full")

    monkeypatch.setattr(log, "record_read", fails)
    with pytest.raises(RuntimeError):
        _part(client_of("joyce"), meeting)
    assert drawings == ["PICTURE"]


def test_what_is_kept_comes_out_only_where_its_rows_were_written_down(world: World, case: Case) -> None:
    with world.acting("joyce") as joyce:
        row = Case.objects.visible_to(joyce).get(pk=case.pk)
        opened = opening.open_all([row], by=joyce, purpose="test", now=clock.now())
        kept = opened.keep("made of it")
        assert kept.read == {case.id: [f"cases_case:{case.id}"]}
        with pytest.raises(LookupError):
            opening.open_all([row], by=joyce, purpose="test", now=clock.now()).given(kept)
        named = opening.open_all([], by=joyce, purpose="test", now=clock.now(), again=[kept])
        assert named.given(kept) == "made of it"


def test_what_is_drawn_holds_no_text_of_other_rows(world: World, case: Case) -> None:
    other = worlds.open_case(world, pseudonym="Merel")
    with world.acting("joyce") as joyce:
        mine, beside = (Case.objects.visible_to(joyce).get(pk=each.pk) for each in (case, other))
        opened = opening.open_all([mine, beside], by=joyce, purpose="test", now=clock.now()).of([mine])
        assert opened(mine, "pseudonym") == "Linde"
        with pytest.raises(KeyError):
            opened(beside, "pseudonym")
        assert opened.keep("").read == {case.id: [f"cases_case:{case.id}"]}


def test_nobody_gets_what_they_may_not_see_now(
    world: World, client_of, case: Case, drawings: list[str]
) -> None:
    told.contribute(world, case)
    told.open_sharing(world, case)
    meeting = sat.under_way(world, case, step="PICTURE")
    sat.attend(world, meeting, "esra", "marloes")
    for login in ("joyce", "esra", "marloes"):
        assert told.SEEN in _part(client_of(login), meeting)
    assert told.SEEN not in _part(client_of("thijs"), meeting)  # did not take a place
    for login in ("bram", "anouk", "farid"):
        assert client_of(login).get(f"/overleg/{meeting.id}/deel/").status_code == 404
    with behind_the_wall("postgres"):
        Seat.objects.behind_the_second_wall().filter(person=world.people["esra"]).update(
            until_date=clock.now().date()
        )
    assert client_of("esra").get(f"/overleg/{meeting.id}/deel/").status_code == 404
    assert told.SEEN in _part(client_of("marloes"), meeting)
    assert drawings == ["PICTURE"]


def test_another_case_step_name_or_language_is_another_drawing(
    world: World, client_of, case: Case, drawings: list[str]
) -> None:
    other = worlds.open_case(world, pseudonym="Merel")
    meeting, joyce = sat.plan(world, case, other), client_of("joyce")
    sat.begin(world, meeting)
    item = sat.call(world, meeting, case, step="GOALS")
    assert "Linde" in _heading(_part(joyce, meeting))
    sat.call(world, meeting, other, step="GOALS")
    assert "Merel" in _heading(_part(joyce, meeting))
    sat.call(world, meeting, case, step="JUDGE")
    assert "Linde" in _heading(_part(joyce, meeting))
    joyce.post(f"/overleg/{meeting.id}/{item.id}/naam/")
    assert worlds.NAME in _heading(_part(joyce, meeting))
    joyce.cookies["django_language"] = "en"
    assert "Steps of this case" in _part(joyce, meeting)
    assert drawings == ["GOALS", "GOALS", "JUDGE", "JUDGE", "JUDGE"]


def _heading(page: str) -> str:
    return page.split("<h1>")[1].split("</h1>")[0]


@pytest.mark.parametrize("of", ["meeting", "case"])
def test_after_a_change_it_is_drawn_anew(
    world: World, client_of, case: Case, drawings: list[str], of: str
) -> None:
    meeting, joyce = sat.under_way(world, case, step="GOALS"), client_of("joyce")
    for _ in range(2):
        assert seated.GOAL not in _part(joyce, meeting)
    seated.set_goal(world, case)
    shelf.changed(str(meeting.id if of == "meeting" else case.id))  # what the database says after the act
    assert seated.GOAL in _part(joyce, meeting)
    assert drawings == ["GOALS"] * 2


def test_when_the_meeting_ends_nothing_of_it_stays(world: World, client_of, case: Case, kept: None) -> None:
    meeting, joyce = sat.under_way(world, case, step="GOALS"), client_of("joyce")
    _part(joyce, meeting)
    assert shelf._places
    joyce.post(f"/overleg/{meeting.id}/beeindigen/")
    shelf.changed(str(meeting.id))
    assert not shelf._places
    _part(joyce, meeting)
    assert not shelf._places


@pytest.mark.parametrize("step", STEPS)
def test_who_gets_what_was_drawn_asks_few_questions(
    world: World, client_of, case: Case, kept: None, step: str
) -> None:
    """The session, the agenda, who is here, whose hand is up, and the lines in the log."""
    told.contribute(world, case)
    told.open_sharing(world, case)
    meeting = sat.under_way(world, case, step=step)
    sat.attend(world, meeting, "esra")
    esra = client_of("esra")
    _part(client_of("joyce"), meeting)
    with CaptureQueriesContext(connection) as asked:
        _part(esra, meeting)
    assert bad_input.queries(asked) <= 6 + (step == "LOOK_BACK")
