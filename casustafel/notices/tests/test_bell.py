"""Who hears of what: once, and nobody else."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from casustafel.audit.log import Door
from casustafel.lib import clock
from casustafel.notices import actions
from casustafel.notices.choices import DEPUTY_NEEDS, Kind
from casustafel.notices.models import Notice
from casustafel.notices.tests.given import PAGE, bells, day, kinds, remind, stand_in, tell
from casustafel.parties import staff_actions
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]


class TestTelling:
    def test_rings_for_those_people_only(self, world: World) -> None:
        tell(world, "thijs", "marloes")
        assert kinds(world, "thijs") == kinds(world, "marloes") == ["SEAT_GIVEN"]
        assert kinds(world, "esra") == kinds(world, "joyce") == []

    def test_nobody_is_told_what_they_did_themselves(self, world: World) -> None:
        tell(world, "joyce", "thijs", by="joyce")
        assert kinds(world, "joyce") == [] and kinds(world, "thijs") == ["SEAT_GIVEN"]

    def test_the_same_rings_once_until_it_was_seen(self, world: World) -> None:
        for path in (PAGE, PAGE, "/overleg/"):
            tell(world, "thijs", path=path)
        assert len(bells(world, "thijs")) == 2
        with world.acting("thijs") as thijs:
            actions.see_all(by=thijs, now=clock.now())
        tell(world, "thijs")
        assert len(bells(world, "thijs")) == 3

    def test_somebody_of_another_partnership_hears_nothing(self, world: World) -> None:
        outsider = next(p for p in world.people.values() if p.partnership.slug == "hogezijde")
        login = next(login for login, person in world.people.items() if person == outsider)
        tell(world, login)
        assert kinds(world, login) == []

    def test_who_left_hears_nothing(self, world: World) -> None:
        with world.acting("dennis") as dennis:
            at = {"by": dennis, "now": clock.now()}
            staff_actions.leave(person=world.people["thijs"], until_date=day(0), **at)
        tell(world, "thijs")
        with behind_the_wall("postgres"):
            assert not Notice.objects.behind_the_second_wall().exists()

    @pytest.mark.parametrize(
        "path", ["https://x.example/", "//x.example/", "/casussen/?name=CANARY", "/casussen/Linde/", "zonder"]
    )
    def test_a_path_with_content_or_to_elsewhere_is_refused(self, world: World, path: str) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            tell(world, "thijs", path=path)

    def test_every_kind_is_a_sentence_without_a_name(self) -> None:
        with translation.override("en"):
            assert all(str(kind.label).endswith(".") and "%" not in kind.label for kind in Kind)
        assert DEPUTY_NEEDS.keys() == set(Kind) - {Kind.STANDS_IN, Kind.ADVICE_GIVEN}


class TestTheDesk:
    def told(self, world: World, *, handler: str = "", path: str = "/meldingen/", hour: int = 9) -> None:
        actions.tell_desk(
            partnership_id=world.partnerships["merenwoude"].id,
            kind=Kind.REPORT_CAME,
            path=path,
            by=Door("PUBLIC"),
            now=clock.now().replace(hour=hour, minute=41),
            handler_id=world.people[handler].id if handler else None,
        )

    def officers(self, world: World) -> set[str]:
        return {login for login in world.people if kinds(world, login) == ["REPORT_CAME"]}

    def test_anybody_may_tell_it_and_only_its_officers_hear(self, world: World) -> None:
        self.told(world)
        assert self.officers(world) == {"saskia"}

    def test_a_flood_rings_once(self, world: World) -> None:
        for _ in range(20):
            self.told(world)
        assert len(bells(world, "saskia")) == 1

    def test_the_hour_is_kept_nowhere(self, world: World) -> None:
        self.told(world, hour=9)
        kept = bells(world, "saskia")[0].made_at.astimezone(clock.now().tzinfo)
        assert (kept.hour, kept.minute, kept.second) == (12, 0, 0)

    @pytest.mark.parametrize(("handler", "hears"), [("saskia", {"saskia"}), ("thijs", {"saskia"})])
    def test_who_has_it_in_hand_hears_it_alone_while_an_officer(
        self, world: World, handler: str, hears: set[str]
    ) -> None:
        self.told(world, handler=handler)
        assert self.officers(world) == hears

    def test_of_other_pages_it_tells_nothing(self, world: World) -> None:
        with pytest.raises(Exception, match="of its own pages"), transaction.atomic():
            self.told(world, path="/casussen/")


class TestWhoIsAway:
    def test_the_deputy_hears_it_too_and_for_whom(self, world: World) -> None:
        stand_in(world, "thijs", "marloes")
        tell(world, "thijs")
        [heard] = bells(world, "marloes")
        assert heard.for_whom_id == world.people["thijs"].id
        assert bells(world, "thijs")[0].for_whom_id is None

    @pytest.mark.parametrize(("begins", "ends"), [(1, 5), (-5, 0)])
    def test_not_before_and_not_after(self, world: World, begins: int, ends: int) -> None:
        stand_in(world, "thijs", "marloes", begins=begins, ends=ends)
        tell(world, "thijs")
        assert kinds(world, "marloes") == []

    def test_not_who_has_no_role_for_such_a_page(self, world: World) -> None:
        stand_in(world, "thijs", "saskia")
        tell(world, "thijs")
        assert kinds(world, "saskia") == []

    def test_who_is_told_as_oneself_is_not_told_twice(self, world: World) -> None:
        stand_in(world, "thijs", "marloes")
        tell(world, "thijs", "marloes")
        assert [each.for_whom_id for each in bells(world, "marloes")] == [None]

    def test_the_deputy_is_told_once_that_it_begins(self, world: World) -> None:
        stand_in(world, "thijs", "marloes")
        stand_in(world, "esra", "saskia", begins=1)
        remind(world)
        with world.acting("marloes") as marloes:
            actions.see_all(by=marloes, now=clock.now())
        remind(world)
        assert kinds(world, "marloes") == ["STANDS_IN"] and kinds(world, "saskia") == []


class TestTheSecondWall:
    @pytest.mark.parametrize(
        "act",
        [
            "INSERT INTO notices_notice (id) VALUES (gen_random_uuid())",
            "UPDATE notices_notice SET path = '/'",
            "DELETE FROM notices_notice",
            "DELETE FROM notices_postbox",
            "SELECT notices_put(NULL, '{}', '', '', now(), '{}', NULL)",
            "SELECT notices_remind(now())",
            "SELECT notices_reachable()",
            "SELECT notices_left()",
        ],
    )
    def test_the_application_may_not(self, world: World, act: str) -> None:
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(act)

    def test_nobody_sees_anothers_bell(self, world: World) -> None:
        tell(world, "thijs")
        with world.acting("marloes"):
            assert not Notice.objects.behind_the_second_wall().exists()
        assert not Notice.objects.behind_the_second_wall().exists()

    def test_who_is_not_signed_in_tells_nobody(self, world: World) -> None:
        at = {"by": Door("PUBLIC"), "now": clock.now()}
        actions.tell(to=[world.people["thijs"].id], kind=Kind.SEAT_GIVEN, path=PAGE, **at)
        assert kinds(world, "thijs") == []


class TestThePage:
    def test_says_what_and_for_whom_and_leads_there(self, world: World, client_of: ClientOf) -> None:
        stand_in(world, "thijs", "marloes")
        tell(world, "thijs")
        page = client_of("marloes").get("/berichten/", headers={"accept-language": "nl"}).content.decode()
        assert "U heeft een stoel aan een casustafel." in page and f'href="{PAGE}"' in page
        assert "Thijs" in page and "vervang" in page

    def test_another_finds_an_empty_bell(self, world: World, client_of: ClientOf) -> None:
        tell(world, "thijs")
        page = client_of("marloes").get("/berichten/?state=ALL").content.decode()
        assert "stoel" not in page.split("<main", 1)[1]

    def test_the_header_counts_and_a_visit_to_the_page_is_seeing_it(
        self, world: World, client_of: ClientOf
    ) -> None:
        tell(world, "thijs")
        tell(world, "thijs", path="/overleg/")
        browser = client_of("thijs")
        assert browser.get("/").context["frame"].bell == 2
        assert browser.get(PAGE).context["frame"].bell == 1
        assert browser.get("/").context["frame"].bell == 1
        assert [bool(each.seen_at) for each in sorted(bells(world, "thijs"), key=lambda b: b.path)] == [
            True,
            False,
        ]

    def test_all_at_once(self, world: World, client_of: ClientOf) -> None:
        tell(world, "thijs")
        tell(world, "marloes")
        browser = client_of("thijs")
        assert browser.get("/berichten/gezien/").status_code == 302  # by the address alone nothing happens
        assert bells(world, "thijs")[0].seen_at is None
        assert browser.post("/berichten/gezien/").status_code == 302
        assert bells(world, "thijs")[0].seen_at and not bells(world, "marloes")[0].seen_at

    def test_pages_filters_and_as_many_queries_for_many(self, world: World, client_of: ClientOf) -> None:
        browser, asked = client_of("thijs"), []
        browser.get("/berichten/")  # keys of the house are read once and stay
        for number in (1, 27):
            for n in range(number):
                tell(world, "thijs", path=f"/casussen/{number}-{n}/", now=clock.now() - timedelta(hours=n))
            with CaptureQueriesContext(connection) as captured:
                page = browser.get("/berichten/?state=ALL").content.decode()
            asked.append(len(captured))
        assert asked[0] == asked[1] <= 12
        assert "state=ALL&amp;page=2" in page
        assert browser.get("/berichten/?page=99&state=x").status_code == 200
