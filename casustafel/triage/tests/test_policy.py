"""Question and query agree, at both walls, in every state of a weighing."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casustafel.demo.people import PEOPLE
from casustafel.triage import policy
from casustafel.triage.models import Dissent, Turn, View, Weighing
from casustafel.triage.tests import given as made
from tests.bad_input import some, undone
from tests.world import World

pytestmark = pytest.mark.django_db
logins = st.sampled_from([someone.login for someone in PEOPLE])
states = st.sampled_from(
    [
        made.prepared,
        made.weighed,
        made.together,
        made.decided,
        lambda world: made.decided(world, "OTHER_ROUTE"),
        lambda world: made.decided(world, "CRIMINAL"),
    ]
)


@some
@given(login=logins, make=states)
def test_who_may_read_is_who_finds(world: World, login: str, make: Callable[[World], Weighing]) -> None:
    with undone():
        weighing = make(world)
        with world.acting(login) as viewer:
            found = Weighing.objects.visible_to(viewer).filter(pk=weighing.pk)
            assert policy.can_read(viewer, weighing) == found.exists()
            assert list(found) == list(Weighing.objects.behind_the_second_wall().filter(pk=weighing.pk))
            for model in (View, Turn, Dissent):
                seen = model.objects.visible_to(viewer).filter(weighing=weighing)
                rows = model.objects.behind_the_second_wall().filter(weighing=weighing)
                assert set(seen.values_list("id")) == set(rows.values_list("id")), model


@some
@given(login=logins, make=states)
def test_a_view_is_its_own_organisations_until_all_lie_on_the_table(
    world: World, login: str, make: Callable[[World], Weighing]
) -> None:
    with undone():
        weighing = make(world)
        with world.acting(login):
            seen = View.objects.behind_the_second_wall().filter(weighing=weighing)
            kinds = set(seen.values_list("organisation__kind", flat=True))
    given_by = set(made.TEAM.values()) if make is not made.prepared else set()
    if login not in made.TEAM:
        assert kinds == set()
    elif weighing.state == "ALONE":
        assert kinds == given_by & {made.TEAM[login]}
    else:
        assert kinds == given_by
