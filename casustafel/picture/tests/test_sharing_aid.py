"""A finished sharing aid goes along with a contribution as a copy: for its audience, and for nobody else."""

import uuid

import pytest

from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.lib.refusal import NotYours
from casustafel.picture import contributing
from casustafel.picture.models import Contribution
from casustafel.picture.tests import told
from casustafel.picture.tests.test_odd_input import CONTRIBUTION
from casustafel.sharing.models import Aid
from casustafel.sharing.tests import made
from tests import bad_input
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db


def bring_in(
    world: World, case: Case, aid: Aid, *, by: str = "marloes", audience: str = "TABLE"
) -> Contribution:
    with world.acting(by) as viewer:
        return contributing.contribute(
            case=case,
            given=told.given(audience=audience),
            statements=[told.new_statement()],
            aid_id=aid.id,
            by=viewer,
            now=clock.now(),
        )


def picture(client_of, case: Case, login: str) -> str:
    return client_of(login).get(f"/casussen/{case.id}/beeld/").content.decode()


def test_the_copy_is_sealed_under_the_key_of_the_contribution(world: World, case: Case) -> None:
    aid = made.done(world, by="marloes")
    kept = bring_in(world, case, aid)
    assert kept.key_id == case.key_id != aid.key_id
    with behind_the_wall("postgres"):
        row = Contribution.objects.behind_the_second_wall().get(pk=kept.pk)
        assert row.sharing_aid and b"CANARY" not in bytes(row.sharing_aid)
    [line] = told.lines("sharing.attached")
    assert (line.scope_id, line.content["on"]) == (case.id, ["contribution", str(kept.id)])


def test_it_shows_where_the_contribution_shows(world: World, client_of, case: Case) -> None:
    bring_in(world, case, made.done(world, by="marloes"), audience="CORE")
    assert made.WHAT in picture(client_of, case, "marloes")
    assert made.WHAT not in picture(client_of, case, "pieterjan")  # not shared yet
    told.open_sharing(world, case)
    assert made.WHAT in picture(client_of, case, "pieterjan")
    assert made.WHAT not in picture(client_of, case, "esra")  # no core partner


def test_only_one_s_own_and_only_a_finished_one(world: World, case: Case) -> None:
    for aid in (made.chosen(world, by="marloes"), made.done(world, by="esra")):
        before = bad_input.stored()
        with pytest.raises(NotYours):
            bring_in(world, case, aid)
        assert bad_input.stored() == before


def test_the_form_offers_them_and_nothing_else(world: World, client_of, case: Case) -> None:
    url, client = f"/casussen/{case.id}/beeld/inbrengen/", client_of("marloes")
    others = made.done(world, by="esra")
    assert 'name="aid_id"' not in client.get(url).content.decode()
    mine = made.done(world, by="marloes")
    page = client.get(url).content.decode()
    assert str(mine.id) in page and made.CALLED in page and str(others.id) not in page
    for odd in (str(others.id), str(uuid.uuid4()), "x"):
        before = bad_input.stored()
        assert client.post(url, {**CONTRIBUTION, "aid_id": odd}).status_code == 422
        assert bad_input.stored() == before
    assert client.post(url, {**CONTRIBUTION, "aid_id": str(mine.id)}).status_code == 302
    assert made.WHAT in picture(client_of, case, "marloes")
