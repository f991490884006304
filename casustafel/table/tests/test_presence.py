"""Who is here and who types: told to the others, and nothing of it while anything is said alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from casustafel.cases.models import Case
from casustafel.lib import clock, live
from casustafel.picture.tests import told
from casustafel.table import presence, queries
from casustafel.table.models import Meeting, Presence
from casustafel.table.tests import sat
from tests.architecture.test_second_wall import as_application
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(world: World, case: Case) -> Meeting:
    meeting = sat.under_way(world, case, step="PICTURE")
    sat.attend(world, meeting, "esra", "marloes")
    return meeting


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What wakes the screens."""
    woken: list[str] = []
    monkeypatch.setattr(live, "changed", lambda topic, part="": woken.append(part or "table"))
    return woken


def opens(world: World, meeting: Meeting, login: str, *, screen: UUID | None = None) -> UUID:
    here = screen or uuid4()
    with world.acting(login) as viewer:
        read = queries.get(viewer, meeting.id)
        presence.arrive(meeting=read, screen=here, by=viewer, now=clock.now())
    return here


def closes(world: World, meeting: Meeting, login: str, screen: UUID) -> None:
    with world.acting(login) as viewer:
        read = queries.get(viewer, meeting.id)
        presence.leave(meeting=read, screen=screen, by=viewer, now=clock.now())


def types(world: World, meeting: Meeting, login: str) -> None:
    with world.acting(login) as viewer:
        presence.say_typing(meeting=queries.get(viewer, meeting.id), by=viewer, now=clock.now())


def strip(client_of, meeting: Meeting, login: str) -> str:
    return client_of(login).get(f"/overleg/{meeting.id}/wie/").content.decode()


@contextmanager
def kept() -> Iterator[None]:
    with behind_the_wall("postgres"):
        yield


def everything() -> list[Presence]:
    with kept():
        return list(Presence.objects.behind_the_second_wall())


class TestHere:
    def test_who_opens_the_table_is_here_until_the_last_screen_closes(
        self, world: World, client_of, meeting: Meeting, heard: list[str]
    ) -> None:
        assert strip(client_of, meeting, "joyce").count('class="here"') == 0
        first, second = (opens(world, meeting, "esra") for _ in range(2))
        assert heard == ["presence"], "a second screen of the same person is no news"
        assert strip(client_of, meeting, "joyce").count('class="here"') == 1
        closes(world, meeting, "esra", first)
        assert heard == ["presence"]
        closes(world, meeting, "esra", second)
        assert heard == ["presence", "presence"]
        assert strip(client_of, meeting, "joyce").count('class="here"') == 0

    def test_a_page_that_is_loaded_again_is_not_told(
        self, world: World, meeting: Meeting, heard: list[str]
    ) -> None:
        """That somebody sent a form would show from it."""
        old = opens(world, meeting, "esra")
        opens(world, meeting, "esra")
        closes(world, meeting, "esra", old)
        assert heard == ["presence"]

    def test_a_screen_nobody_saw_for_a_while_is_gone_and_cleared(
        self, world: World, client_of, meeting: Meeting
    ) -> None:
        lost, mine = opens(world, meeting, "esra"), opens(world, meeting, "marloes")
        for ago, here in ((60, 2), (90, 1)):
            with kept():
                rows = Presence.objects.behind_the_second_wall().filter(pk=lost)
                rows.update(seen_at=clock.now() - timedelta(seconds=ago))
            assert strip(client_of, meeting, "joyce").count('class="here"') == here
        with kept():
            rows.update(seen_at=clock.now() - timedelta(minutes=4))
        closes(world, meeting, "marloes", mine)
        assert everything() == []

    def test_staying_keeps_it_fresh(self, world: World, client_of, meeting: Meeting) -> None:
        here = opens(world, meeting, "esra")
        with kept():
            Presence.objects.behind_the_second_wall().update(seen_at=clock.now() - timedelta(seconds=90))
        with world.acting("esra") as esra:
            presence.stay(meeting=queries.get(esra, meeting.id), screen=here, by=esra, now=clock.now())
        assert strip(client_of, meeting, "joyce").count('class="here"') == 1

    def test_nobody_moves_or_removes_the_screen_of_another(self, world: World, meeting: Meeting) -> None:
        here = opens(world, meeting, "esra")
        closes(world, meeting, "marloes", here)
        assert [row.pk for row in everything()] == [here]
        with world.acting("marloes"):
            assert as_application("DELETE FROM table_presence") == 0
            assert as_application("UPDATE table_presence SET seen_at = now()") == 0

    def test_an_ended_meeting_keeps_nobody(self, world: World, client_of, meeting: Meeting) -> None:
        with kept():
            Meeting.objects.behind_the_second_wall().update(state="ENDED")
        opens(world, meeting, "esra")
        assert everything() == []
        assert 'class="here"' not in strip(client_of, meeting, "joyce")

    @pytest.mark.parametrize("place", ["wie/", "typt/"])
    def test_who_has_no_business_there_finds_nothing(
        self, world: World, client_of, meeting: Meeting, place: str
    ) -> None:
        bram = client_of("bram")
        ask = bram.get if place == "wie/" else bram.post
        real, absent = (ask(f"/overleg/{one}/{place}") for one in (meeting.id, uuid4()))
        assert real.status_code == absent.status_code == 404 and real.content == absent.content

    def test_the_strip_asks_few_questions(
        self, world: World, client_of, meeting: Meeting, django_assert_max_num_queries
    ) -> None:
        for login in ("joyce", "esra", "marloes"):
            opens(world, meeting, login)
        types(world, meeting, "esra")
        joyce = client_of("joyce")
        strip(client_of, meeting, "joyce")
        with django_assert_max_num_queries(10):
            joyce.get(f"/overleg/{meeting.id}/wie/")


class TestTyping:
    def test_others_see_it_for_a_moment_and_oneself_does_not(
        self, world: World, client_of, meeting: Meeting, heard: list[str]
    ) -> None:
        opens(world, meeting, "esra")
        heard.clear()
        assert client_of("esra").post(f"/overleg/{meeting.id}/typt/").status_code == 204
        types(world, meeting, "esra")
        assert heard == ["presence"], "once, however much is typed"
        page = strip(client_of, meeting, "joyce")
        assert "typt nu" in page and "data-look-again" in page
        assert "typt nu" not in strip(client_of, meeting, "esra")
        with kept():
            Presence.objects.behind_the_second_wall().update(typing_until=clock.now())
        assert "typt nu" not in strip(client_of, meeting, "joyce")

    def test_who_is_not_at_the_table_types_unheard(
        self, world: World, meeting: Meeting, heard: list[str]
    ) -> None:
        types(world, meeting, "esra")
        assert heard == [] and everything() == []

    @pytest.mark.parametrize("alone", ["round", "look back", "look back step", "no case", "not open"])
    def test_nothing_is_kept_told_or_shown_while_it_is_said_alone(
        self, world: World, client_of, case: Case, meeting: Meeting, heard: list[str], alone: str
    ) -> None:
        opens(world, meeting, "esra")
        types(world, meeting, "esra")
        assert "typt nu" in strip(client_of, meeting, "joyce")
        self.begin(world, case, meeting, alone)
        heard.clear()
        before = [(row.seen_at, row.typing_until) for row in everything()]
        assert "typt nu" not in strip(client_of, meeting, "joyce"), "also what was told just before"
        real = client_of("esra").post(f"/overleg/{meeting.id}/typt/")
        assert (real.status_code, real.content) == (204, b"")
        assert heard == []
        assert [(row.seen_at, row.typing_until) for row in everything()] == before

    def begin(self, world: World, case: Case, meeting: Meeting, alone: str) -> None:
        if alone == "round":
            told.open_round(world, case)
        elif alone == "look back step":
            sat.call(world, meeting, case, step="LOOK_BACK")
        else:
            changed = {
                "look back": {"look_back": "ALONE"},
                "no case": {"current": None},
                "not open": {"state": "PLANNED"},
            }[alone]
            with kept():
                Meeting.objects.behind_the_second_wall().filter(pk=meeting.pk).update(**changed)

    @pytest.mark.parametrize(("step", "asks"), [("PICTURE", True), ("JUDGE", False), ("LOOK_BACK", False)])
    def test_the_page_gives_no_address_for_it_where_things_are_said_alone(
        self, world: World, client_of, case: Case, meeting: Meeting, step: str, asks: bool
    ) -> None:
        sat.call(world, meeting, case, step=step)
        page = client_of("esra").get(f"/overleg/{meeting.id}/").content.decode()
        assert ("data-typing-url" in page) is asks

    def test_after_the_reveal_it_is_told_again(
        self, world: World, client_of, case: Case, meeting: Meeting
    ) -> None:
        opens(world, meeting, "esra")
        round = told.open_round(world, case)
        told.answer(world, round, by="marloes")
        told.reveal(world, round)
        types(world, meeting, "esra")
        assert "typt nu" in strip(client_of, meeting, "joyce")
