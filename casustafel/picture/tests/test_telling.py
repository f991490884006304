"""Told aloud and not kept; and what is soon kept no longer."""

from datetime import timedelta

import pytest

from casustafel.cases.models import Case, Step
from casustafel.lib.refusal import NotYours
from casustafel.picture import contributing_queries as queries
from casustafel.picture.models import Provision, Statement
from casustafel.picture.tests import told
from casustafel.picture.tests.test_contributing import (
    bring_in,
    let_pass,
    refusing,
    seats_of,
    tell,
    today,
    who_sees,
)
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db


def test_told_aloud_is_recorded_without_a_word_of_it(world: World, case: Case) -> None:
    made = tell(world, case, audience="SEATS", seats=seats_of(world, case, "esra"))
    assert (made.is_kept, made.domain, made.told_date) == (False, "FAMILY", today())
    assert who_sees(world, made) == {"marloes", "esra"}  # they heard it, whether sharing is open or not
    with behind_the_wall("postgres"):
        assert not Statement.objects.behind_the_second_wall().exists()
        assert (
            Provision.objects.behind_the_second_wall().get().receiver_id
            == world.people["esra"].organisation_id
        )
        assert not Step.objects.behind_the_second_wall().filter(kind="picture.told").exists()
    assert len(told.lines("picture.told")) == 1
    tell(world, case)
    with behind_the_wall("postgres"):
        assert Step.objects.behind_the_second_wall().filter(kind="picture.told").count() == 1


def test_told_is_refused_ahead_of_time_sealed_or_without_a_ground(world: World, case: Case) -> None:
    for field, given in (
        ("told_date", {"day": today() + timedelta(days=1)}),
        ("audience", {"audience": "LATER"}),
        ("ground", {"ground": "WJSG"}),
        ("purpose", {"purpose": " "}),
    ):
        with refusing(field):
            tell(world, case, **given)
    with pytest.raises(NotYours):
        tell(world, case, by="bram")


# What ends


def test_what_ends_within_a_month_or_is_past_is_counted_for_its_own_organisation(
    world: World, case: Case
) -> None:
    told.open_sharing(world, case)
    bring_in(world, case)
    bring_in(world, case, until_date=today() + timedelta(days=30))
    let_pass(bring_in(world, case))
    with world.acting("marloes") as marloes:
        assert queries.ending(marloes, day=today()) == [queries.Ending(case.id, 1, 1)]
    with world.acting("esra") as esra:
        assert queries.ending(esra, day=today()) == []
