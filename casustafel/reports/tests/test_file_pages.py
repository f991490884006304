"""The files of a report on its page: what is clean is handed out, what was set apart only with a reason."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from hypothesis import given

from casustafel.files.scanning import Scan
from casustafel.reports.models import Attachment
from casustafel.reports.tests import test_attaching as files
from tests import bad_input
from tests.bad_input import some, spoiled, undone
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]
folder = files.folder
ENGLISH = {"accept-language": "en"}


def door(row: Attachment, report_id: object = None) -> str:
    return f"/meldingen/{report_id or row.report_id}/bestand/{row.id}/"


def test_a_clean_file_is_handed_out_and_never_shown(
    world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.answering(monkeypatch, Scan.CLEAN)
    row = files.checked(world, files.attached(world))
    page = client_of("saskia").get(f"/meldingen/{row.report_id}/", headers=ENGLISH).content.decode()
    assert "CANARY-name" in page and f'action="{door(row)}"' in page and "Checked and cleaned" in page
    answer = client_of("saskia").post(door(row))
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert client_of("saskia").get(door(row)).status_code == 405


def test_what_was_set_apart_asks_for_a_reason_first(world: World, client_of: ClientOf) -> None:
    row = files.checked(world, files.attached(world))
    refused = client_of("saskia").post(door(row), {"reason": " "})
    assert refused.status_code == 422 and files.lines("report.file_opened") == 0
    answer = client_of("saskia").post(door(row), {"reason": "CANARY-reason"})
    assert answer.status_code == 200 and b"".join(answer.streaming_content)
    page = client_of("saskia").get(f"/meldingen/{row.report_id}/", headers=ENGLISH).content.decode()
    assert "CANARY-reason" in page and "File opened that was set apart" in page
    assert "Nobody looked for viruses in it" in page


@pytest.mark.parametrize("login", ["anouk", "farid", "esra"])
def test_for_others_and_at_another_report_it_is_not_there(
    world: World, client_of: ClientOf, login: str
) -> None:
    row = files.checked(world, files.attached(world))
    assert client_of(login).post(door(row), {"reason": "x"}).status_code == 404
    assert client_of("saskia").post(door(row, uuid.uuid4()), {"reason": "x"}).status_code == 404
    assert files.lines("report.file_opened") == 0


@some
@given(data=spoiled({"reason": "daarom"}))
def test_odd_input_while_opening_a_file(world: World, client_of: ClientOf, data: dict[str, str]) -> None:
    with undone():
        row, client = files.attached(world), client_of("saskia")
        row.state = "QUARANTINE"
        with behind_the_wall("casustafel_worker"):
            row.save(update_fields=["state"])
        answer = client.post(door(row), data)
        assert answer.status_code in {200, 422}
        if answer.status_code == 422:
            assert bad_input.escape(data.get("reason", "").strip()[:20]) in answer.content.decode()
