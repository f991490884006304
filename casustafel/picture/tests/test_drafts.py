"""What was typed and not sent yet stays, for whoever typed it."""

import re
from urllib.parse import urlencode

import pytest

from casustafel.access.models import Draft
from casustafel.cases.models import Case
from casustafel.picture.tests.looked import CONTRIBUTION, shown
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db


def test_a_draft_survives_until_it_is_sent_and_is_nobody_elses(world: World, client_of, case: Case) -> None:
    client, door = client_of("marloes"), f"/casussen/{case.id}/beeld/inbrengen/"
    typed = {
        "purpose": "CANARY-draft-purpose",
        "audience": "CORE",
        "s1-text": "CANARY-draft é <b> & 😀",
        "s1-domain": "FAMILY",
        "s1-first_hand": "on",
        "csrfmiddlewaretoken": "geheim",
        "form_id": "",
    }
    kept = client.post(f"{door}concept/", urlencode(typed), content_type="application/x-www-form-urlencoded")
    assert kept.json() == {"version": 1}
    assert client.post(f"{door}concept/", typed).json() == {"version": 2}  # also when sent as multipart
    page = shown(client_of("marloes"), door)
    assert "CANARY-draft-purpose" in page and "CANARY-draft é &lt;b&gt; &amp; 😀" in page
    assert re.search(r'<input[^>]*value="CORE"[^>]*checked', page)
    assert re.search(r'<input[^>]*name="s1-first_hand"[^>]*checked', page)
    assert not re.search(r'<input[^>]*name="s0-first_hand"[^>]*checked', page)
    assert re.search(r'<option value="FAMILY" selected', page)
    assert "CANARY-draft" not in shown(client_of("thijs"), door)
    with behind_the_wall("postgres"):
        row = Draft.objects.behind_the_second_wall().get()
        assert b"CANARY" not in bytes(row.body) and row.key_id == case.key_id
    assert client.post(door, CONTRIBUTION).status_code == 302
    assert "CANARY-draft" not in shown(client_of("marloes"), door)


def test_a_long_draft_is_kept_whole(client_of, case: Case) -> None:
    client, door = client_of("marloes"), f"/casussen/{case.id}/beeld/inbrengen/"
    long = "é" * 99_990 + " CANARY-end"
    assert client.post(f"{door}concept/", {"s0-text": long}).status_code == 200
    assert long in shown(client, door)


def test_a_refused_form_leaves_the_draft_where_it_is(client_of, case: Case) -> None:
    client, door = client_of("esra"), f"/casussen/{case.id}/beeld/inbrengen/"
    client.post(f"{door}concept/", {"purpose": "CANARY-draft"})
    assert client.post(door, {**CONTRIBUTION, "audience": "CORE"}).status_code == 422
    assert "CANARY-draft" in shown(client, door)
