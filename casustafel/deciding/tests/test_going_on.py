"""Impasses and expectations: refused, done, logged, twice; and the walls for any seating."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from casustafel.audit.models import UserLine
from casustafel.cases.models import Case, Step
from casustafel.deciding import expecting, objecting, policy, queries
from casustafel.deciding.choices import ExpectationState, ObjectionState
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
from casustafel.deciding.tests import put
from casustafel.lib import clock
from casustafel.lib.refusal import NotYours, Refused
from casustafel.notices.models import Notice
from casustafel.plan.tests import seated
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
ROWS = (Decision, Option, Advice, ConsentRound, Consent, Objection, Impasse, Expectation)


def lines(action: str) -> int:
    with behind_the_wall("postgres"):
        return UserLine.objects.filter(action=action).count()


@pytest.fixture
def divided(world: World, case: Case, decision: Decision) -> Objection:
    asked = put.ask(world, decision)
    put.say(world, asked, "joyce", "thijs", "marloes", "pieterjan")
    put.say(world, asked, "esra", objection="CANARY-objection: te vroeg")
    return put.objection_of(world, case)


def end(world: World, impasse: Impasse, ending: str = "de stuurgroep koos") -> Impasse:
    with world.acting("joyce") as joyce:
        return objecting.end_impasse(impasse=impasse, ending=ending, by=joyce, now=clock.now())


class TestAnImpasse:
    def test_stops_the_decision_until_it_is_broken_and_the_objection_settled(
        self, world: World, case: Case, decision: Decision, divided: Objection
    ) -> None:
        impasse = put.flag(world, divided)
        with pytest.raises(Refused, match="impasse"):
            put.decide(world, decision)
        with pytest.raises(Refused, match="impasse"):
            put.overrule(world, divided)
        with pytest.raises(Refused, match="impasse"):
            put.flag(world, divided)
        with pytest.raises(Refused):
            end(world, impasse, " ")
        end(world, impasse)
        with pytest.raises(Refused, match="ended meanwhile"):
            end(world, impasse)
        with pytest.raises(Refused, match="objection stands"):
            put.decide(world, decision)
        assert put.objection_of(world, case).state == ObjectionState.STANDING
        put.overrule(world, divided)
        put.decide(world, decision)
        assert (lines("deciding.impasse_flagged"), lines("deciding.impasse_ended")) == (1, 1)
        with world.acting("esra") as esra:
            kinds = list(Step.objects.visible_to(esra).filter(case=case).values_list("kind", flat=True))
        assert kinds.count("deciding.impasse_ended") == 1

    def test_goes_on_when_the_objection_is_met_so_that_it_is_ended_in_words(
        self, world: World, decision: Decision, divided: Objection
    ) -> None:
        impasse = put.flag(world, divided)
        with world.acting("esra") as esra:
            asked = ConsentRound.objects.visible_to(esra).select_related("case__key", "key").get()
        put.say(world, asked, "esra", note="wij spraken het uit")
        with pytest.raises(Refused, match="impasse"):
            put.decide(world, decision)
        end(world, impasse)
        put.decide(world, decision)

    @pytest.mark.parametrize(("field", "change"), [("divides", " "), ("breaker", ""), ("until_date", -1)])
    def test_says_what_who_and_by_when(
        self, world: World, divided: Objection, field: str, change: Any
    ) -> None:
        said = {"divides": "x", "breaker": "y", "until_date": date.today()}
        said[field] = date.today() + timedelta(days=change) if field == "until_date" else change
        with world.acting("thijs") as thijs, pytest.raises(Refused) as refused:
            objecting.flag_impasse(objection=divided, **said, by=thijs, now=clock.now())
        assert refused.value.field == field

    def test_is_named_by_who_directs(self, world: World, divided: Objection) -> None:
        with pytest.raises(Refused, match="case director"):
            put.flag(world, divided, by="marloes")
        for login in ("nienke", "anouk"):
            with pytest.raises(NotYours):
                put.flag(world, divided, by=login)
            with pytest.raises(NotYours):
                put.overrule(world, divided, by=login)

    def test_waits_on_today_with_its_day(self, world: World, case: Case, divided: Objection) -> None:
        put.flag(world, divided, days=0)
        tomorrow = date.today() + timedelta(days=1)
        with world.acting("marloes") as marloes:
            waits = queries.waiting_for(marloes, day=tomorrow)
            assert [each.until_date for each in waits.impasses] == [date.today()]
        with world.acting("nienke") as nienke:
            assert queries.waiting_for(nienke, day=tomorrow).impasses == []


class TestAnExpectation:
    def test_is_asked_accepted_and_lived_up_to(self, world: World, case: Case) -> None:
        made = put.expect(world, case)
        with behind_the_wall("postgres"):
            told = Notice.objects.behind_the_second_wall().filter(kind="EXPECTATION_PUT")
            assert [each.to_id for each in told] == [world.people["marloes"].id]
            assert b"CANARY" not in bytes(Expectation.objects.behind_the_second_wall().get().text)
        assert self.answer(world, made).state == ExpectationState.ACCEPTED
        with pytest.raises(Refused, match="answered already"):
            self.answer(world, made)
        assert self.look_back(world, made).state == ExpectationState.DONE
        with pytest.raises(Refused, match="Only of something"):
            self.look_back(world, made)
        assert lines("deciding.expected") == lines("deciding.expectation_ended") == 1
        assert lines("deciding.expectation_answered") == 1

    def test_who_does_not_accept_it_or_saw_it_fail_says_why(self, world: World, case: Case) -> None:
        declined, failed = put.expect(world, case), put.expect(world, case)
        with pytest.raises(Refused) as refused:
            self.answer(world, declined, accepts=False)
        assert refused.value.field == "text"
        state = self.answer(world, declined, accepts=False, text="daar zijn wij niet van").state
        assert state == ExpectationState.DECLINED
        self.answer(world, failed)
        with pytest.raises(Refused):
            self.look_back(world, failed, done=False)
        assert self.look_back(world, failed, done=False, text="er belde niemand").state == "NOT_DONE"
        with pytest.raises(Refused, match="Only of something"):
            self.look_back(world, declined)

    def test_each_speaks_for_the_own_organisation(self, world: World, case: Case) -> None:
        made = put.expect(world, case)
        for login in ("esra", "pieterjan"):
            with pytest.raises(Refused, match="that was asked"):
                self.answer(world, made, by=login)
        self.answer(world, made)
        with pytest.raises(Refused, match="that asked this"):
            self.look_back(world, made, by="marloes")
        with pytest.raises(Refused) as own:
            put.expect(world, case, by="esra", of="esra")
        with pytest.raises(Refused) as absent:
            put.expect(world, case, of="nienke")
        with pytest.raises(Refused) as past:
            put.expect(world, case, days=-1)
        fields = (own.value.field, absent.value.field, past.value.field)
        assert fields == ("asked", "asked", "until_date")
        with pytest.raises(NotYours):
            put.expect(world, case, by="nienke")

    def test_waits_for_who_is_asked_and_later_for_who_asked(self, world: World, case: Case) -> None:
        made = put.expect(world, case, days=0)
        tomorrow = date.today() + timedelta(days=1)
        assert self.waits(world, "marloes", tomorrow) == (1, 0)
        assert self.waits(world, "esra", tomorrow) == (0, 0)
        self.answer(world, made)
        assert self.waits(world, "marloes", tomorrow) == (0, 0)
        assert self.waits(world, "esra", date.today()) == (0, 0)
        assert self.waits(world, "esra", tomorrow) == (0, 1)

    def test_the_second_wall_alone_keeps_answers_apart(self, world: World, case: Case) -> None:
        made = put.expect(world, case)
        for login in ("esra", "pieterjan"):
            with world.acting(login):
                rows = Expectation.objects.behind_the_second_wall().filter(pk=made.pk)
                assert rows.update(state="ACCEPTED") == 0
        with world.acting("marloes"):
            rows = Expectation.objects.behind_the_second_wall().filter(pk=made.pk)
            with pytest.raises(Exception, match="row-level security"), transaction.atomic():
                rows.update(state="DONE")

    def waits(self, world: World, login: str, day: date) -> tuple[int, int]:
        with world.acting(login) as viewer:
            found = queries.waiting_for(viewer, day=day)
        return len(found.to_answer), len(found.to_look_back)

    def answer(
        self, world: World, row: Expectation, *, by: str = "marloes", accepts: bool = True, text: str = ""
    ) -> Expectation:
        with world.acting(by) as viewer:
            return expecting.answer(expectation=row, accepts=accepts, text=text, by=viewer, now=clock.now())

    def look_back(
        self, world: World, row: Expectation, *, by: str = "esra", done: bool = True, text: str = ""
    ) -> Expectation:
        with world.acting(by) as viewer:
            return expecting.look_back(expectation=row, done=done, text=text, by=viewer, now=clock.now())


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seating=seated.SEATINGS)
def test_query_and_second_wall_agree(world: World, case: Case, divided: Objection, seating) -> None:
    with transaction.atomic():
        put.flag(world, divided)
        put.expect(world, case)
        seated.seat_anew(world, case, seating)
        for login in ("joyce", "marloes", "esra", "nienke", "anouk", "saskia"):
            with world.acting(login) as viewer:
                for rows in ROWS:
                    filtered = set(rows.objects.visible_to(viewer).values_list("pk", flat=True))
                    walled = set(rows.objects.behind_the_second_wall().values_list("pk", flat=True))
                    assert filtered == walled, (login, rows.__name__)
                    if rows is not Advice:
                        assert bool(filtered) is seated.sits_today(seating.get(login)), (login, rows.__name__)
        transaction.set_rollback(True)


@pytest.mark.parametrize("login", put.EVERYBODY)
@pytest.mark.parametrize("about", ["DECISION", "PLAN"])
def test_who_may_overrule_is_the_same_at_both_walls(
    world: World, case: Case, divided: Objection, login: str, about: str
) -> None:
    with behind_the_wall("postgres"):
        Objection.objects.behind_the_second_wall().update(about=about)
    with world.acting(login) as viewer:
        row = queries.get_objection(viewer, case.id, divided.id)
        try:
            policy.check_can_overrule(viewer, row)
            may = True
        except Refused:
            may = False
        rows = Objection.objects.behind_the_second_wall().filter(pk=row.pk)
        try:
            with transaction.atomic():
                walled = rows.update(state="OVERRULED", settled_by=viewer.person_id) == 1
        except Exception as wrong:
            assert "row-level security" in str(wrong)
            walled = False
    assert may is walled is (login == {"DECISION": "thijs", "PLAN": "joyce"}[about])
