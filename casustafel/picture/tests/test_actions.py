import json

import pytest

from casustafel.audit.log import Door
from casustafel.audit.models import ProcessingLine, UserLine
from casustafel.cases import actions as cases
from casustafel.cases.models import Case, Step
from casustafel.lib import clock
from casustafel.lib.refusal import Conflict, NotYours, Refused
from casustafel.parties import actions as parties
from casustafel.picture import asking, asking_queries, contributing, preparing, queries, stating
from casustafel.picture.models import Contribution, InformationRequest, Revision, Sharing, Statement
from casustafel.picture.tests import told
from casustafel.vault import opening
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db


def _texts(world: World, case: Case, login: str) -> list[str]:
    """Every statement this person can open."""
    with world.acting(login) as viewer:
        rows = queries.picture(viewer, case).statements
        opened = opening.open_all(rows, by=viewer, purpose="test", now=clock.now())
        return [opened(row, "text") for row in rows]


def test_what_is_prepared_shows_to_ones_own_organisation_only(world: World, case: Case) -> None:
    made = told.contribute(world, case)
    assert made.shared_at is None
    assert _texts(world, case, "marloes") == [told.SEEN]
    for login in ("joyce", "thijs", "pieterjan", "esra"):
        assert _texts(world, case, login) == [], login


def test_a_colleague_with_a_seat_sees_what_the_own_organisation_prepared(world: World, case: Case) -> None:
    told.contribute(world, case, by="thijs")
    farid = world.people["farid"]
    with behind_the_wall():
        today = clock.now().date()
        parties.give_mandate(
            person=farid, role="PARTICIPANT", from_date=today, by=Door("TEST"), now=clock.now()
        )
    with world.acting("joyce") as joyce:
        new = cases.NewSeat(farid, "PARTICIPANT", "taak")
        cases.seat(case=case, new=new, by=joyce, now=clock.now())
    assert farid.organisation_id == world.people["thijs"].organisation_id
    assert _texts(world, case, "farid") == [told.SEEN]


def test_after_sharing_everybody_reads_it_and_what_comes_later_at_once(world: World, case: Case) -> None:
    told.contribute(world, case)
    told.open_sharing(world, case)
    assert told.contribute(world, case, by="esra", text="CANARY-later").shared_at is not None
    for login in ("joyce", "thijs", "marloes", "pieterjan", "esra"):
        assert sorted(_texts(world, case, login)) == ["CANARY-later", told.SEEN]


def test_what_is_for_core_partners_shows_to_them_and_is_under_their_key(world: World, case: Case) -> None:
    made = told.contribute(world, case, audience="CORE")
    said = told.statement_of(world, made)
    told.open_sharing(world, case)
    assert made.key_id == said.key_id == case.core_key_id != case.key_id
    for login, texts in (("thijs", [told.SEEN]), ("pieterjan", [told.SEEN]), ("joyce", []), ("esra", [])):
        assert _texts(world, case, login) == texts, login
    assert told.contribute(world, case).key_id == case.key_id


def test_who_is_no_core_partner_cannot_hide_behind_the_core(world: World, case: Case) -> None:
    with pytest.raises(Refused) as refused:
        told.contribute(world, case, by="esra", audience="CORE")
    assert refused.value.field == "audience"
    with behind_the_wall("postgres"):
        assert not Contribution.objects.behind_the_second_wall().exists()


def test_a_contribution_needs_a_purpose_and_something_to_say(world: World, case: Case) -> None:
    sound = {
        "case": case, "given": told.given(), "statements": [told.new_statement()], "now": clock.now(),
    }  # fmt: skip
    for odd in (
        {"given": told.given(purpose="  ")},
        {"statements": []},
        {"statements": [told.new_statement(text=" \n")]},
    ):
        with world.acting("esra") as esra, pytest.raises(Refused):
            contributing.contribute(**{**sound, **odd}, by=esra)
    with behind_the_wall("postgres"):
        assert not Contribution.objects.behind_the_second_wall().exists()


def test_nothing_stands_in_plain_text_nor_in_the_log(world: World, case: Case) -> None:
    said = told.statement_of(world, told.contribute(world, case))
    told.open_sharing(world, case)
    told.ask(world, case)
    _texts(world, case, "esra")
    with behind_the_wall("postgres"):
        row = Statement.objects.behind_the_second_wall().get(pk=said.pk)
        asked = InformationRequest.objects.behind_the_second_wall().get()
        lines = [str(line.content) for line in UserLine.objects.filter(scope_id=case.id)]
        lines += [str(line.content) for line in ProcessingLine.objects.all()]
    assert not any(b"CANARY" in bytes(text) for text in (row.text, row.source, asked.purpose, asked.minimum))
    assert lines and not any("CANARY" in line for line in lines)


def test_each_act_reads_back_in_the_file_and_in_the_log(world: World, case: Case) -> None:
    told.contribute(world, case)
    told.open_sharing(world, case)
    told.ask(world, case)
    with world.acting("esra") as esra:
        kinds = set(Step.objects.visible_to(esra).filter(case=case).values_list("kind", flat=True))
    assert kinds == {
        "case.opened",
        "picture.sharing_opened",
        "picture.asked",
    }  # prepared alone: nobody's to know
    for action, who in (
        ("picture.contributed", "marloes"),
        ("picture.sharing_opened", "joyce"),
        ("picture.asked", "marloes"),
    ):
        assert [(line.actor_id, line.scope_id) for line in told.lines(action)] == [
            (world.people[who].id, case.id)
        ]


def test_reading_is_logged_before_it_is_shown(world: World, case: Case) -> None:
    said = told.statement_of(world, told.contribute(world, case))
    told.open_sharing(world, case)
    _texts(world, case, "esra")
    reads = [line for line in told.lines("vault.read") if line.actor_id == world.people["esra"].id]
    assert any(f"picture_statement:{said.id}" in line.content["objects"] for line in reads)


@pytest.mark.parametrize("login", ["bram", "nienke", "anouk"])
def test_who_has_no_seat_can_do_nothing(world: World, case: Case, login: str) -> None:
    made = told.contribute(world, case)
    said, asked = told.statement_of(world, made), told.ask(world, case)
    now = clock.now()
    with world.acting(login) as by:
        for act in (
            lambda: stating.add_statement(contribution=made, new=told.new_statement(), by=by, now=now),
            lambda: stating.revise_statement(
                statement=said, version=1, new=told.new_statement(), by=by, now=now
            ),
            lambda: preparing.open_sharing(case=case, by=by, now=now),
            lambda: asking.decline(request=asked, outcome="NONE", by=by, now=now),
            lambda: asking.answer(
                request=asked, given=told.given(), statements=[told.new_statement()], by=by, now=now
            ),
            lambda: asking.withdraw(request=asked, reason="x", by=by, now=now),
            lambda: asking.remind(request=asked, by=by, now=now),
        ):
            with pytest.raises(NotYours):
                act()
    with pytest.raises(NotYours):
        told.contribute(world, case, by=login)
    with pytest.raises(NotYours):
        told.ask(world, case, by=login)


@pytest.mark.parametrize("login", ["thijs", "esra"])
def test_only_the_chair_opens_sharing(world: World, case: Case, login: str) -> None:
    with world.acting(login) as viewer, pytest.raises(Refused):
        preparing.open_sharing(case=case, by=viewer, now=clock.now())
    assert not told.lines("picture.sharing_opened")


def test_sharing_opens_once(world: World, case: Case) -> None:
    told.open_sharing(world, case)
    with pytest.raises(Refused):
        told.open_sharing(world, case)
    with behind_the_wall("postgres"):
        assert Sharing.objects.behind_the_second_wall().count() == 1


def test_a_closed_case_takes_nothing_in(world: World, case: Case) -> None:
    asked = told.ask(world, case)
    with world.acting("joyce") as joyce:
        closed = cases.close(case=case, reason="klaar", by=joyce, now=clock.now())
    with pytest.raises(Refused):
        told.contribute(world, closed)
    with pytest.raises(Refused):
        told.open_sharing(world, closed)
    with world.acting("esra") as esra, pytest.raises(Refused):
        found = asking_queries.get_request(esra, closed, asked.id)
        asking.decline(request=found, outcome="NONE", by=esra, now=clock.now())


def test_a_statement_put_otherwise_keeps_what_it_said(world: World, case: Case) -> None:
    said = told.statement_of(world, told.contribute(world, case, audience="CORE"))
    with world.acting("marloes") as marloes:
        now = clock.now()
        new = told.new_statement(text="anders", nature="HEARSAY", source="CANARY-other")
        revised = stating.revise_statement(statement=said, version=1, new=new, by=marloes, now=now)
        kept = Revision.objects.visible_to(marloes).get(statement=said)
        opened = opening.open_all([revised, kept], by=marloes, purpose="test", now=now)
        assert (revised.version, opened(revised, "text")) == (2, "anders")
        assert (kept.version, opened(kept, "text")) == (1, told.SEEN)
        assert kept.key_id == case.core_key_id
        assert (opened(revised, "source"), revised.nature) == ("CANARY-other", "HEARSAY")
        assert (opened(kept, "source"), json.loads(opened(kept, "marks"))["nature"]) == (told.SOURCE, "FACT")
    assert len(told.lines("picture.statement_revised")) == 1


def test_two_who_change_a_statement_lose_neither_text(world: World, case: Case) -> None:
    said = told.statement_of(world, told.contribute(world, case))
    with world.acting("marloes") as marloes:
        at = {"statement": said, "version": 1, "by": marloes, "now": clock.now()}
        stating.revise_statement(new=told.new_statement(text="eerst"), **at)
        with pytest.raises(Conflict) as conflict:
            stating.revise_statement(new=told.new_statement(text="daarna"), **at)
        assert Revision.objects.visible_to(marloes).count() == 1
    assert conflict.value.mine == "daarna"


def test_nobody_changes_what_another_organisation_said(world: World, case: Case) -> None:
    made = told.contribute(world, case)
    said = told.statement_of(world, made)
    told.open_sharing(world, case)
    with world.acting("esra") as esra:
        with pytest.raises(Refused):
            stating.revise_statement(
                statement=said, version=1, new=told.new_statement(), reason="x", by=esra, now=clock.now()
            )
        with pytest.raises(Refused):
            stating.add_statement(contribution=made, new=told.new_statement(), by=esra, now=clock.now())
    with world.acting("marloes") as marloes:
        added = stating.add_statement(
            contribution=made, new=told.new_statement(text="nog iets"), by=marloes, now=clock.now()
        )
        assert added.key_id == made.key_id
    assert "nog iets" in _texts(world, case, "esra")
    assert len(told.lines("picture.statement_added")) == 1
