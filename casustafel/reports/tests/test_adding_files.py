"""Files that come after the report: from the desk, from a professional, from who holds the code."""

from collections.abc import Callable
from os.path import basename
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from casustafel.access import bind
from casustafel.audit.log import Door
from casustafel.audit.models import UserLine
from casustafel.files import store
from casustafel.files.intake import State
from casustafel.lib import clock
from casustafel.lib.refusal import NotYours, Refused
from casustafel.notices.tests.given import bells
from casustafel.reports import adding_files, drafting, queries, stops
from casustafel.reports.attaching import attach
from casustafel.reports.models import Attachment, Report
from casustafel.reports.tests import given as made
from casustafel.reports.tests import test_attaching as attaching
from casustafel.reports.tests import walked
from casustafel.vault.models import DataKey
from tests import bad_input
from tests.bad_input import TYPED, some, undone
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]
folder = attaching.folder
ENGLISH = {"accept-language": "en"}


def text_file(name: str = "CANARY-brief.txt", content: bytes = b"wat ik zag\n") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def door(report: Report, *, own: bool = False) -> str:
    return reverse("reports:add_own_files" if own else "reports:add_files", args=[report.id])


def page(client: Client, report: Report, *, own: bool = False) -> str:
    address = reverse("reports:own" if own else "reports:show", args=[report.id])
    return client.get(address, headers=ENGLISH).content.decode()


def added_bells(world: World) -> list[str]:
    """Of what pages the desk heard that the reporter came with more."""
    return [bell.path for bell in bells(world, "saskia") if bell.kind == "REPORTER_ADDED"]


def rows(report: Report) -> list[Attachment]:
    with behind_the_wall("postgres"):
        return list(Attachment.objects.behind_the_second_wall().filter(report=report))


class TestTheDesk:
    def test_adds_and_it_reads_back_who_did(self, world: World, client_of: ClientOf) -> None:
        report, _code = made.received(world)
        saskia = client_of("saskia")
        for _twice in range(2):
            sent = saskia.post(door(report), {"file": text_file(), "form_id": "x"})
            assert sent["Location"].endswith(f"{report.id}/#files")
        [row] = rows(report)
        assert row.added_by_id == world.people["saskia"].id
        shown = page(saskia, report)
        assert "CANARY-brief.txt" in shown and "added by Saskia" in shown and "Files added" in shown
        assert attaching.lines("report.file_added") == 1 and added_bells(world) == []

    def test_the_hour_is_of_who_works_and_not_of_who_reports(self, world: World) -> None:
        now = clock.now().replace(hour=15, minute=20)
        report, told = made.received(world)[0], made.told_by(world, "esra")
        with world.acting("saskia") as saskia:
            adding_files.by_desk(report=report, arrived=[attaching.incoming()], by=saskia, now=now)
        with world.acting("esra") as esra:
            adding_files.by_professional(report=told, arrived=[attaching.incoming()], by=esra, now=now)
        with behind_the_wall("postgres"):
            hours = dict(
                UserLine.objects.filter(action="report.file_added").values_list("scope_id", "at__hour")
            )
        assert hours == {report.id: 15, told.id: 12}

    def test_of_what_is_closed_nothing_is_added(self, world: World, client_of: ClientOf) -> None:
        report, _code = made.received(world)
        with behind_the_wall("postgres"):
            Report.objects.behind_the_second_wall().filter(pk=report.pk).update(state="CLOSED")
        saskia = client_of("saskia")
        refused = saskia.post(door(report), {"file": text_file()}, headers=ENGLISH)
        assert refused.status_code == 422 and "This report is closed" in refused.content.decode()
        assert rows(report) == [] and door(report) not in page(saskia, report)

    def test_the_size_tells_no_more_than_the_disk_does(self, world: World) -> None:
        small, large = attaching.incoming(b"x"), attaching.incoming(b"x" * (store.TEXT * 17))
        report, _code = made.received(world)
        with world.acting("saskia") as saskia:
            adding_files.by_desk(report=report, arrived=[small, large], by=saskia, now=clock.now())
            shown = [(row.kind, row.size) for row in queries.whole(saskia, report.id).files]
        assert sorted(shown) == [("jpg", 64 * 1024), ("jpg", 2 * 2**20)]
        for each in (small, large):
            on_disk = (store.folder() / str(each.blob)).stat().st_size
            assert 0 < on_disk - store.size_on_disk(each.size) < 64 * 1024


class TestAProfessional:
    def test_sees_that_they_are_there_and_the_desk_hears_of_it(
        self, world: World, client_of: ClientOf
    ) -> None:
        report, esra = made.told_by(world, "esra"), client_of("esra")
        for _twice in range(2):
            sent = esra.post(door(report, own=True), {"file": text_file(), "form_id": "x"})
            assert sent.status_code == 302
        shown = page(esra, report, own=True)
        assert "you added 1 file." in shown and "CANARY-brief" not in shown
        assert "CANARY-brief.txt" in page(client_of("saskia"), report)
        [path] = added_bells(world)
        assert str(report.id) in path
        assert attaching.lines("report.file_added") == 1

    def test_does_not_see_what_the_desk_put_there(self, world: World, client_of: ClientOf) -> None:
        report = made.told_by(world, "esra")
        client_of("saskia").post(door(report), {"file": text_file()})
        assert "you added" not in page(client_of("esra"), report, own=True)
        with world.acting("esra") as esra:
            assert queries.own_files(esra, report) == []
            assert not Attachment.objects.behind_the_second_wall().exists()

    def test_the_wall_takes_no_file_in_the_name_of_another(self, world: World) -> None:
        report = made.told_by(world, "esra")
        with world.acting("esra"), pytest.raises(DatabaseError, match="row-level security"):
            attach(incoming=attaching.incoming(), report=report, by=Door("REPORTER"), now=clock.now())


class TestWithTheCode:
    def test_the_desk_hears_of_it_and_what_it_put_there_stays_its_own(
        self, world: World, client_of: ClientOf
    ) -> None:
        report, code = made.received(world)
        client_of("saskia").post(door(report), {"file": text_file("CANARY-scan.txt")})
        bind.leave()
        assert queries.open_mailbox(code) and not Attachment.objects.behind_the_second_wall().exists()
        citizen = Client()
        citizen.post(walked.CODE, {"code": code})
        assert "A file of" not in citizen.get(walked.MAILBOX, headers=ENGLISH).content.decode()
        citizen.post(f"{walked.MAILBOX}bestand/", {"file": text_file()})
        assert citizen.get(walked.MAILBOX, headers=ENGLISH).content.decode().count("A file of") == 1
        assert len(added_bells(world)) == 1
        assert {row.added_by_id for row in rows(report)} == {None, world.people["saskia"].id}


@pytest.mark.parametrize("own", [True, False])
class TestEither:
    def sender(self, own: bool) -> str:
        return "esra" if own else "saskia"

    def test_what_is_not_taken_says_why_and_the_rest_is_kept_once(
        self, world: World, client_of: ClientOf, own: bool
    ) -> None:
        report, client = made.told_by(world, "esra"), client_of(self.sender(own))
        for _twice in range(2):
            program = text_file("CANARY-rekening.exe", b"MZ\x90\x00" + bytes(200))
            sent = {"file": [program, text_file()], "form_id": "x"}
            answer = client.post(door(report, own=own), sent, headers=ENGLISH)
            assert answer.status_code == 422 and "CANARY-rekening.exe" in answer.content.decode()
        assert len(rows(report)) == 1

    def test_not_more_than_go_along(self, world: World, client_of: ClientOf, own: bool) -> None:
        report, client = made.told_by(world, "esra"), client_of(self.sender(own))
        many = [text_file(f"{number}.txt") for number in range(stops.MOST_FILES)]
        assert client.post(door(report, own=own), {"file": many}).status_code == 302
        refused = client.post(door(report, own=own), {"file": text_file()}, headers=ENGLISH)
        assert refused.status_code == 422 and "At most 10 files" in refused.content.decode()
        assert len(rows(report)) == stops.MOST_FILES == attaching.lines("report.file_added")

    def test_without_a_file_it_asks_for_one(self, world: World, client_of: ClientOf, own: bool) -> None:
        report, client = made.told_by(world, "esra"), client_of(self.sender(own))
        answer = client.post(door(report, own=own), {}, headers=ENGLISH)
        assert answer.status_code == 422 and "Choose a file first." in answer.content.decode()

    def test_for_others_it_is_not_there(self, world: World, client_of: ClientOf, own: bool) -> None:
        report = made.told_by(world, "esra")
        for login in ("bram", "farid", "anouk"):
            assert client_of(login).post(door(report, own=own), {"file": text_file()}).status_code == 404
        other = client_of("saskia" if own else "esra")
        assert other.post(door(report, own=own), {"file": text_file()}).status_code == 404
        assert rows(report) == [] and attaching.lines("report.file_added") == 0

    def test_the_deed_refuses_them_too(self, world: World, own: bool) -> None:
        report, file = made.told_by(world, "esra"), attaching.incoming()
        act = adding_files.by_professional if own else adding_files.by_desk
        for login in ("bram", "saskia" if own else "esra"):
            with world.acting(login) as viewer, pytest.raises(NotYours):
                act(report=report, arrived=[file], by=viewer, now=clock.now())
        assert file.state is State.OPEN


NAMES = st.one_of(TYPED.map(lambda text: text[:90]), st.sampled_from(["a.txt", "a.pdf", "../a.txt", ".txt"]))
SENDABLE = NAMES.filter(lambda name: basename(name) not in {"", ".", ".."})  # a test client sends no other


@some
@given(name=SENDABLE, content=st.sampled_from([b"", b"x", b"\0", b"%PDF-1.7", b"<script>alert(1)</script>"]))
def test_odd_files(world: World, client_of: ClientOf, name: str, content: bytes) -> None:
    with undone():
        report, client = made.told_by(world, "esra"), client_of("saskia")
        before = bad_input.stored()
        answer = client.post(door(report), {"file": text_file(name, content), "odd": name})
        assert answer.status_code in {302, 422} and b"<script>alert" not in answer.content
        assert (bad_input.stored() == before) == (answer.status_code == 422)


def test_a_file_that_is_gone_or_spoilt_says_so(
    world: World, client_of: ClientOf, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attaching.answering(monkeypatch, attaching.Scan.CLEAN)
    row = attaching.checked(world, attaching.attached(world))
    address = reverse("reports:open_file", args=[row.report_id, row.id])
    (folder / str(row.clean_blob)).write_bytes(b"\1" + bytes(200))
    spoilt = client_of("saskia").post(address, headers=ENGLISH)
    assert spoilt.status_code == 422 and "not as it was kept" in spoilt.content.decode()
    assert row.clean_blob
    store.remove(row.clean_blob)
    absent = client_of("saskia").post(address, headers=ENGLISH)
    assert absent.status_code == 422 and "not there any more" in absent.content.decode()
    assert attaching.lines("report.file_opened") == 0


class TestKeys:
    @pytest.fixture
    def citizen(self, world: World) -> Client:
        citizen = Client()
        walked.tells(citizen, walked.SHORTEST)
        citizen.post(f"{walked.ROAD}bestand/", {"file": [text_file("een.txt"), text_file("twee.txt")]})
        return citizen

    def test_go_with_a_file_that_is_taken_away(self, citizen: Client) -> None:
        there, opened = DataKey.objects.count(), queries.open_draft
        told = opened(queries.receipts.of_code(walked.carried(citizen)), day=clock.now().date())
        assert told
        citizen.post(f"{walked.ROAD}bestand/", {"remove": next(iter(told.told.files))})
        assert DataKey.objects.count() == there - 1

    def test_go_with_a_draft_that_is_forgotten(self, citizen: Client) -> None:
        there = DataKey.objects.count()
        with behind_the_wall("casustafel_worker"):
            gone = drafting.forget(now=clock.now().replace(year=clock.now().year + 1), using="default")
        assert len(gone) == 2 and DataKey.objects.count() == there - 2


def test_a_refusal_of_too_many_takes_none(world: World) -> None:
    report, _code = made.received(world)
    files = [attaching.incoming() for _each in range(stops.MOST_FILES + 1)]
    with world.acting("saskia") as saskia, pytest.raises(Refused):
        adding_files.by_desk(report=report, arrived=files, by=saskia, now=clock.now())
    assert {file.state for file in files} == {State.OPEN}
