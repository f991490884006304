"""Whatever is sent: a message at the field, the text kept, nothing half-saved, no 500."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from casustafel.cases.models import Case
from casustafel.deciding import expecting
from casustafel.deciding.models import Decision
from casustafel.deciding.tests import put
from casustafel.deciding.tests.test_views import sending, url
from casustafel.lib import clock
from tests import bad_input
from tests.world import World

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]
TEXTS = {
    "text",
    "question",
    "words",
    "reasons",
    "ground",
    "option_1",
    "option_2",
    "weighed_1",
    "divides",
    "breaker",
}
ABOUT_A_DECISION = {
    "revise": {"text": "anders", "reasons": "zo", "chosen": "1", "version": "1"},
    "advise": {"text": "niet doen"},
    "withdraw": {"text": "niet nodig"},
    "say": {"kind": "NOTE", "text": "goed zo"},
}
ABOUT_AN_OBJECTION = {
    "overrule": {"text": "het duurt te lang"},
    "flag_impasse": {"divides": "tempo", "breaker": "stuurgroep", "until_date": date.today().isoformat()},
    "end_impasse": {"text": "de stuurgroep koos"},
}
ABOUT_AN_EXPECTATION = {
    "answer": {"accepts": "YES", "text": "ja"},
    "look_back": {"done": "YES", "text": "ja"},
}


def _send(client: Client, address: str, sent: dict[str, str]) -> None:
    data = {"csrfmiddlewaretoken": "a browser always sends one", **sent}
    with bad_input.undone():
        bad_input.is_taken_or_returned(lambda data: client.post(address, data), data, kept=set(sent) & TEXTS)


@bad_input.some
@given(data=st.data())
def test_odd_input_about_a_decision(
    world: World, client_of: ClientOf, case: Case, decision: Decision, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(["propose", *ABOUT_A_DECISION]))
    with bad_input.undone():
        rows = {"propose": [], "say": [put.ask(world, decision).id]}.get(name, [decision.id])
        sound = sending(world) if name == "propose" else ABOUT_A_DECISION[name]
        login = "marloes" if name == "advise" else "esra"
        _send(client_of(login), url(name, case, *rows), data.draw(bad_input.spoiled(sound)))


@bad_input.some
@given(data=st.data())
def test_odd_input_about_an_objection(
    world: World, client_of: ClientOf, case: Case, decision: Decision, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(sorted(ABOUT_AN_OBJECTION)))
    with bad_input.undone():
        put.say(world, put.ask(world, decision), "esra", objection="te vroeg")
        row = put.objection_of(world, case)
        about = put.flag(world, row).id if name == "end_impasse" else row.id
        sent = data.draw(bad_input.spoiled(ABOUT_AN_OBJECTION[name]))
        _send(client_of("thijs"), url(name, case, about), sent)


@bad_input.some
@given(data=st.data())
def test_odd_input_about_an_expectation(
    world: World, client_of: ClientOf, case: Case, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(["expect", *ABOUT_AN_EXPECTATION]))
    asked = {"asked": str(world.people["marloes"].organisation_id), "text": "bellen"}
    sound = ABOUT_AN_EXPECTATION.get(name, {**asked, "until_date": date.today().isoformat()})
    with bad_input.undone():
        row = put.expect(world, case)
        if name == "look_back":
            with world.acting("marloes") as marloes:
                expecting.answer(expectation=row, accepts=True, text="", by=marloes, now=clock.now())
        rows = [] if name == "expect" else [row.id]
        login = "marloes" if name == "answer" else "esra"
        _send(client_of(login), url(name, case, *rows), data.draw(bad_input.spoiled(sound)))
