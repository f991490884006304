"""A file with a report: kept with it or not at all, and checked by the worker before it opens."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from casustafel.audit.log import Door
from casustafel.audit.models import UserLine
from casustafel.files import cleaning, scanning, store
from casustafel.files.cleaning import NotCleaned
from casustafel.files.intake import Incoming, State
from casustafel.files.kinds import Kind
from casustafel.files.scanning import Scan
from casustafel.files.tests import made
from casustafel.files.tests.keeping import all_kept, keep, text_of
from casustafel.files.verdicts import Reason, sentences
from casustafel.lib import clock
from casustafel.lib.refusal import NotYours, Refused
from casustafel.reports import attaching, jobs, queries
from casustafel.reports.choices import Attached
from casustafel.reports.models import Attachment, Step
from casustafel.reports.tests import given
from casustafel.vault import keys, opening
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
PHOTO = made.make("jpg", 0)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    with override_settings(FILES_FOLDER=tmp_path / "files", CLAMD=""):
        yield tmp_path / "files"


def incoming(content: bytes = PHOTO.content, kind: Kind = Kind.JPEG) -> Incoming:
    key, kept = keep(content)
    return Incoming("photo", f"CANARY-name.{kind}", kind, kept.size, kept.blob, key)


def attached(world: World, file: Incoming | None = None) -> Attachment:
    report, code = given.received(world)
    assert queries.open_mailbox(code)
    by = Door("REPORTER", partnership_id=report.partnership_id)
    return attaching.attach(incoming=file or incoming(), report=report, by=by, now=clock.now())


def answering(monkeypatch: pytest.MonkeyPatch, scan: Scan) -> None:
    monkeypatch.setattr(scanning, "scan", lambda blob, key: scan)


def checked(world: World, row: Attachment) -> Attachment:
    with behind_the_wall("casustafel_worker"):
        attaching.check(attachment=row, by=Door("WORKER"), now=clock.now())
    with world.acting("saskia"):
        return Attachment.objects.of_mailbox().get(pk=row.pk)


def lines(action: str) -> int:
    with behind_the_wall("postgres"):
        return UserLine.objects.filter(action=action).count()


class TestAttaching:
    def test_the_key_of_the_file_is_sealed_to_the_desk(self, world: World) -> None:
        file = incoming()
        row = attached(world, file)
        assert keys.unwrap(row.key) == file.key and row.key.wrapping == "DESK"
        assert b"CANARY" not in bytes(row.name) and file.state is State.CLAIMED
        assert lines("report.file_added") == 1

    def test_its_size_in_the_open_is_rough(self, world: World) -> None:
        rows = [attached(world, incoming(bytes(size), Kind.TXT)) for size in (1, 60_000, 70_000)]
        assert [row.size for row in rows] == [65_536, 65_536, 131_072]

    def test_the_desk_reads_how_it_was_called(self, world: World) -> None:
        row = attached(world)
        with world.acting("saskia") as saskia:
            found = Attachment.objects.visible_to(saskia).get(pk=row.pk)
            opened = opening.open_all([found], by=saskia, purpose="report.page", now=clock.now())
            assert (opened(found, "name"), found.state) == ("CANARY-name.jpg", Attached.WAITING)

    def test_it_stays_when_the_record_does(
        self, world: World, django_capture_on_commit_callbacks: Callable[..., object]
    ) -> None:
        file = incoming()
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
            attached(world, file)
        file.drop_unless(State.HELD)
        assert list(all_kept()) == [file.blob]


class TestChecking:
    def test_what_was_scanned_and_cleaned_is_clean(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        answering(monkeypatch, Scan.CLEAN)
        row = checked(world, attached(world))
        assert row.state == Attached.CLEAN and row.clean_blob is not None
        text = text_of(row.clean_blob, keys.unwrap(row.key))
        assert made.found(PHOTO.canaries, text) == set() and text.startswith(b"\xff\xd8")
        assert lines("report.file_checked") == 1

    def test_what_nobody_scanned_is_cleaned_and_set_apart(self, world: World) -> None:
        row = checked(world, attached(world))
        assert row.state == Attached.QUARANTINE and row.clean_blob is not None
        assert said(world, row) == ["Nobody looked for viruses in it, because no scanner is set up here."]

    def test_what_is_harmful_is_refused_and_not_cleaned(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        answering(monkeypatch, Scan.FOUND)
        row = checked(world, attached(world))
        assert (row.state, row.clean_blob) == (Attached.REFUSED, None)
        assert said(world, row) == ["The scanner found something harmful in it."]

    def test_without_an_answer_it_goes_on_waiting(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        answering(monkeypatch, Scan.UNREACHABLE)
        row = checked(world, attached(world))
        assert (row.state, row.clean_blob) == (Attached.WAITING, None)

    def test_what_cannot_be_cleaned_is_set_apart_with_the_reason(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        answering(monkeypatch, Scan.CLEAN)

        def stop(*arguments: object) -> None:
            raise NotCleaned(Reason.LOCKED)

        monkeypatch.setattr(cleaning, "clean", stop)
        row = checked(world, attached(world))
        assert (row.state, row.clean_blob) == (Attached.QUARANTINE, None)
        assert said(world, row) == ["There is a password on the file, so it could not be cleaned."]

    def test_what_is_not_on_disk_as_it_was_is_set_apart(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        row = attached(world)
        assert row.raw_blob
        store.remove(row.raw_blob)
        answering(monkeypatch, Scan.CLEAN)
        assert checked(world, row).state == Attached.QUARANTINE


def said(world: World, row: Attachment) -> list[str]:
    with world.acting("saskia") as saskia:
        opened = opening.open_all([row], by=saskia, purpose="report.page", now=clock.now())
        return sentences(opened(row, "findings"))


class TestOpening:
    def opened(self, world: World, row: Attachment, *, login: str = "saskia", reason: str = "") -> bytes:
        with world.acting(login) as viewer:
            answer = attaching.open_file(attachment=row, by=viewer, now=clock.now(), reason=reason)
            return b"".join(answer.streaming_content)

    def test_what_is_clean_opens_without_what_it_told(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        answering(monkeypatch, Scan.CLEAN)
        text = self.opened(world, checked(world, attached(world)))
        assert text.startswith(b"\xff\xd8") and made.found(PHOTO.canaries, text) == set()
        assert lines("report.file_opened") == 1

    def test_what_was_set_apart_opens_by_a_decision_that_is_kept(self, world: World) -> None:
        row = checked(world, attached(world))
        with pytest.raises(Refused) as refused:
            self.opened(world, row)
        assert (refused.value.field, lines("report.file_opened")) == ("reason", 0)
        assert made.found(PHOTO.canaries, self.opened(world, row, reason="de melder belde erover")) == set()
        with world.acting("saskia") as saskia:
            step = Step.objects.visible_to(saskia).get(kind="file_opened")
            told = opening.open_all([step], by=saskia, purpose="report.page", now=clock.now())
            assert told(step, "reason") == "de melder belde erover"

    @pytest.mark.parametrize("state", [Attached.WAITING, Attached.REFUSED])
    def test_what_waits_or_is_harmful_does_not(self, world: World, state: Attached) -> None:
        row = attached(world)
        row.state = state
        with pytest.raises(Refused):
            self.opened(world, row, reason="toch")
        assert lines("report.file_opened") == 0

    @pytest.mark.parametrize("login", ["marloes", "joyce"])
    def test_for_others_it_is_not_there(self, world: World, login: str) -> None:
        row = checked(world, attached(world))
        with pytest.raises(NotYours):
            self.opened(world, row, login=login, reason="nieuwsgierig")
        assert lines("report.file_opened") == 0


def test_files_of_rows_that_are_gone_are_let_go(world: World) -> None:
    row = checked(world, attached(world))
    assert len(list(all_kept())) == 2
    attaching.let_go([row])
    assert list(all_kept()) == []


@pytest.mark.django_db(transaction=True, databases=["default", "worker"])
def test_the_worker_checks_what_waits_and_leaves_it_when_the_scanner_is_out_of_order(world: World) -> None:
    from django.db import transaction

    with transaction.atomic():
        row = attached(world)
    with override_settings(CLAMD="127.0.0.1:1"):
        jobs.check_files(timestamp=0)
        assert (state_of(row), lines("report.file_checked")) == (Attached.WAITING, 0)
    jobs.check_files(timestamp=0)
    assert (state_of(row), lines("report.file_checked")) == (Attached.QUARANTINE, 1)
    jobs.check_files(timestamp=0)
    assert lines("report.file_checked") == 1


def state_of(row: Attachment) -> str:
    with behind_the_wall("postgres"):
        return Attachment.objects.of_mailbox().get(pk=row.pk).state
