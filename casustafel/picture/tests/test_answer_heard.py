"""Who asked hears of an answer the moment they may read it, and who may not read it hears nothing."""

from collections.abc import Sequence
from uuid import UUID

import pytest

from casustafel.cases.models import Case, Seat
from casustafel.lib import clock
from casustafel.notices.choices import Kind
from casustafel.notices.models import Notice
from casustafel.picture import asking, contributing
from casustafel.picture.models import Reply
from casustafel.picture.telling import tell_askers
from casustafel.picture.tests import told
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db


def _heard(world: World) -> list[str]:
    logins = {person.id: login for login, person in world.people.items()}
    with behind_the_wall("postgres"):
        rows = Notice.objects.behind_the_second_wall().filter(kind=Kind.INFORMATION_GIVEN)
        return sorted(logins[row.to_id] for row in rows)


def _released(world: World, case: Case, reply: Reply, audience: str, seats: Sequence[UUID]) -> None:
    with world.acting("marloes") as marloes:
        contributing.release(
            contribution=reply.contribution, audience=audience, seats=seats, reason="x", by=marloes,
            now=clock.now(),
        )  # fmt: skip


def _widened(world: World, reply: Reply, seats: Sequence[UUID]) -> None:
    with world.acting("marloes") as marloes:
        contributing.widen(
            contribution=reply.contribution, seats=seats, reason="x", by=marloes, now=clock.now()
        )


def test_who_asked_hears_of_an_answer_when_sharing_opens_if_they_may_read_it(world, case) -> None:
    """The chair who opens it may read neither of the two."""
    for by in ("esra", "pieterjan"):
        told.reply(world, case, told.ask(world, case, whom="marloes", by=by), by="marloes", audience="CORE")
    assert _heard(world) == []
    told.open_sharing(world, case)
    assert _heard(world) == ["pieterjan"]
    with behind_the_wall("postgres"):
        Notice.objects.behind_the_second_wall().update(seen_at=clock.now())
    told.contribute(world, case)
    assert _heard(world) == ["pieterjan"]


def test_who_asked_hears_of_an_answer_when_it_is_opened_to_them_and_not_before(world, case) -> None:
    with behind_the_wall("postgres"):
        rows = Seat.objects.behind_the_second_wall().filter(case=case)
        seats = {
            login: rows.get(person=world.people[login]).id
            for login in ("esra", "joyce", "pieterjan", "thijs")
        }
    told.open_sharing(world, case)
    asked = {by: told.ask(world, case, whom="marloes", by=by) for by in ("esra", "thijs")}
    made = [told.reply(world, case, each, by="marloes", audience="LATER") for each in asked.values()]
    for reply in made:
        _released(world, case, reply, "SEATS", [seats["pieterjan"]])
    assert _heard(world) == []
    _widened(world, made[0], [seats["esra"], seats["joyce"]])
    assert _heard(world) == ["esra"]
    _widened(world, made[0], [seats["thijs"]])
    assert _heard(world) == ["esra"]
    again = told.reply(
        world, case, told.ask(world, case, whom="marloes", by="thijs"), by="marloes", audience="LATER"
    )
    _released(world, case, again, "TABLE", [])
    assert _heard(world) == ["esra", "thijs"]


def test_who_took_a_request_back_hears_of_no_answer(world: World, case: Case) -> None:
    asked = told.ask(world, case, whom="marloes", by="esra")
    told.reply(world, case, asked, by="marloes")
    with world.acting("esra") as esra:
        asking.withdraw(request=asked, reason="x", by=esra, now=clock.now())
    told.open_sharing(world, case)
    assert _heard(world) == []


def test_nobody_rings_for_a_case_at_whose_table_they_do_not_sit(world: World, case: Case) -> None:
    told.open_sharing(world, case)
    made = told.reply(world, case, told.ask(world, case))
    with behind_the_wall("postgres"):
        Notice.objects.behind_the_second_wall().update(seen_at=clock.now())
    for login, times in (("bram", 1), ("esra", 2)):
        with world.acting(login):
            tell_askers(case.id, now=made.at)
        assert _heard(world) == ["marloes"] * times
