import uuid
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.method import model
from casustafel.reports.tests import given as reports
from casustafel.triage import queries
from casustafel.triage.models import View, Weighing
from casustafel.triage.tests import given as made
from tests import bad_input
from tests.bad_input import spoiled, undone
from tests.world import World

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]
PATHS = {"show": "", "give_view": "mijn-weging/", "reveal": "naast-elkaar/", "decide": "uitkomst/"}
TAKE_UP = "casus-openen/"
CODES = [criterion.code for criterion in model.current().criteria]
VIEW = {
    "outcome": "PERSON_CENTRED",
    "reason": "om deze reden",
    **{f"{code}_con": f"tegen {code}" for code in CODES},
}
JOINT = {"outcome": "PERSON_CENTRED", "reason": "samen gevonden"}
PREPARE = {"summary": "wat er gezien is", "reason": "weeg dit", "few_signals": "het is ernstig"}
ENGLISH = {"accept-language": "en"}


def address(weighing_id: object, page: str = "") -> str:
    return f"/weging/{weighing_id}/{page}"


def take_up_data(world: World) -> dict[str, str]:
    people = world.people
    return {
        "pseudonym": "Wilg",
        "regime": "PGA",
        "ground": "de weging",
        "reason": "het is nodig",
        "director": str(people["thijs"].id),
        "core": str(people["marloes"].id),
    }


class TestWhoMayCome:
    """Anouk works elsewhere; the others have a role without weighing. Absent and forbidden look the same."""

    @pytest.mark.parametrize("path", [*PATHS.values(), TAKE_UP])
    @pytest.mark.parametrize("login", ["anouk", "esra", "mirjam"])
    def test_each_page_of_a_weighing(self, world: World, client_of: ClientOf, path: str, login: str) -> None:
        weighing = made.decided(world)
        client, send = client_of(login), path in {"", TAKE_UP}
        for method in (client.get, client.post) if send else (client.post,):
            known = method(address(weighing.id, path), {**VIEW, **JOINT})
            absent = method(address(uuid.uuid4(), path), {**VIEW, **JOINT})
            assert (known.status_code, absent.status_code) == (404, 404)
            assert known.content == absent.content

    @pytest.mark.parametrize("path", ["mijn-weging/", "naast-elkaar/", "uitkomst/"])
    @pytest.mark.parametrize("login", ["saskia", "joyce"])
    def test_who_reads_a_weighing_does_not_weigh(
        self, world: World, client_of: ClientOf, path: str, login: str
    ) -> None:
        weighing = made.weighed(world)
        assert client_of(login).post(address(weighing.id, path), {**VIEW, **JOINT}).status_code == 404
        assert made.fetched(world, "farid", weighing).state == "ALONE"

    @pytest.mark.parametrize("login", ["anouk", "farid", "joyce"])
    def test_preparing_is_for_the_desk_of_that_report(
        self, world: World, client_of: ClientOf, login: str
    ) -> None:
        report, _code = reports.taken_in(world)
        client = client_of(login)
        known = client.get(f"/weging/voorbereiden/{report.id}/")
        absent = client.get(f"/weging/voorbereiden/{uuid.uuid4()}/")
        assert (known.status_code, absent.status_code) == (404, 404)
        assert known.content == absent.content

    @pytest.mark.parametrize("make", [made.prepared, made.together, lambda w: made.decided(w, "NO_ACTION")])
    def test_the_process_director_sees_only_what_becomes_a_case(
        self, world: World, client_of: ClientOf, make: Callable[[World], Weighing]
    ) -> None:
        weighing = make(world)
        client = client_of("joyce")
        assert client.get(address(weighing.id)).status_code == 404
        assert client.get(address(weighing.id, TAKE_UP)).status_code == 404
        assert str(weighing.id) not in client.get("/weging/?state=ALL").content.decode()

    @pytest.mark.parametrize("login", ["esra", "thijs", "elisabeth", "ruben", "mirjam", "dennis"])
    def test_the_list_is_not_there_for_others(self, client_of: ClientOf, login: str) -> None:
        assert client_of(login).get("/weging/").status_code == 404


class TestWorklist:
    def test_it_shows_no_content_and_the_filter_stays(self, world: World, client_of: ClientOf) -> None:
        weighing = made.prepared(world)
        client = client_of("farid")
        page = client.get("/weging/?state=ALONE").content.decode()
        assert address(weighing.id) in page
        assert "CANARY" not in page
        assert "Jan de Vries" not in page
        assert address(weighing.id) not in client.get("/weging/?state=DECIDED").content.decode()

    def test_as_many_queries_with_one_weighing_as_with_ten(self, world: World, client_of: ClientOf) -> None:
        made.prepared(world)
        client = client_of("farid")
        client.get("/weging/")
        with CaptureQueriesContext(connection) as one:
            client.get("/weging/")
        for _ in range(9):
            made.prepared(world)
        with CaptureQueriesContext(connection) as many:
            client.get("/weging/")
        assert bad_input.queries(one) == bad_input.queries(many) <= 12

    @pytest.mark.parametrize("query", ["state=NONSENSE", "page=-3", "page=x", "state=%00"])
    def test_an_odd_address_shows_a_list(self, client_of: ClientOf, query: str) -> None:
        assert client_of("farid").get(f"/weging/?{query}").status_code == 200


class TestShow:
    @pytest.mark.parametrize("login", sorted(made.TEAM))
    def test_before_the_reveal_no_byte_of_another_view(
        self, world: World, client_of: ClientOf, login: str
    ) -> None:
        weighing = made.weighed(world)
        page = client_of(login).get(address(weighing.id)).content.decode()
        assert f"CANARY-reason-{login}" in page
        for other in made.TEAM.keys() - {login}:
            assert f"-{other}" not in page.replace(f"-{login}", "")

    def test_the_desk_reads_what_it_prepared_and_no_view(self, world: World, client_of: ClientOf) -> None:
        weighing = made.together(world)
        page = client_of("saskia").get(address(weighing.id)).content.decode()
        assert "CANARY-summary" in page
        assert "CANARY-reason" not in page

    def test_after_the_reveal_all_lie_side_by_side(self, world: World, client_of: ClientOf) -> None:
        weighing = made.together(world)
        page = client_of("pieterjan").get(address(weighing.id)).content.decode()
        for login in made.TEAM:
            assert f"CANARY-reason-{login}" in page
            assert page.count(f"CANARY-criterion-{login}") == len(CODES)

    def test_the_decision_shows_dissent_and_the_way_on(self, world: World, client_of: ClientOf) -> None:
        weighing = made.decided(world)
        page = client_of("joyce").get(address(weighing.id)).content.decode()
        assert "CANARY-joint" in page
        assert "CANARY-dissent" in page
        assert address(weighing.id, TAKE_UP) in page
        assert (
            address(weighing.id, TAKE_UP) not in client_of("farid").get(address(weighing.id)).content.decode()
        )

    @pytest.mark.parametrize(
        ("make", "offered"),
        [
            (made.prepared, {"mijn-weging/"}),
            (made.weighed, {"mijn-weging/", "naast-elkaar/"}),
            (made.together, {"uitkomst/"}),
            (made.decided, set()),
        ],
    )
    def test_only_what_is_possible_now_is_offered(
        self, world: World, client_of: ClientOf, make: Callable[[World], Weighing], offered: set[str]
    ) -> None:
        weighing = make(world)
        page = client_of("farid").get(address(weighing.id)).content.decode()
        assert {path for path in PATHS.values() if path and f"/{path}" in page} == offered

    def test_no_more_than_twelve_queries_to_read_it(self, world: World, client_of: ClientOf) -> None:
        weighing = made.decided(world)
        client = client_of("farid")
        client.get(address(weighing.id))
        with CaptureQueriesContext(connection) as asked:
            client.get(address(weighing.id))
        assert bad_input.queries(asked) <= 12


class TestDoing:
    def test_one_signal_is_no_signal_unless_somebody_says_why(
        self, world: World, client_of: ClientOf
    ) -> None:
        """With two it is not asked."""
        report, _code = reports.taken_in(world)
        client, here = client_of("saskia"), f"/weging/voorbereiden/{report.id}/"
        told = {name: text for name, text in PREPARE.items() if name != "few_signals"}
        assert client.post(here, told).status_code == 422
        with world.acting("saskia") as saskia:
            for text in ("een", "twee"):
                reports.actions.mark_signal(
                    report=report,
                    nature="FACT",
                    text=text,
                    observed_date=None,
                    contradicts=False,
                    by=saskia,
                    now=clock.now(),
                )
        assert 'name="few_signals"' not in client.get(here).content.decode()
        assert client.post(here, told).status_code == 302

    def test_the_road_of_a_weighing_by_its_pages(self, world: World, client_of: ClientOf) -> None:
        report, _code = reports.taken_in(world, subject_name="Jan de Vries")
        saskia = client_of("saskia")
        sent = saskia.post(f"/weging/voorbereiden/{report.id}/", {**PREPARE, "form_id": "1"})
        assert (sent.status_code, sent["Location"]) == (302, f"/meldingen/{report.id}/")
        with world.acting("farid") as farid:
            weighing = Weighing.objects.visible_to(farid).get()
        for login in made.TEAM:
            given_view = client_of(login).post(address(weighing.id, "mijn-weging/"), {**VIEW, "form_id": "2"})
            assert given_view.status_code == 302
        farid_client = client_of("farid")
        assert farid_client.post(address(weighing.id, "naast-elkaar/"), {"form_id": "3"}).status_code == 302
        assert (
            farid_client.post(address(weighing.id, "uitkomst/"), {**JOINT, "form_id": "4"}).status_code == 302
        )
        opened = client_of("joyce").post(
            address(weighing.id, TAKE_UP), {**take_up_data(world), "form_id": "5"}
        )
        assert opened.status_code == 302
        with world.acting("joyce") as joyce:
            assert opened["Location"] == f"/casussen/{Case.objects.visible_to(joyce).get().id}/"

    @pytest.mark.parametrize("path", ["mijn-weging/", "naast-elkaar/", "uitkomst/"])
    def test_looking_at_the_address_does_nothing(self, world: World, client_of: ClientOf, path: str) -> None:
        weighing = made.weighed(world)
        response = client_of("farid").get(address(weighing.id, path))
        assert (response.status_code, response["Location"]) == (302, address(weighing.id))
        assert made.fetched(world, "farid", weighing).state == "ALONE"

    def test_an_incomplete_team_is_told_why(self, world: World, client_of: ClientOf) -> None:
        weighing = made.prepared(world)
        made.give(world, weighing, "farid")
        response = client_of("farid").post(address(weighing.id, "naast-elkaar/"), {}, headers=ENGLISH)
        assert response.status_code == 422
        assert "Not everybody has given a view yet" in response.content.decode()

    def test_a_view_with_a_silent_criterion_comes_back_whole(self, world: World, client_of: ClientOf) -> None:
        weighing = made.prepared(world)
        data = {name: text for name, text in VIEW.items() if name != f"{CODES[1]}_con"}
        response = client_of("farid").post(address(weighing.id, "mijn-weging/"), data)
        page = response.content.decode()
        assert response.status_code == 422
        assert f'href="#view-{CODES[1]}_pro"' in page
        assert all(text in page for name, text in data.items() if name != "outcome")

    def test_a_view_that_comes_too_late_is_not_lost(self, world: World, client_of: ClientOf) -> None:
        weighing = made.together(world)
        response = client_of("farid").post(
            address(weighing.id, "mijn-weging/"), {**VIEW, "reason": "te laat"}
        )
        assert response.status_code == 422
        assert "te laat" in response.content.decode()

    def test_the_form_begins_with_what_was_given_before(self, world: World, client_of: ClientOf) -> None:
        weighing = made.prepared(world)
        client = client_of("farid")
        client.post(address(weighing.id, "mijn-weging/"), {**VIEW, "form_id": "x"})
        page = client.get(address(weighing.id)).content.decode()
        assert all(text in page for name, text in VIEW.items() if name != "outcome")

    def test_dissent_goes_to_the_organisation_it_was_written_beside(
        self, world: World, client_of: ClientOf
    ) -> None:
        weighing = made.together(world)
        police = made.organisation(world, "POLICE")
        data = {**JOINT, f"dissent_{police.id.hex}": "wij zien dat anders", "form_id": "d"}
        client_of("farid").post(address(weighing.id, "uitkomst/"), data)
        with world.acting("saskia") as saskia:
            dissents = queries.whole(saskia, weighing.id).dissents
            assert [dissent.organisation_id for dissent in dissents] == [police.id]

    def test_sent_twice_opens_one_case(self, world: World, client_of: ClientOf) -> None:
        weighing = made.decided(world)
        data = {**take_up_data(world), "form_id": "twice"}
        sent = [client_of("joyce").post(address(weighing.id, TAKE_UP), data) for _ in range(2)]
        assert sent[0]["Location"] == sent[1]["Location"]
        with world.acting("joyce") as joyce:
            assert Case.objects.visible_to(joyce).count() == 1

    def test_people_elsewhere_cannot_be_given_a_seat(self, world: World, client_of: ClientOf) -> None:
        weighing = made.decided(world)
        client, stranger = client_of("joyce"), str(world.people["anouk"].id)
        assert stranger not in client.get(address(weighing.id, TAKE_UP)).content.decode()
        for field in ("director", "core"):
            sent = client.post(address(weighing.id, TAKE_UP), {**take_up_data(world), field: stranger})
            assert sent.status_code == 422


@bad_input.some
@given(data=spoiled(PREPARE))
def test_odd_input_while_preparing(world: World, client_of: ClientOf, data: dict[str, str]) -> None:
    with undone():
        report, _code = reports.taken_in(world)
        client = client_of("saskia")
        bad_input.is_taken_or_returned(
            lambda data: client.post(f"/weging/voorbereiden/{report.id}/", data), data, kept=set(PREPARE)
        )


@bad_input.some
@given(data=spoiled(VIEW))
def test_odd_input_in_a_view(world: World, client_of: ClientOf, data: dict[str, str]) -> None:
    with undone():
        weighing = made.prepared(world)
        client = client_of("farid")
        response = bad_input.is_taken_or_returned(
            lambda data: client.post(address(weighing.id, "mijn-weging/"), data),
            data,
            kept=set(VIEW) - {"outcome"},
        )
        with world.acting("farid") as farid:
            assert View.objects.visible_to(farid).exists() is (response.status_code == 302)


@bad_input.some
@given(choose=st.data())
def test_odd_input_while_deciding(world: World, client_of: ClientOf, choose: st.DataObject) -> None:
    dissent = f"dissent_{made.organisation(world, 'POLICE').id.hex}"
    data = choose.draw(spoiled({**JOINT, dissent: "anders"}))
    with undone():
        weighing = made.together(world)
        client = client_of("farid")
        bad_input.is_taken_or_returned(
            lambda data: client.post(address(weighing.id, "uitkomst/"), data), data, kept={"reason", dissent}
        )


@bad_input.some
@given(choose=st.data())
def test_odd_input_while_opening_a_case(world: World, client_of: ClientOf, choose: st.DataObject) -> None:
    data = choose.draw(spoiled(take_up_data(world)))
    with undone():
        weighing = made.decided(world)
        client = client_of("joyce")
        bad_input.is_taken_or_returned(
            lambda data: client.post(address(weighing.id, TAKE_UP), data),
            data,
            kept={"pseudonym", "ground", "reason"},
        )
