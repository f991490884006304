"""Presses that carry a value no button has: the table stays where it is, and nothing breaks."""

import pytest
from django.test import Client
from hypothesis import given

from casustafel.cases.models import Case
from casustafel.table.tests import sat
from tests import bad_input
from tests.world import World

pytestmark = pytest.mark.django_db


@bad_input.some
@given(step=bad_input.TYPED)
def test_a_step_that_is_none(world: World, client_of, case: Case, step: str) -> None:
    with bad_input.undone():
        meeting = sat.under_way(world, case, step="JUDGE")
        item = sat.item_of(world, meeting, case)
        response = client_of("joyce").post(f"/overleg/{meeting.id}/{item.id}/stap/", {"step": step})
        assert response.status_code == 422
        assert "<script>alert" not in response.content.decode()
        assert sat.item_of(world, meeting, case).step == "JUDGE"


@bad_input.some
@given(data=bad_input.spoiled({"step": "JUDGE", "name": "x", "form_id": "one", "back": "/overleg/"}))
def test_whatever_comes_with_a_press(world: World, client_of, case: Case, data: dict[str, str]) -> None:
    with bad_input.undone():
        meeting = sat.plan(world, case)
        sat.complete(world, meeting)
        item = sat.item_of(world, meeting, case)
        door = f"/overleg/{meeting.id}/"
        for press in ("aanwezig/", "openen/", f"{item.id}/op-tafel/", f"{item.id}/naam/", "beeindigen/"):
            sent = {**data, "form_id": press + data["form_id"]} if "form_id" in data else data
            response = client_of("joyce").post(door + press, sent)
            assert response.status_code == 302, press
            assert response["Location"] == door


@bad_input.some
@given(code=bad_input.TYPED)
def test_the_code_of_a_screen(world: World, code: str) -> None:
    with bad_input.undone():
        response = Client().post("/scherm/", {"code": code})
        assert response.status_code == 422
        assert "<script>alert" not in response.content.decode()
