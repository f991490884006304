"""One case goes up in another: who gets to read what, and what the chair never sees."""

from datetime import time, timedelta

import pytest
from django.apps import apps
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casustafel.audit.models import UserLine
from casustafel.cases.choices import State
from casustafel.cases.models import Case, Seat, Step
from casustafel.joining import copying, rules
from casustafel.joining.models import Joining
from casustafel.joining.tables import GivenSeat
from casustafel.joining.tests import joined
from casustafel.lib import clock
from casustafel.lib.refusal import NotYours, Refused
from casustafel.notices.models import Notice
from casustafel.picture import correcting
from casustafel.picture.choices import Audience, Onward
from casustafel.picture.models import (
    Contribution,
    Correction,
    Factor,
    InformationRequest,
    InstrumentResult,
    Provision,
    Statement,
)
from casustafel.picture.tests import recognised, told
from casustafel.plan import actions as plan
from casustafel.table import actions as meetings
from casustafel.vault import opening, resealing
from casustafel.vault.models import DataKey
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
SECRET = "CANARY-sealed: wat alleen politie en OM weten"


@pytest.fixture
def other(world: World) -> Case:
    return joined.other_case(world)


class TestForWhom:
    """The police brought it in at the other table; Esra of probation sits here and there, unless said."""

    @pytest.mark.parametrize(
        ("audience", "onward", "becomes"),
        [
            ("TABLE", Onward.PARTNERSHIP, "TABLE"),
            ("TABLE", Onward.ASK, "SEATS"),
            ("TABLE", Onward.NOT, "SEATS"),
            ("CORE", Onward.PARTNERSHIP, "CORE"),
            ("CORE", Onward.ASK, "SEATS"),
            ("LATER", Onward.PARTNERSHIP, "LATER"),
        ],
    )
    def test_what_was_shared(self, world: World, case: Case, other: Case, audience, onward, becomes) -> None:
        joined.given(world, other, audience=audience, onward=onward)
        told.open_sharing(world, other)
        joined.merge(world, case, other)
        assert joined.reads(world, "marloes", case) == {"POLICE": becomes}
        for login, is_core in (("pieterjan", True), ("esra", False)):
            had = audience == "TABLE" or (audience == "CORE" and is_core)
            assert bool(joined.reads(world, login, case)) == had, login

    def test_who_was_not_there_gets_only_what_may_go_on(self, world: World, case: Case) -> None:
        other = joined.other_case(world, without=["esra"])
        joined.given(world, other, onward=Onward.ASK)
        told.open_sharing(world, other)
        joined.merge(world, case, other)
        assert joined.reads(world, "esra", case) == {}
        assert joined.reads(world, "pieterjan", case) == {"POLICE": "SEATS"}

    def test_who_was_not_there_reads_what_the_provider_lets_go_on(self, world: World, case: Case) -> None:
        other = joined.other_case(world, without=["esra"])
        joined.given(world, other, onward=Onward.PARTNERSHIP)
        told.open_sharing(world, other)
        joined.merge(world, case, other)
        assert joined.reads(world, "esra", case) == {"POLICE": "TABLE"}
        with world.acting("esra") as esra:
            got = Provision.objects.visible_to(esra).get(case=case)
            assert got.at >= clock.now() - timedelta(minutes=1)

    def test_who_had_it_there_had_it_since_then(self, world: World, case: Case, other: Case) -> None:
        made = joined.given(world, other)
        told.open_sharing(world, other)
        before = {row.receiver_id: row.at for row in joined.rows_of(Provision, other)}
        joined.merge(world, case, other)
        after = {row.receiver_id: row.at for row in joined.rows_of(Provision, case)}
        assert after == before and len(before) == 4 and made.organisation_id not in after

    def test_sealed_for_a_seat_stays_with_that_person(self, world: World, case: Case, other: Case) -> None:
        seat = joined.seat_of(world, other, "esra")
        joined.given(world, other, audience=Audience.SEATS, onward=Onward.PARTNERSHIP, seats=[seat.id])
        told.open_sharing(world, other)
        joined.merge(world, case, other)
        assert joined.reads(world, "esra", case) == {"POLICE": "SEATS"}
        assert joined.reads(world, "pieterjan", case) == {} == joined.reads(world, "joyce", case)

    def test_what_was_not_shared_stays_with_its_own_also_when_sharing_opens(
        self, world: World, case: Case, other: Case
    ) -> None:
        joined.given(world, other)
        joined.merge(world, case, other)
        told.open_sharing(world, case)
        assert joined.reads(world, "marloes", case) == {"POLICE": "LATER"}
        assert joined.reads(world, "esra", case) == {} == joined.reads(world, "joyce", case)

    def test_of_who_does_not_sit_here_nothing_unshared_comes(
        self, world: World, case: Case, other: Case
    ) -> None:
        joined.given(world, other)
        joined.leave(case, world, "marloes")
        joined.merge(world, case, other)
        assert joined.rows_of(Contribution, case) == []

    def test_what_is_past_its_day_stays(self, world: World, case: Case, other: Case) -> None:
        made = joined.given(world, other, onward=Onward.PARTNERSHIP)
        told.open_sharing(world, other)
        with behind_the_wall("postgres"):
            rows = Contribution.objects.behind_the_second_wall().filter(pk=made.pk)
            rows.update(until_date=clock.now().date() - timedelta(days=1))
        joined.merge(world, case, other)
        assert joined.rows_of(Contribution, case) == []

    def test_ground_purpose_and_day_stay_as_they_were_given(
        self, world: World, case: Case, other: Case
    ) -> None:
        made = joined.given(world, other)
        told.open_sharing(world, other)
        joined.merge(world, case, other)
        with world.acting("marloes") as viewer:
            came = Contribution.objects.visible_to(viewer).get(case=case)
            assert (came.ground, came.category, came.until_date) == (
                made.ground,
                made.category,
                made.until_date,
            )
            assert (came.made_at, came.onward) == (made.made_at, made.onward)
            opened = opening.open_all([came], by=viewer, purpose="picture.page", now=clock.now())
            assert opened(came, "purpose") == told.PURPOSE


PARTS = st.tuples(
    st.sampled_from(Audience.values),
    st.sampled_from(Onward.values),
    st.booleans(),
    st.sampled_from([-1, 0, 1]),
    st.sets(st.sampled_from(["marloes", "pieterjan", "esra"])),
    st.sampled_from(["pieterjan", "esra"]),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(part=PARTS)
def test_the_rule_and_the_wall_choose_alike(world: World, case: Case, part) -> None:
    """For any contribution of the police, whoever of those who sit there sits here too."""
    audience, onward, is_shared, days, here, named = part
    with transaction.atomic():
        other = joined.other_case(world)
        seats = [joined.seat_of(world, other, named).id] if audience == Audience.SEATS else []
        made = joined.given(world, other, audience=audience, onward=onward, seats=seats)
        if is_shared:
            told.open_sharing(world, other)
        joined.leave(case, world, *({"marloes", "pieterjan", "esra"} - here))
        joined.leave(case, world, "thijs")  # of a core partner as well
        with behind_the_wall("postgres"):
            rows = Contribution.objects.behind_the_second_wall().filter(pk=made.pk)
            rows.update(until_date=clock.now().date() + timedelta(days=days))
        had = {
            Audience.TABLE: True,  # Joyce sits at both
            Audience.CORE: "pieterjan" in here,
            Audience.SEATS: named in here,
            Audience.LATER: False,
        }[Audience(audience)]
        says = rules.audience_here(
            audience=audience,
            onward=onward,
            is_shared=is_shared and audience != Audience.LATER,
            is_past=days < 0,
            sits="marloes" in here,
            is_named=had,
        )
        joined.merge(world, case, other)
        assert [row.audience for row in joined.rows_of(Contribution, case)] == ([says] if says else [])
        transaction.set_rollback(True)


class TestTheTablesOwn:
    def _factor(self, world: World, case: Case, code: str) -> None:
        with behind_the_wall("postgres"):
            person = world.people["esra"]
            Factor(
                case=case, key=case.key, code=code, domain="NETWORK", bearing="RISK", stand="RECOGNISED",
                organisation_id=person.organisation_id, by=person, at=clock.now(),
            ).save(force_insert=True)  # fmt: skip

    def test_comes_when_nobody_new_sits_here(self, world: World, case: Case, other: Case) -> None:
        self._factor(world, other, "A")
        self._factor(world, other, "B")
        self._factor(world, case, "B")
        told.ask(world, other)
        joined.merge(world, case, other)
        assert sorted(row.code for row in joined.rows_of(Factor, case)) == ["A", "B"]
        assert len(joined.rows_of(InformationRequest, case)) == 1

    def test_stays_when_somebody_here_would_learn_what_nobody_gave_them(
        self, world: World, case: Case
    ) -> None:
        other = joined.other_case(world, without=["pieterjan"])
        self._factor(world, other, "A")
        told.ask(world, other)
        joined.merge(world, case, other)
        assert joined.rows_of(Factor, case) == [] == joined.rows_of(InformationRequest, case)


class TestSealedAnew:
    def test_under_the_keys_of_the_case_it_came_to(self, world: World, case: Case, other: Case) -> None:
        joined.given(world, other)
        told.open_sharing(world, other)
        joined.merge(world, case, other)
        said, was = joined.rows_of(Statement, case)[0], joined.rows_of(Statement, other)[0]
        assert DataKey.objects.get(pk=said.key_id).scope_id == case.id
        assert bytes(said.text) != bytes(was.text) and said.id != was.id
        with world.acting("esra") as viewer:
            row = Statement.objects.visible_to(viewer).select_related("key").get(case=case)
            assert (
                opening.open_all([row], by=viewer, purpose="picture.page", now=clock.now())(row, "text")
                == told.SEEN
            )

    def test_the_chair_sees_no_text_in_page_log_step_or_error(
        self, world: World, case: Case, other: Case, client_of, monkeypatch
    ) -> None:
        seat, joyce = joined.seat_of(world, other, "esra"), client_of("joyce")
        told.open_sharing(world, other)
        empty = joined.page_of(joyce, f"/casussen/{case.id}/samenvoegen/{other.id}/")
        joined.given(world, other, audience=Audience.SEATS, seats=[seat.id], text=SECRET, source=SECRET)
        assert joined.page_of(joyce, f"/casussen/{case.id}/samenvoegen/{other.id}/") == empty
        monkeypatch.setattr(copying, "FINISH", "SELECT 1 / 0 WHERE %s IS NOT NULL AND %s IS NOT NULL")
        with pytest.raises(Exception) as wrong, transaction.atomic():
            joined.merge(world, case, other)
        assert "CANARY" not in str(wrong.value) and joined.rows_of(Contribution, case) == []
        monkeypatch.undo()
        joined.merge(world, case, other)
        with behind_the_wall("postgres"):
            lines = list(UserLine.objects.filter(action=resealing.RESEAL))
            assert {line.scope_id for line in lines} == {other.id}
            assert not [line for line in UserLine.objects.all() if "CANARY" in str(line.content)]
            read = UserLine.objects.filter(action="vault.read", actor_id=world.people["joyce"].id)
            opened = str([line.content for line in read])
        assert "picture_contribution" not in opened and "picture_statement" not in opened

    def test_every_row_of_the_picture_has_its_rule(self) -> None:
        known = {*copying.COMES_OVER, *copying.MADE_ANEW, *copying.STAYS}
        assert known == set(apps.get_app_config("picture").get_models())
        with connection.cursor() as cursor:
            cursor.execute("SELECT unnest(joining_tables())")
            tables = {name for (name,) in cursor.fetchall()}
        assert tables == {m._meta.db_table for m in copying.COMES_OVER} | {"picture_audienceseat"}

    def test_the_wall_may_look_at_everything_that_hangs_on_what_comes_over(self) -> None:
        """Whether something was added since is asked of every table that points there."""
        with behind_the_wall("postgres"), connection.cursor() as cursor:
            cursor.execute(
                "SELECT conrelid::regclass::text FROM pg_constraint WHERE contype = 'f'"
                " AND confrelid = ANY (joining_tables()::regclass[]::oid[])"
                " AND NOT has_table_privilege('casustafel_wall', conrelid, 'SELECT')"
            )
            assert cursor.fetchall() == []


class TestTheAct:
    def test_is_done_logged_told_and_leaves_the_other_to_be_read(
        self, world: World, case: Case, other: Case
    ) -> None:
        made = joined.merge(world, case, other)
        assert made.other_id == other.id
        with world.acting("esra") as esra:
            went = Case.objects.visible_to(esra).get(pk=other.pk)
            assert went.state == State.MERGED and went.closed_date == clock.now().date()
            kinds = {row.case_id: row.kind for row in Step.objects.visible_to(esra).order_by("at", "id")}
            assert kinds == {case.id: "case.merged", other.id: "case.merged_into"}
            told_of = Notice.objects.visible_to(esra).filter(kind="CASES_MERGED")
            assert [row.path for row in told_of] == [f"/casussen/{case.id}/"]
        assert {line.scope_id for line in told.lines("case.merged")} == {case.id}
        assert {line.scope_id for line in told.lines("case.merged_into")} == {other.id}

    def test_who_provided_it_hears_that_it_may_be_opened_further(
        self, world: World, case: Case, other: Case
    ) -> None:
        joined.given(world, other)
        told.open_sharing(world, other)
        joined.merge(world, case, other)
        for login, hears in (("marloes", True), ("esra", False), ("joyce", False)):
            with world.acting(login) as viewer:
                assert Notice.objects.visible_to(viewer).filter(kind="CAME_NARROWED").exists() == hears, login

    def test_seats_are_given_only_as_chosen(self, world: World, case: Case, other: Case) -> None:
        joined.leave(case, world, "esra", "pieterjan")
        seat = joined.seat_of(world, other, "esra")
        joined.merge(world, case, other, seats=[GivenSeat(seat, "taak van de reclassering")])
        with behind_the_wall("postgres"):
            seated = (
                Seat.objects.behind_the_second_wall().filter(case=case).values_list("person_id", flat=True)
            )
            assert world.people["esra"].id in seated and world.people["pieterjan"].id not in seated

    def test_needs_a_reason_and_a_ground(self, world: World, case: Case, other: Case) -> None:
        joined.leave(case, world, "esra")
        seat = joined.seat_of(world, other, "esra")
        with pytest.raises(Refused):
            joined.merge(world, case, other, seats=[GivenSeat(seat, " ")])

    @pytest.mark.parametrize("login", ["thijs", "esra"])
    def test_is_refused_to_who_does_not_chair(
        self, world: World, case: Case, other: Case, login: str
    ) -> None:
        with pytest.raises(Refused):
            joined.merge(world, case, other, by=login)

    @pytest.mark.parametrize("login", ["bram", "nienke", "anouk"])
    def test_charlie_finds_nothing(self, world: World, case: Case, other: Case, login: str) -> None:
        with pytest.raises(NotYours):
            joined.merge(world, case, other, by=login)

    def test_the_second_of_two_reads_why_it_is_too_late(self, world: World, case: Case, other: Case) -> None:
        third = joined.other_case(world)
        joined.merge(world, case, other)
        with pytest.raises(Refused, match="merged with another case"):
            joined.merge(world, third, other)
        with pytest.raises(Refused, match="merged with another case"):
            joined.merge(world, other, case)
        assert len(joined.rows_of(Joining, case)) == 1

    def test_who_had_the_page_open_still_brings_nothing_in_there(
        self, world: World, case: Case, other: Case
    ) -> None:
        """`other` was read before it was merged."""
        joined.merge(world, case, other)
        assert other.state == State.OPEN
        with pytest.raises(Refused, match="merged with another case"):
            told.contribute(world, other)

    def test_another_law_is_refused(self, world: World, case: Case, other: Case) -> None:
        with behind_the_wall("postgres"):
            Case.objects.behind_the_second_wall().filter(pk=other.pk).update(regime="WGS_ZVH")
        with pytest.raises(Refused, match="different laws"):
            joined.merge(world, case, other)

    def test_with_itself_is_refused(self, world: World, case: Case) -> None:
        with pytest.raises(Refused, match="itself"):
            joined.merge(world, case, case)

    def test_what_is_open_there_comes_first(self, world: World, case: Case, other: Case) -> None:
        with world.acting("joyce") as joyce:
            now = clock.now()
            plan.commit(
                case=other, organisation=world.people["esra"].organisation, what="bellen", why="contact",
                due_date=now.date() + timedelta(days=5), by=joyce, now=now,
            )  # fmt: skip
            meetings.plan_meeting(
                day=now.date(), starts=time(10), place="", agenda=[other], by=joyce, now=now
            )
        told.open_round(world, other)
        with pytest.raises(Refused) as refused:
            joined.merge(world, case, other)
        what = refused.value.values["what"]
        assert what.count(",") >= 2 and "Probation" in what and "bellen" not in what


def test_a_withdrawn_result_comes_over_withdrawn_with_why(world: World, case: Case, other: Case) -> None:
    told.open_sharing(world, other)
    row = recognised.result(world, other)
    with world.acting("esra") as esra:
        correcting.withdraw_result(result=row, reason="x", by=esra, now=clock.now())
    joined.merge(world, case, other)
    [kept], [why] = joined.rows_of(InstrumentResult, case), joined.rows_of(Correction, case)
    assert kept.withdrawn_at is not None and (why.result_id, why.statement_id) == (kept.id, None)
