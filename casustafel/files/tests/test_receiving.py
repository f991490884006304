"""Files that come in are sealed on their way, and nothing readable of them touches the disk."""

import asyncio
import itertools
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from a2wsgi import WSGIMiddleware
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.core.wsgi import get_wsgi_application
from django.test import Client, RequestFactory, override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casustafel.files import intake, kinds, receiving, store
from casustafel.files.forms_in_parts import Parts
from casustafel.files.intake import Received
from casustafel.files.limits import MEGABYTE, Limits
from casustafel.files.tests import sending
from casustafel.files.tests.keeping import text_of
from casustafel.files.tests.sending import PNG, SMALL, file, form, send
from casustafel.lib.refusal import Refused
from casustafel.vault import cipher

pytestmark = pytest.mark.urls("casustafel.files.tests.sending")
WORD = b"Niemand leest dit op de schijf. "


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


@pytest.fixture
def commits(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], None]]:
    """What waits for the commit of the view."""
    waiting: list[Callable[[], None]] = []
    monkeypatch.setattr(intake.transaction, "on_commit", waiting.append)
    return waiting


class TestAForm:
    def test_its_fields_go_on_and_its_files_are_kept_sealed(self) -> None:
        seen: dict[str, Any] = {}

        def act(arrived: Received) -> None:
            (one,) = arrived.kept
            seen["text"], seen["one"] = text_of(one.blob, one.key), one

        content = PNG + WORD * 5000
        sent = send(form(text="Ik zag é", photo=file("C:\\Jan\\foto.PNG", content), again="a"), act=act)
        assert (sent.status, sent.fields) == (200, {"text": ["Ik zag é"], "again": ["a"]})
        one = seen["one"]
        assert (one.field, one.name, one.kind, one.size) == ("photo", "foto.PNG", "png", len(content))
        assert seen["text"] == content and "key" not in repr(one)

    @pytest.mark.parametrize(
        ("name", "shown"),
        [
            ("\u202egnp.exe.png", "gnp.exe.png"),
            ("a\n\0b.png", "ab.png"),
            ("a" * 900 + ".png", "a" * 196 + ".png"),
        ],
    )
    def test_a_name_shows_what_it_is(self, name: str, shown: str) -> None:
        coming = intake.Intake(SMALL)
        coming.begin("photo", name)
        coming.data(PNG)
        coming.end()
        assert [each.name for each in coming.received.kept] == [shown]

    def test_a_field_without_a_file_counts_for_nothing(self) -> None:
        body = form(text="a").replace(
            b"--BoUnDaRyStRiNg--",
            b'--BoUnDaRyStRiNg\r\nContent-Disposition: form-data; name="photo"; filename=""\r\n\r\n\r\n'
            b"--BoUnDaRyStRiNg--",
        )
        sent = send(body)
        assert sent.received == Received() and sent.fields == {"text": ["a"]}

    @settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    @given(cuts=st.lists(st.integers(1, 900), min_size=1, max_size=30))
    def test_comes_out_the_same_however_it_is_cut(self, cuts: list[int]) -> None:
        body = form(
            text="Ik zag", photo=file("a.png", PNG + b"\r\n--BoUnDaRy" * 40), note=file("b.txt", b"hoi")
        )
        pieces, at = [], 0
        for cut in cuts:
            pieces.append(body[at : at + cut])
            at += cut
        texts: list[bytes] = []
        sent = send(
            body,
            pieces=[piece for piece in [*pieces, body[at:]] if piece],
            act=lambda arrived: texts.extend(text_of(each.blob, each.key) for each in arrived.kept),
        )
        assert sent.fields == {"text": ["Ik zag"]} and texts == [PNG + b"\r\n--BoUnDaRy" * 40, b"hoi"]


class TestAfterTheRequest:
    BODY = form(photo=file("a.png", PNG + WORD))

    def test_what_no_record_holds_is_gone(self, folder: Path) -> None:
        send(self.BODY)
        assert left(folder) == []

    def test_what_was_taken_and_committed_stays(
        self, folder: Path, commits: list[Callable[[], None]]
    ) -> None:
        def act(arrived: Received) -> None:
            arrived.kept[0].take()
            commits.pop()()

        sent = send(self.BODY, act=act)
        assert sent.received and left(folder) == [str(sent.received.kept[0].blob)]

    def test_what_was_taken_and_undone_is_gone(self, folder: Path, commits: list[Callable[[], None]]) -> None:
        send(self.BODY, act=lambda arrived: arrived.kept[0].take())
        assert len(commits) == 1 and left(folder) == []

    def test_also_when_the_page_broke(self, folder: Path) -> None:
        def act(arrived: Received) -> None:
            raise RuntimeError

        with pytest.raises(RuntimeError):
            send(self.BODY, act=act)
        assert left(folder) == []

    def test_a_commit_that_may_be_under_way_is_not_robbed(
        self, folder: Path, commits: list[Callable[[], None]]
    ) -> None:
        def act(arrived: Received) -> None:
            arrived.kept[0].take()
            raise asyncio.CancelledError

        with pytest.raises(asyncio.CancelledError):
            send(form(a=file("a.txt", b"a"), b=file("b.txt", b"b")), act=act)
        assert len(left(folder)) == 1

    def test_nothing_is_taken_twice_or_after_it_went(self, commits: list[Callable[[], None]]) -> None:
        def twice(arrived: Received) -> None:
            arrived.kept[0].take()
            with pytest.raises(ValueError):
                arrived.kept[0].take()

        sent = send(self.BODY, act=twice)
        sent = send(self.BODY)
        assert sent.received
        with pytest.raises(ValueError):
            sent.received.kept[0].take()


def sentences(sent: sending.Sent) -> list[tuple[str, str]]:
    assert sent.received is not None
    return [(problem.name, problem.refused.sentence) for problem in sent.received.problems]


class TestAFileThatIsNotKept:
    def test_is_said_and_the_rest_of_the_form_is_kept(self) -> None:
        large, small = file("groot.png", PNG + bytes(SMALL.file_bytes)), file("klein.png", PNG)
        sent = send(form(text="Ik zag", a=large, b=small))
        assert sentences(sent) == [("groot.png", intake.TOO_LARGE)]
        assert sent.received and [each.name for each in sent.received.kept] == ["klein.png"]
        assert sent.fields == {"text": ["Ik zag"]}

    def test_exactly_the_limit_is_kept(self) -> None:
        sent = send(form(a=file("a.png", PNG + bytes(SMALL.file_bytes - len(PNG)))))
        assert sent.received and sent.received.kept[0].size == SMALL.file_bytes

    def test_one_more_than_may_be_sent_is_said(self) -> None:
        sent = send(form(photo=[file(f"{each}.txt", b"a") for each in range(3)]))
        assert sentences(sent) == [("2.txt", intake.TOO_MANY)]
        assert sent.received and len(sent.received.kept) == 2

    def test_of_a_kind_that_is_not_taken_nothing_reaches_the_disk(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(store, "begin", lambda key: pytest.fail("written"))
        sent = send(form(a=file("a.exe", b"MZ" + bytes(9000)), b=file("b.png", b"%PDF-1.7")))
        assert sentences(sent) == [("a.exe", kinds.OTHER_KIND), ("b.png", kinds.NOT_AS_NAMED)]

    def test_a_full_disk_keeps_the_text(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(writer: store.Writer, text: bytes) -> None:
            writer.abort()
            raise store.DiskFull

        monkeypatch.setattr(store.Writer, "write", full)
        sent = send(form(text="Ik zag", a=file("a.png", PNG)))
        assert sentences(sent) == [("a.png", intake.NO_ROOM)]
        assert (sent.fields, left(folder)) == ({"text": ["Ik zag"]}, [])


class TestASenderWho:
    BODY = form(text="a", first=file("a.png", PNG + WORD * 900), second=file("b.png", PNG + WORD * 900))

    @pytest.mark.parametrize("part", [0.2, 0.6, 0.97])
    def test_goes_leaves_nothing_and_no_page_is_asked(self, folder: Path, part: float) -> None:
        sent = send(self.BODY, pieces=[self.BODY[: int(len(self.BODY) * part)], None])
        assert (sent.status, sent.received, left(folder)) == (0, None, [])

    @pytest.mark.parametrize("part", [0.0, 0.2, 0.6, 0.97])
    def test_sends_half_a_form_is_told(self, folder: Path, part: float) -> None:
        sent = send(self.BODY, pieces=[self.BODY[: int(len(self.BODY) * part)]])
        assert (sent.status, sent.received, left(folder)) == (400, None, [])
        assert b"Nothing was kept" in sent.said

    def test_says_nothing_any_more_is_let_go(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(receiving, "SECONDS_OF_SILENCE", 0.01)
        assert (send(self.BODY[:-9], silent=True).status, left(folder)) == (0, [])

    @pytest.mark.parametrize(
        "body",
        [
            b"--BoUnDaRyStRiNg\r\nContent-Type: text/plain\r\n\r\nno name\r\n--BoUnDaRyStRiNg--\r\n",
            form(**{f"field{number}": "a" for number in range(SMALL.texts + 1)}),
            form(text="a" * (SMALL.text_bytes + 1)),
            form(text="a").replace(b"form-data", b"form-data; " + b"x" * 50_000),
        ],
    )
    def test_asks_too_much_or_makes_no_sense_is_told(self, body: bytes) -> None:
        assert send(body, headers={"content-length": "100"}).status == 400

    @pytest.mark.parametrize("line", ["a" * 300, "\xff", '"', ""])
    def test_names_a_line_between_the_parts_that_makes_no_sense_is_told_or_passed_on(self, line: str) -> None:
        sent = send(self.BODY, headers={"content-type": f"multipart/form-data; boundary={line}"})
        assert sent.status in (200, 400) and sent.received is None

    @pytest.mark.parametrize(
        ("headers", "to", "status"),
        [
            ({"content-length": str(SMALL.body_bytes + 1)}, "/met/", 413),
            ({"content-length": "many"}, "/met/", 413),
            ({"content-length": str(9 * MEGABYTE)}, "/zonder/", 413),
            ({"content-length": str(9 * MEGABYTE)}, "/nergens/", 413),
            ({"transfer-encoding": "chunked"}, "/met/", 411),
            ({"transfer-encoding": "chunked"}, "/zonder/", 411),
        ],
    )
    def test_sends_too_much_is_told_before_anything_is_read(
        self, headers: dict[str, str], to: str, status: int
    ) -> None:
        sent = send(self.BODY, to=to, headers=headers)
        assert (sent.status, sent.asked, sent.received) == (status, 0, None)

    def test_comes_when_all_places_are_taken_waits_and_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(receiving, "SECONDS_FOR_A_PLACE", 0.01)
        sent = send(self.BODY, at_once=0)
        assert (sent.status, sent.asked) == (503, 0)
        assert sent.said.count(b"<section") == 2

    def test_was_there_before_gives_the_place_free(self) -> None:
        for _ in range(2):
            assert send(self.BODY, at_once=1).status == 200


def test_elsewhere_a_form_passes_untouched() -> None:
    sent = send(form(text="a"), to="/zonder/")
    assert (sent.status, sent.received, sent.asked) == (200, None, 1)


def test_memory_stays_flat() -> None:
    """A file of 20 MB: what is held at once is a few pieces of it."""
    piece, number = bytes(64 * 1024), 320
    head, tail = form(a=file("a.png", PNG + b"HERE")).split(b"HERE")
    parts = Parts(b"BoUnDaRyStRiNg", Limits())
    tracemalloc.start()
    try:
        for each in itertools.chain([head], itertools.repeat(piece, number), [tail]):
            parts.write(each)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert parts.intake.received.kept[0].size == len(PNG) + number * len(piece)
    assert most < 2 * MEGABYTE


def readable(word: bytes, *folders: Path) -> list[str]:
    """Files with the word in them: by name, and those that are open without one."""
    places = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    places += [path for path in Path("/proc/self/fd").iterdir() if "(deleted)" in _target(path)]
    return [str(path) for path in places if word in path.read_bytes()]


def _target(path: Path) -> str:
    return str(path.readlink()) if path.is_symlink() else ""


class TestNothingReadableOnDisk:
    def test_while_it_streams_in_and_after(self, folder: Path, tmp_path: Path) -> None:
        body = form(text=WORD.decode(), photo=file("a.png", PNG + WORD * 6000))
        pieces = [body[at : at + 20_000] for at in range(0, len(body), 20_000)]
        seen: list[str] = []
        drafts: list[int] = []

        def look() -> None:
            seen.extend(readable(WORD, folder, tmp_path))
            drafts.append(sum(path.stat().st_size for path in folder.glob(".draft-*")))

        send(body, pieces=pieces, look=look, act=lambda arrived: look())
        assert seen == [] and max(drafts) > 100_000

    def test_in_the_client_of_the_tests_neither(self, folder: Path, tmp_path: Path) -> None:
        request = RequestFactory().post("/met/", {"photo": file("a.png", PNG + WORD * 5000)})
        assert receiving.received(request).kept and len(left(folder)) == 1
        assert readable(WORD, folder, tmp_path) == []

    def test_and_what_django_does_by_itself_is_seen(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        request = RequestFactory().post("/met/", {"photo": file("a.png", PNG + WORD * 5000)})
        with override_settings(FILE_UPLOAD_TEMP_DIR=tmp_path):
            request.upload_handlers = [TemporaryFileUploadHandler(request)]
            assert request.FILES
            assert readable(WORD, tmp_path) != []


def test_django_behind_the_filter_gets_fields_and_files_and_its_own_guards_hold(folder: Path) -> None:
    pages = WSGIMiddleware(get_wsgi_application())
    token = "a" * 32
    body = form(text="Ik zag é", photo=file("a.png", PNG), csrfmiddlewaretoken=token)
    sent = send(body, pages=pages, headers={"cookie": f"csrftoken={token}", "host": "localhost"})
    assert (sent.status, sent.said.decode()) == (200, "Ik zag é\nphoto:a.png:png:8")
    assert send(body, pages=pages, headers={"host": "localhost"}).status == 403
    assert left(folder) == []


class TestTheClientOfTheTests:
    """Without the filter in front the same comes of it."""

    def test_a_page_that_takes_files_gets_them(self) -> None:
        answer = Client().post(
            "/met/", {"text": "Ik zag", "photo": file("a.png", PNG), "b": file("b.exe", b"MZ")}
        )
        assert answer.content.decode().split("\n") == [
            "Ik zag",
            "photo:a.png:png:8",
            f"b:b.exe:{kinds.OTHER_KIND}",
        ]

    def test_a_page_that_takes_none_keeps_none(self, folder: Path) -> None:
        answer = Client().post("/zonder/", {"text": "Ik zag", "photo": file("a.png", PNG)})
        assert answer.content.decode().split("\n") == ["Ik zag", f"photo:a.png:{intake.TOO_MANY}"]
        assert left(folder) == []

    def test_a_page_that_takes_files_finds_none_in_a_form_without(self) -> None:
        assert Client().post("/met/", {"text": "Ik zag"}).content == b"Ik zag"


def test_each_file_has_a_key_of_its_own() -> None:
    sent = send(form(a=file("a.txt", b"a"), b=file("b.txt", b"b")))
    assert sent.received and len({each.key for each in sent.received.kept}) == 2
    assert all(len(each.key) == len(cipher.new_key()) for each in sent.received.kept)


def test_a_problem_keeps_what_its_sentence_needs() -> None:
    sent = send(form(a=file("a.png", PNG + bytes(SMALL.file_bytes))))
    assert sent.received
    refused: Refused = sent.received.problems[0].refused
    assert refused.sentence % refused.values == "This file is too large. At most 0 MB for each file."
