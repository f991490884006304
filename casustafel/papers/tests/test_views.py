"""Who gets which paper, on which purpose, and what is written down about it."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from hypothesis import given

from casustafel.cases.models import Case, Seat
from casustafel.lib import clock
from casustafel.papers.tests import reading
from casustafel.picture.tests import told
from casustafel.plan.tests import seated
from casustafel.table.models import Meeting
from casustafel.table.tests import sat
from tests import bad_input
from tests.world import NAME, World, behind_the_wall, open_case

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]
PURPOSE = "CANARY-purpose-of-this-copy"
CORE = "CANARY-core: alleen voor de kernpartners"
MARKUP = '#import "x.typ" = Kop *vet* $x$ \\ <label> @ref'
PAPERS = ["case_file", "minutes"]
BOTH = pytest.mark.parametrize("paper", PAPERS)
MADE = {"case_file": "papers.case_file_made", "minutes": "papers.minutes_made"}


@pytest.fixture
def meeting(world: World, case: Case) -> Meeting:
    return sat.under_way(world, case)


@pytest.fixture
def addresses(case: Case, meeting: Meeting) -> dict[str, str]:
    return {
        "case_file": f"/casussen/{case.id}/papieren/",
        "minutes": f"/overleg/{meeting.id}/verslag/",
    }


def make(client: Client, address: str, purpose: str = PURPOSE, **other: str) -> HttpResponse:
    return client.post(address, {"purpose": purpose, "form": "PDF", **other})


def words(response: HttpResponse) -> str:
    assert response["Content-Type"] == "application/pdf"
    return reading.words(response.content)


def holds(response: HttpResponse, text: str) -> bool:
    return reading.together(text) in words(response)


class TestMaking:
    @BOTH
    def test_with_a_purpose_it_is_made_as_a_file_that_stays_nowhere(
        self, client_of: ClientOf, addresses: dict[str, str], paper: str
    ) -> None:
        response = make(client_of("esra"), addresses[paper])
        assert response.status_code == 200
        assert response.content.startswith(b"%PDF-")
        assert response["Cache-Control"] == "no-store"
        assert "sandbox" in response["Content-Security-Policy"]
        assert holds(response, PURPOSE)

    @BOTH
    def test_the_name_of_the_file_says_nothing_about_anybody(
        self, client_of: ClientOf, addresses: dict[str, str], paper: str
    ) -> None:
        named = make(client_of("esra"), addresses[paper])["Content-Disposition"]
        assert named in {'attachment; filename="casusdossier.pdf"', 'attachment; filename="verslag.pdf"'}

    @BOTH
    @pytest.mark.parametrize("purpose", ["", "  ", "x" * 201, bad_input.CONTROL])
    def test_without_a_sound_purpose_there_is_none_and_what_was_typed_stays(
        self, client_of: ClientOf, addresses: dict[str, str], paper: str, purpose: str
    ) -> None:
        response = make(client_of("esra"), addresses[paper], purpose)
        page = response.content.decode()
        assert response.status_code == 422
        assert "error-summary" in page and purpose.strip() in page
        assert sat.lines(MADE[paper]) == []

    @BOTH
    def test_looking_at_the_page_makes_nothing(
        self, client_of: ClientOf, addresses: dict[str, str], paper: str
    ) -> None:
        assert client_of("esra").get(f"{addresses[paper]}?purpose=nieuwsgierig").status_code == 200
        assert sat.lines(MADE[paper]) == []

    @BOTH
    def test_it_is_written_down_who_made_it_and_the_purpose_stays_on_the_sheets(
        self, world: World, case: Case, client_of: ClientOf, addresses: dict[str, str], paper: str
    ) -> None:
        make(client_of("esra"), addresses[paper])
        lines = sat.lines(MADE[paper])
        assert {line.actor_id for line in lines} == {world.people["esra"].id}
        assert case.id in {line.scope_id for line in lines}
        assert not any(PURPOSE in str(line.__dict__) for line in lines)

    @BOTH
    def test_a_second_copy_is_a_second_line_even_from_the_same_form(
        self, client_of: ClientOf, addresses: dict[str, str], paper: str
    ) -> None:
        client = client_of("esra")
        answers = [make(client, addresses[paper], form_id="one-and-the-same") for _ in range(2)]
        assert [answer.status_code for answer in answers] == [200, 200]
        assert len(sat.lines(MADE[paper])) == 2 * (2 if paper == "minutes" else 1)

    @bad_input.some
    @given(data=bad_input.spoiled({"purpose": "nalezen", "form": "PDF"}))
    def test_odd_input(self, world: World, client_of: ClientOf, data: dict[str, str]) -> None:
        with bad_input.undone():
            case = open_case(world)
            client = client_of("esra")
            for address in (
                f"/casussen/{case.id}/papieren/",
                f"/overleg/{sat.under_way(world, case).id}/verslag/",
            ):
                response = client.post(address, data)
                assert response.status_code in {200, 422}
                if response.status_code == 200 and data:
                    assert response["Content-Type"] in {"application/pdf", "text/html; charset=utf-8"}
                else:
                    assert b"<script>alert" not in response.content


class TestNobodyElse:
    @BOTH
    @pytest.mark.parametrize("login", ["bram", "nienke", "farid", "saskia", "elisabeth", "dennis", "anouk"])
    def test_gets_what_an_absent_paper_gets(
        self, client_of: ClientOf, addresses: dict[str, str], paper: str, login: str
    ) -> None:
        client, real = client_of(login), addresses[paper]
        absent = (
            f"{real[:10]}{uuid4()}{real[46:]}" if paper == "case_file" else f"{real[:9]}{uuid4()}{real[45:]}"
        )
        for there, gone in (
            (client.get(real), client.get(absent)),
            (make(client, real), make(client, absent)),
        ):
            assert (there.status_code, gone.status_code) == (404, 404)
            assert there.content == gone.content
        assert sat.lines(MADE[paper]) == []

    @BOTH
    def test_whose_seat_has_ended_gets_none(
        self, world: World, client_of: ClientOf, addresses: dict[str, str], paper: str
    ) -> None:
        assert make(client_of("esra"), addresses[paper]).status_code == 200
        with behind_the_wall("postgres"):
            seats = Seat.objects.behind_the_second_wall().filter(person=world.people["esra"])
            seats.update(until_date=clock.now().date())
        assert make(client_of("esra"), addresses[paper]).status_code == 404

    @BOTH
    def test_a_closed_case_is_still_there_for_who_has_a_seat_and_says_so(
        self, case: Case, client_of: ClientOf, addresses: dict[str, str], paper: str
    ) -> None:
        with behind_the_wall("postgres"):
            Case.objects.behind_the_second_wall().filter(pk=case.pk).update(
                state="CLOSED", closed_date=clock.now().date()
            )
        response = make(client_of("esra"), addresses[paper])
        assert response.status_code == 200
        if paper == "case_file":
            assert holds(response, "Afgesloten")

    def test_minutes_hold_only_the_cases_at_whose_tables_one_sits(
        self, world: World, case: Case, client_of: ClientOf
    ) -> None:
        other = open_case(world, pseudonym="Reiger")
        with behind_the_wall("postgres"):
            Seat.objects.behind_the_second_wall().filter(case=other, person=world.people["esra"]).update(
                until_date=clock.now().date()
            )
        meeting = sat.plan(world, case, other)
        sat.begin(world, meeting)
        address = f"/overleg/{meeting.id}/verslag/"
        assert holds(make(client_of("joyce"), address), "Reiger")
        seen = words(make(client_of("esra"), address))
        assert "Linde" in seen and "Reiger" not in seen
        assert other.id not in {
            line.scope_id
            for line in sat.lines("papers.minutes_made")
            if line.actor_id == world.people["esra"].id
        }


class TestWhatMayBeSeen:
    @BOTH
    def test_what_is_for_core_partners_is_on_their_paper_only(
        self, world: World, case: Case, client_of: ClientOf, addresses: dict[str, str], paper: str
    ) -> None:
        told.open_sharing(world, case)
        told.contribute(world, case, audience="CORE", text=CORE)
        told.contribute(world, case)
        for login, sees in (("pieterjan", True), ("esra", False)):
            response = make(client_of(login), addresses[paper])
            assert holds(response, told.SEEN)
            assert holds(response, CORE) is sees, login

    @BOTH
    def test_what_is_not_shared_yet_is_on_the_paper_of_who_brought_it_in(
        self, world: World, case: Case, client_of: ClientOf, addresses: dict[str, str], paper: str
    ) -> None:
        told.contribute(world, case)
        assert holds(make(client_of("marloes"), addresses[paper]), told.SEEN)
        assert not holds(make(client_of("esra"), addresses[paper]), told.SEEN)

    def test_until_it_is_shown_no_judgement_is_on_paper_not_even_ones_own(
        self, world: World, case: Case, client_of: ClientOf, addresses: dict[str, str]
    ) -> None:
        round = told.open_round(world, case)
        told.answer(world, round, by="esra")
        told.keep(world, round, by="marloes", text="CANARY-typed-only")
        assert not holds(make(client_of("esra"), addresses["case_file"]), told.ANSWER)
        told.close(world, round)
        for login in ("esra", "joyce"):
            assert not holds(make(client_of(login), addresses["case_file"]), told.ANSWER)
        told.reveal(world, round)
        paper = make(client_of("marloes"), addresses["case_file"])
        assert holds(paper, told.ANSWER) and not holds(paper, "CANARY-typed-only")

    @BOTH
    def test_what_looks_like_markup_is_text_on_both_papers(
        self, world: World, case: Case, client_of: ClientOf, addresses: dict[str, str], paper: str
    ) -> None:
        told.open_sharing(world, case)
        told.contribute(world, case, text=MARKUP, source=MARKUP)
        assert holds(make(client_of("esra"), addresses[paper]), MARKUP)

    def test_the_file_holds_the_plan(
        self, world: World, case: Case, client_of: ClientOf, addresses: dict[str, str]
    ) -> None:
        seated.set_goal(world, case)
        response = make(client_of("esra"), addresses["case_file"])
        assert holds(response, seated.GOAL) and all(holds(response, level) for level in seated.LADDER)

    def test_minutes_call_nobody_by_name(self, client_of: ClientOf, addresses: dict[str, str]) -> None:
        response = make(client_of("esra"), addresses["minutes"])
        assert holds(response, "Linde") and not holds(response, NAME)


class TestMinutes:
    def test_before_the_meeting_has_begun_there_are_none(
        self, world: World, case: Case, client_of: ClientOf
    ) -> None:
        response = make(client_of("esra"), f"/overleg/{sat.plan(world, case).id}/verslag/")
        assert response.status_code == 422
        assert "nog niet begonnen" in response.content.decode()
        assert sat.lines("papers.minutes_made") == []

    def test_the_page_of_papers_lists_meetings_that_have_begun_and_no_other(
        self, world: World, case: Case, meeting: Meeting, client_of: ClientOf
    ) -> None:
        coming = sat.plan(world, case)
        page = client_of("esra").get(f"/casussen/{case.id}/papieren/").content.decode()
        assert f"/overleg/{meeting.id}/verslag/" in page
        assert str(coming.id) not in page

    def test_they_name_who_was_there(
        self, world: World, case: Case, meeting: Meeting, client_of: ClientOf, addresses: dict[str, str]
    ) -> None:
        sat.attend(world, meeting, "marloes")
        seen = words(make(client_of("esra"), addresses["minutes"]))
        assert "JoyceMartina" in seen and "MarloesKuiper" in seen and "Pieter-JanHoekstra" not in seen

    def test_what_was_recorded_outside_the_meeting_is_not_in_them(
        self, world: World, case: Case, client_of: ClientOf
    ) -> None:
        told.open_sharing(world, case)
        told.contribute(world, case)
        meeting = sat.under_way(world, case)
        assert not holds(make(client_of("esra"), f"/overleg/{meeting.id}/verslag/"), told.SEEN)
