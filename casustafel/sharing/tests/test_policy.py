"""Question and query agree: a sharing aid is its maker's, at both walls, and nobody else's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casustafel.access.permissions import Permission
from casustafel.access.roles import ROLES
from casustafel.demo.people import PEOPLE
from casustafel.lib import clock
from casustafel.sharing import policy
from casustafel.sharing.models import Aid
from casustafel.vault import keys
from casustafel.vault.choices import Scope
from tests.bad_input import some
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
logins = st.sampled_from([someone.login for someone in PEOPLE])


def laid(world: World, login: str) -> Aid:
    """Also one that no action would make: of who may not weigh sharing."""
    person, today = world.people[login], clock.now().date()
    with behind_the_wall("postgres"):
        aid = Aid(
            partnership_id=person.partnership_id,
            made_by=person,
            catalogue="1",
            begun_date=today,
            changed_date=today,
            until_date=today,
        )
        aid.key = keys.make(Scope.SHARING, aid.id)
        aid.save(force_insert=True)
    return aid


@some
@given(maker=logins, login=logins)
def test_who_may_see_it_is_who_finds_it(world: World, maker: str, login: str) -> None:
    aid = laid(world, maker)
    with world.acting(login) as viewer:
        may = policy.can_see(viewer, aid)
        assert Aid.objects.visible_to(viewer).filter(pk=aid.pk).exists() == may
        assert Aid.objects.behind_the_second_wall().filter(pk=aid.pk).exists() == may
    weighs = any(
        Permission.SHARING_WEIGH in ROLES[role].permissions
        for someone in PEOPLE
        if someone.login == login
        for role in someone.roles
    )
    assert may == (maker == login and weighs)


def test_without_a_viewer_there_are_no_rows(world: World) -> None:
    laid(world, "esra")
    assert not Aid.objects.behind_the_second_wall().exists()
