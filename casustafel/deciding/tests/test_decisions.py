"""Proposing, advising, asking, deciding: refused, done, logged, twice; never over a standing objection."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from casustafel.audit.models import UserLine
from casustafel.cases.models import Case, Step
from casustafel.deciding import actions, consenting, queries
from casustafel.deciding.choices import DecisionState, ObjectionState, RoundState
from casustafel.deciding.models import Advice, ConsentRound, Decision, Objection, Option
from casustafel.deciding.tests import put
from casustafel.lib import clock
from casustafel.lib.refusal import Conflict, NotYours, Refused
from casustafel.notices.models import Notice
from casustafel.vault import opening
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db


def lines(action: str) -> int:
    with behind_the_wall("postgres"):
        return UserLine.objects.filter(action=action).count()


def told(world: World, kind: str) -> set[str]:
    with behind_the_wall("postgres"):
        people = set(
            Notice.objects.behind_the_second_wall().filter(kind=kind).values_list("to_id", flat=True)
        )
    return {login for login, person in world.people.items() if person.id in people}


def state_of(world: World, decision: Decision) -> str:
    with world.acting("esra") as esra:
        return str(Decision.objects.visible_to(esra).get(pk=decision.pk).state)


def test_a_proposal_reads_back_with_its_ways_and_is_told(
    world: World, case: Case, decision: Decision
) -> None:
    with world.acting("marloes") as marloes:
        file = queries.file_of(marloes, decision, day=clock.now().date())
        opened = opening.open_all(file.sealed_rows(), by=marloes, purpose="deciding.page", now=clock.now())
        assert opened(decision, "words") == put.WORDS
        ways = [(each.place, opened(each, "text"), each.is_chosen) for each in file.options]
        assert ways == [(1, "Wel vragen", False), (2, "Niet vragen", True)]
        assert Step.objects.visible_to(marloes).filter(case=case, kind="deciding.proposed").count() == 1
    assert lines("deciding.proposed") == 1
    assert told(world, "DECISION_PUT") == {"joyce", "thijs", "marloes", "pieterjan"}


def test_a_decision_stands_nowhere_in_plain_text(world: World, decision: Decision) -> None:
    with behind_the_wall("postgres"):
        rows = [*Decision.objects.behind_the_second_wall(), *Option.objects.behind_the_second_wall()]
    kept = b"".join(bytes(value) for row in rows for value in vars(row).values() if isinstance(value, bytes))
    assert rows and b"CANARY" not in kept and b"Niet vragen" not in kept


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"question": " "}, "question"),
        ({"words": ""}, "words"),
        ({"reasons": " "}, "reasons"),
        ({"ground": ""}, "ground"),
        ({"ways": [actions.Way("Een", ""), actions.Way(" ", "leeg")]}, "option_2"),
        ({"chosen": 3}, "chosen"),
        ({"chosen": 0}, "chosen"),
        ({"decides": "nienke"}, "decides"),
    ],
)
def test_half_a_proposal_is_refused(world: World, case: Case, change: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        put.propose(world, case, **change)
    assert refused.value.field == field


@pytest.mark.parametrize("login", ["nienke", "anouk", "saskia"])
def test_who_has_no_seat_finds_nothing(world: World, case: Case, decision: Decision, login: str) -> None:
    asked = put.ask(world, decision)
    with world.acting(login) as charlie:
        at = {"by": charlie, "now": clock.now()}
        for act in (
            lambda: actions.propose(case=case, new=put.proposal(world), **at),
            lambda: actions.advise(decision=decision, text="x", **at),
            lambda: actions.decide(decision=decision, **at),
            lambda: actions.withdraw(decision=decision, reason="x", **at),
            lambda: consenting.say(round=asked, note="", objection="x", **at),
            lambda: queries.get_decision(charlie, case.id, decision.id),
        ):
            with pytest.raises(NotYours):
                act()
        assert Decision.objects.behind_the_second_wall().count() == 0


def test_it_is_decided_by_who_decides_after_everybody_spoke(world: World, decision: Decision) -> None:
    with pytest.raises(Refused, match="First ask"):
        put.decide(world, decision)
    asked = put.ask(world, decision)
    put.say(world, asked, "joyce", "thijs", "marloes", "pieterjan")
    with pytest.raises(Refused, match="Not everybody"):
        put.decide(world, decision)
    put.say(world, asked, "esra", note="mits er gebeld wordt")
    with pytest.raises(Refused, match="decides in law"):
        put.decide(world, decision, by="marloes")
    done = put.decide(world, decision, by="thijs")
    assert (done.state, done.decided_by_id) == (DecisionState.DECIDED, world.people["thijs"].id)
    with world.acting("esra") as esra:
        assert ConsentRound.objects.visible_to(esra).get(pk=asked.pk).state == RoundState.ACCEPTED
    assert lines("deciding.decided") == 1
    assert told(world, "DECISION_TAKEN") == {"joyce", "marloes", "pieterjan", "esra"}
    with pytest.raises(Refused, match="taken or withdrawn"):
        put.decide(world, decision)


def test_an_objection_stops_it_until_it_is_met(world: World, case: Case, decision: Decision) -> None:
    asked = put.ask(world, decision)
    put.say(world, asked, "joyce", "thijs", "marloes", "pieterjan")
    put.say(world, asked, "esra", objection="CANARY-objection: dit is te vroeg")
    assert told(world, "OBJECTION_MADE") == {"joyce", "thijs", "marloes", "pieterjan"}
    with pytest.raises(Refused, match="objection stands"):
        put.decide(world, decision)
    with pytest.raises(Refused, match="how your objection was met") as refused:
        put.say(world, asked, "esra")
    assert refused.value.field == "text"
    put.say(world, asked, "esra", note="CANARY-met: er komt eerst een gesprek")
    met = put.objection_of(world, case)
    assert (met.state, met.settled_by_id) == (ObjectionState.MET, world.people["esra"].id)
    with world.acting("joyce") as joyce:
        opened = opening.open_all([met], by=joyce, purpose="deciding.objection", now=clock.now())
        assert opened(met, "how").startswith("CANARY-met")
    assert (lines("deciding.objected"), lines("deciding.met")) == (1, 1)
    assert put.decide(world, decision).state == DecisionState.DECIDED


def test_an_objection_is_overruled_by_who_may_and_stays(world: World, case: Case, decision: Decision) -> None:
    asked = put.ask(world, decision)
    put.say(world, asked, "joyce", "thijs", "marloes", "pieterjan")
    put.say(world, asked, "esra", objection="te vroeg")
    objection = put.objection_of(world, case)
    for login in ("marloes", "esra", "joyce"):
        with pytest.raises(Refused, match="decides in law"):
            put.overrule(world, objection, by=login)
    done = put.overrule(world, objection, by="thijs")
    assert done.state == ObjectionState.OVERRULED
    with pytest.raises(Refused, match="does not stand"):
        put.overrule(world, objection)
    with pytest.raises(Refused, match="overruled"):
        put.say(world, asked, "esra", objection="nog steeds te vroeg")
    assert put.decide(world, decision).state == DecisionState.DECIDED
    assert put.objection_of(world, case).state == ObjectionState.OVERRULED
    assert lines("deciding.overruled") == 1


def test_a_chair_of_another_organisation_does_not_overrule(world: World, case: Case) -> None:
    decision = put.propose(world, case, decides="pieterjan")
    put.say(world, put.ask(world, decision), "esra", objection="te vroeg")
    with pytest.raises(Refused, match="decides in law"):
        put.overrule(world, put.objection_of(world, case), by="joyce")
    assert put.overrule(world, put.objection_of(world, case), by="pieterjan").settled_by_id


def test_other_words_ask_everybody_anew_and_keep_the_objection(
    world: World, case: Case, decision: Decision
) -> None:
    asked = put.ask(world, decision)
    put.say(world, asked, "esra", objection="te vroeg")
    with world.acting("esra") as esra:
        actions.revise(
            decision=decision,
            version=1,
            words="later",
            reasons="zo",
            chosen=1,
            by=esra,
            now=clock.now(),
        )
        chosen = Option.objects.visible_to(esra).filter(decision=decision, is_chosen=True)
        assert [each.place for each in chosen] == [1]
        assert ConsentRound.objects.visible_to(esra).get(pk=asked.pk).state == RoundState.WITHDRAWN
    with pytest.raises(Refused, match="ended meanwhile"):
        put.say(world, asked, "marloes")
    assert put.objection_of(world, case).state == ObjectionState.STANDING
    again = put.ask(world, decision)
    assert again.number == 2
    put.say(world, again, "joyce", "thijs", "marloes", "pieterjan")
    put.say(world, again, "esra", objection="nog te vroeg")
    with pytest.raises(Refused, match="objection stands"):
        put.decide(world, decision)
    assert put.objection_of(world, case).state == ObjectionState.STANDING  # one, not two
    put.say(world, again, "esra", note="nu wel")
    put.decide(world, decision)


def test_two_who_put_it_otherwise_lose_neither_text(world: World, decision: Decision) -> None:
    with world.acting("thijs") as thijs:
        said = {"reasons": "zo", "chosen": 2, "by": thijs, "now": clock.now()}
        actions.revise(decision=decision, version=1, words="eerst", **said)
        with pytest.raises(Conflict) as conflict:
            actions.revise(decision=decision, version=1, words="mijn tekst", **said)
    assert conflict.value.mine == "mijn tekst"


@pytest.mark.parametrize("login", ["marloes", "pieterjan"])
def test_only_who_proposed_or_directs_changes_or_withdraws(
    world: World, decision: Decision, login: str
) -> None:
    with world.acting(login) as other:
        at = {"by": other, "now": clock.now()}
        with pytest.raises(Refused, match="Only who proposed"):
            actions.withdraw(decision=decision, reason="x", **at)
        with pytest.raises(Refused, match="Only who proposed"):
            actions.revise(decision=decision, version=1, words="x", reasons="x", chosen=1, **at)
        with pytest.raises(Refused, match="case director"):
            consenting.open_round(subject=actions.subject_of(decision), **at)


def test_withdrawn_with_a_reason_it_changes_no_more(world: World, case: Case, decision: Decision) -> None:
    asked = put.ask(world, decision)
    put.say(world, asked, "esra", objection="te vroeg")
    impasse = put.flag(world, put.objection_of(world, case))
    with world.acting("esra") as esra:
        with pytest.raises(Refused):
            actions.withdraw(decision=decision, reason=" ", by=esra, now=clock.now())
        done = actions.withdraw(decision=decision, reason="niet meer nodig", by=esra, now=clock.now())
        assert done.state == DecisionState.WITHDRAWN and done.decided_by_id is None
        assert queries.get_impasse(esra, case.id, impasse.id).ended_at is not None
        with pytest.raises(Refused, match="taken or withdrawn"):
            actions.advise(decision=decision, text="x", by=esra, now=clock.now())
    with pytest.raises(Refused, match="taken or withdrawn"):
        put.ask(world, decision)
    assert lines("deciding.withdrawn") == 1


def test_advice_said_anew_takes_the_place_of_the_first(world: World, decision: Decision) -> None:
    for text in ("niet doen", "toch doen"):
        with world.acting("marloes") as marloes:
            actions.advise(decision=decision, text=text, by=marloes, now=clock.now())
            rows = list(Advice.objects.visible_to(marloes).filter(decision=decision).select_related("key"))
            opened = opening.open_all(rows, by=marloes, purpose="deciding.page", now=clock.now())
            assert [opened(each, "text") for each in rows] == [text]
    assert lines("deciding.advised") == 2


def test_one_round_at_a_time(world: World, decision: Decision) -> None:
    put.ask(world, decision)
    with pytest.raises(Refused, match="being asked already"):
        put.ask(world, decision, by="joyce")
    assert told(world, "CONSENT_ASKED") == {"joyce", "marloes", "pieterjan", "esra"}


def test_what_is_said_is_said_anew_and_never_both_ways(world: World, decision: Decision) -> None:
    asked = put.ask(world, decision)
    with pytest.raises(Refused):
        put.say(world, asked, "esra", note="ja", objection="nee")
    put.say(world, asked, "marloes")
    put.say(world, asked, "marloes", note="met dank")
    with world.acting("esra") as esra:
        said = queries.file_of(esra, decision, day=clock.now().date()).spoken.consents
        assert [(each.kind, each.person_id) for each in said] == [("NOTE", world.people["marloes"].id)]


class TestTheSecondWallAlone:
    """Whatever a page forgets: the database holds it."""

    def refused(self, login: str, world: World, rows: Any, **change: Any) -> None:
        with world.acting(login):
            try:
                with transaction.atomic():
                    assert rows().update(**change) == 0
            except DatabaseError as wrong:
                assert "row-level security" in str(wrong)

    def test_nothing_is_decided_while_an_objection_stands(
        self, world: World, case: Case, decision: Decision
    ) -> None:
        asked = put.ask(world, decision)
        put.say(world, asked, "joyce", "thijs", "marloes", "pieterjan")
        put.say(world, asked, "esra", objection="te vroeg")
        mine = {"state": "DECIDED", "decided_by": world.people["thijs"].id}
        self.refused("thijs", world, lambda: self.decisions(decision), **mine)
        self.refused("joyce", world, lambda: self.rounds(asked), state="ACCEPTED")
        put.overrule(world, put.objection_of(world, case))
        self.refused("marloes", world, lambda: self.decisions(decision), state="DECIDED")
        with world.acting("thijs"):
            assert self.decisions(decision).update(**mine) == 1
            assert self.decisions(decision).update(state="PROPOSED") == 0

    def test_an_objection_is_met_by_who_made_it_and_overruled_by_who_may(
        self, world: World, case: Case, decision: Decision
    ) -> None:
        asked = put.ask(world, decision)
        put.say(world, asked, "esra", objection="te vroeg")
        row = put.objection_of(world, case)

        def objections() -> Any:
            return Objection.objects.behind_the_second_wall().filter(pk=row.pk)

        self.refused("joyce", world, objections, state="MET")
        self.refused("marloes", world, objections, state="OVERRULED", settled_by=world.people["marloes"].id)
        self.refused("thijs", world, objections, state="OVERRULED", settled_by=world.people["joyce"].id)

    def test_a_decided_decision_takes_no_more_advice(self, world: World, decision: Decision) -> None:
        asked = put.ask(world, decision)
        put.say(world, asked, *put.EVERYBODY)
        put.decide(world, decision)
        self.refused(
            "joyce",
            world,
            lambda: Option.objects.behind_the_second_wall().filter(decision=decision),
            is_chosen=True,
        )

    def decisions(self, decision: Decision) -> Any:
        return Decision.objects.behind_the_second_wall().filter(pk=decision.pk)

    def rounds(self, asked: ConsentRound) -> Any:
        return ConsentRound.objects.behind_the_second_wall().filter(pk=asked.pk)

    def test_nobody_takes_over_or_moves_what_stops_a_decision(
        self, world: World, case: Case, decision: Decision
    ) -> None:
        asked = put.ask(world, decision)
        put.say(world, asked, "esra", objection="te vroeg")
        row, other = put.objection_of(world, case), put.propose(world, case)
        mine = {"person": world.people["joyce"], "organisation_id": world.people["joyce"].organisation_id}
        for change in (
            {**mine, "state": "MET"},
            {"subject_id": other.id},
            {"about": "GOAL"},
            {"text": bytes(row.how)},
        ):
            self.denied(world, lambda: Objection.objects.behind_the_second_wall().filter(pk=row.pk), **change)
        self.denied(world, lambda: self.rounds(asked), subject_id=other.id)
        self.denied(world, lambda: self.decisions(decision), decides_id=mine["organisation_id"])
        self.denied(world, lambda: self.decisions(decision), proposed_by=mine["person"])

    def test_nothing_begins_as_decided_or_accepted(
        self, world: World, case: Case, decision: Decision
    ) -> None:
        asked = put.ask(world, decision)
        for row, begun, changes in (
            (decision, {"proposed_by": world.people["joyce"]}, {"state": "DECIDED"}),
            (decision, {"state": "PROPOSED"}, {"proposed_by": world.people["esra"]}),
            (
                asked,
                {"opened_by": world.people["joyce"], "number": 9, "state": "WITHDRAWN"},
                {"state": "ACCEPTED"},
            ),
        ):
            row.id = uuid4()
            for name, value in (begun | changes).items():
                setattr(row, name, value)
            with (
                world.acting("joyce"),
                pytest.raises(DatabaseError, match="row-level security"),
                transaction.atomic(),
            ):
                row.save(force_insert=True)

    def denied(self, world: World, rows: Any, **change: Any) -> None:
        """To who chairs the table, and so may do most."""
        with (
            world.acting("joyce"),
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
        ):
            rows().update(**change)
