"""Whoever speaks, overrules, flags, ends, rewords or decides in whatever order: nothing is ever decided
while an objection stands. A small model beside the real thing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from casustafel.cases.models import Case
from casustafel.deciding import actions, consenting, objecting, queries
from casustafel.deciding.choices import About, DecisionState
from casustafel.deciding.models import ConsentRound, Decision, Impasse, Objection
from casustafel.deciding.tests import put
from casustafel.lib import clock
from casustafel.lib.refusal import Refused
from tests.world import World

pytestmark = pytest.mark.django_db
SOMEBODY = st.sampled_from(put.EVERYBODY)
DIRECTS, DECIDES = {"joyce", "thijs"}, "thijs"


def test_nothing_is_ever_decided_while_an_objection_stands(world: World, case: Case) -> None:
    class Machine(Table):
        def __init__(self) -> None:
            self.undo = transaction.atomic()
            self.undo.__enter__()
            super().__init__(world, case)

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=12,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
        ),
    )


class Table(RuleBasedStateMachine):
    """`stands`: who objects and was neither met nor overruled; `spoke`: who spoke in the round under way."""

    def __init__(self, world: World, case: Case) -> None:
        super().__init__()
        self.world, self.case = world, case
        self.decision = put.propose(world, case)
        self.version = 1
        self.is_asked = self.is_divided = False
        self.spoke: set[str] = set()
        self.stands: set[str] = set()
        self.overruled: set[str] = set()
        self.state = DecisionState.PROPOSED

    @contextmanager
    def may(self, allowed: bool) -> Iterator[None]:
        """Done when the model allows it, refused when not."""
        try:
            with transaction.atomic():
                yield
        except Refused:
            assert not allowed
        else:
            assert allowed

    @rule(who=SOMEBODY)
    def ask(self, who: str) -> None:
        allowed = who in DIRECTS and not self.is_asked and self.is_open
        with self.may(allowed):
            put.ask(self.world, self.decision, by=who)
        if allowed:
            self.is_asked, self.spoke, self.overruled = True, set(), set()

    @precondition(lambda self: self.is_asked)
    @rule(who=SOMEBODY, says=st.sampled_from(["agree", "note", "object"]))
    def say(self, who: str, says: str) -> None:
        allowed = self.is_open and not (
            (says == "agree" and who in self.stands) or (says == "object" and who in self.overruled)
        )
        with self.may(allowed):
            put.say(
                self.world,
                self.round(),
                who,
                note="goed zo" if says == "note" else "",
                objection="te vroeg" if says == "object" else "",
            )
        if allowed:
            self.spoke.add(who)
            (self.stands.add if says == "object" else self.stands.discard)(who)

    @precondition(lambda self: self.stands)
    @rule(who=SOMEBODY, data=st.data())
    def overrule(self, who: str, data: Any) -> None:
        whose = data.draw(st.sampled_from(sorted(self.stands)))
        allowed = who == DECIDES and not self.is_divided
        row = self.objection(whose)
        with self.may(allowed):
            put.overrule(self.world, row, by=who)
        if allowed:
            self.stands.discard(whose)
            if whose in self.spoke:
                self.overruled.add(whose)

    @precondition(lambda self: self.stands)
    @rule(who=SOMEBODY, data=st.data())
    def flag(self, who: str, data: Any) -> None:
        whose = data.draw(st.sampled_from(sorted(self.stands)))
        row = self.objection(whose)
        allowed = who in DIRECTS and row.state == "STANDING" and not self.is_divided
        with self.may(allowed):
            put.flag(self.world, row, by=who)
        self.is_divided |= allowed

    @precondition(lambda self: self.is_divided)
    @rule(who=SOMEBODY)
    def end(self, who: str) -> None:
        with self.world.acting(who) as viewer, self.may(who in DIRECTS):
            row = Impasse.objects.visible_to(viewer).filter(ended_at__isnull=True)
            found = row.select_related("case__key", "key").get(subject_id=self.decision.id)
            objecting.end_impasse(impasse=found, ending="zo", by=viewer, now=clock.now())
        self.is_divided &= who not in DIRECTS

    @rule(who=SOMEBODY)
    def reword(self, who: str) -> None:
        allowed = self.is_open and who in DIRECTS | {"esra"}
        with self.world.acting(who) as viewer, self.may(allowed):
            said = {"words": "anders", "reasons": "zo", "chosen": 1, "version": self.version}
            actions.revise(decision=self.decision, **said, by=viewer, now=clock.now())
        if allowed:
            self.version += 1
            self.is_asked, self.spoke, self.overruled = False, set(), set()

    @rule(who=SOMEBODY)
    def decide(self, who: str) -> None:
        allowed = (
            self.is_open
            and who == DECIDES
            and self.is_asked
            and not self.stands
            and not self.is_divided
            and self.spoke == set(put.EVERYBODY)
        )
        with self.may(allowed):
            put.decide(self.world, self.decision, by=who)
        if allowed:
            self.state, self.is_asked = DecisionState.DECIDED, False

    @precondition(lambda self: self.is_asked and self.is_open)
    @rule()
    def everybody_speaks_and_it_is_decided(self) -> None:
        """The way through, so that it is walked often."""
        for who in sorted(set(put.EVERYBODY) - self.stands):
            self.say(who, "note")
        self.decide(DECIDES)

    @invariant()
    def stands_as_the_model_says(self) -> None:
        with self.world.acting("esra") as esra:
            found = queries.get_decision(esra, self.case.id, self.decision.id)
            rows = Objection.objects.visible_to(esra).filter(subject_id=found.id, state__in=queries.STOPPING)
            stopping = {each.person_id for each in rows}
        assert found.state == self.state
        assert stopping == {self.world.people[who].id for who in self.stands}
        assert not (found.state == DecisionState.DECIDED and (stopping or self.is_divided))

    @property
    def is_open(self) -> bool:
        return self.state == DecisionState.PROPOSED

    def round(self) -> ConsentRound:
        with self.world.acting("esra") as esra:
            rows = ConsentRound.objects.visible_to(esra).filter(subject_id=self.decision.id, state="OPEN")
            found: ConsentRound = rows.select_related("case__key", "key").get()
            return found

    def objection(self, whose: str) -> Objection:
        with self.world.acting("esra") as esra:
            rows = Objection.objects.visible_to(esra).filter(
                person=self.world.people[whose], about=About.DECISION, state__in=queries.STOPPING
            )
            found: Objection = rows.select_related("case__key", "key").get()
            return found


def test_the_machine_notices_a_decision_over_an_objection(
    world: World, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: without the question whether something stands, the second wall still says no."""
    monkeypatch.setattr(consenting.objecting, "check_clear", lambda **said: None)
    decision: Decision = put.propose(world, case)
    asked = put.ask(world, decision)
    put.say(world, asked, "joyce", "thijs", "marloes", "pieterjan")
    put.say(world, asked, "esra", objection="te vroeg")
    with pytest.raises(Exception, match="row-level security"), transaction.atomic():
        put.decide(world, decision)
