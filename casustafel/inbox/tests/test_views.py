import re
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given

from casustafel.access.models import Draft
from casustafel.audit.models import UserLine
from casustafel.files import store
from casustafel.files.tests.keeping import all_kept
from casustafel.inbox.models import Mail
from casustafel.inbox.tests import given as made
from casustafel.inbox.tests import mails
from casustafel.lib import clock
from casustafel.reports.models import Attachment, Report
from casustafel.vault import keys, opening
from tests import bad_input
from tests.bad_input import queries, spoiled, undone
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]
WORRY = {"wants": "BOTH", "naming": "DESK", "saw": "CANARY-saw", "think": "CANARY-think"}
ASIDE = {"why": "NOT_FOR_US", "reason": "een vraag over afval"}
BEHIND = ("", "concept/", "terzijde/", "origineel/")


def address(mail_id: object, page: str = "") -> str:
    return f"/mail/{mail_id}/{page}"


def shown(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url, headers={"accept-language": "en"})
    assert response.status_code == status
    return response.content.decode()


class TestWhoMayCome:
    """Anouk works elsewhere; the others here have another role. Absent and forbidden look the same."""

    @pytest.mark.parametrize("login", ["anouk", "farid", "joyce", "mirjam", "dennis"])
    def test_a_mail(self, world: World, client_of: ClientOf, login: str) -> None:
        mail, client = made.came_in(world, mails.cut_off()), client_of(login)
        for page in ("", "origineel/"):
            known, absent = client.get(address(mail.id, page)), client.get(address(uuid.uuid4(), page))
            assert (known.status_code, absent.status_code) == (404, 404)
            assert known.content == absent.content

    @pytest.mark.parametrize("page", ["", "concept/", "terzijde/"])
    @pytest.mark.parametrize("login", ["anouk", "farid"])
    def test_each_thing_one_can_do(self, world: World, client_of: ClientOf, page: str, login: str) -> None:
        mail, client = made.came_in(world), client_of(login)
        before = bad_input.stored()
        known = client.post(address(mail.id, page), {**WORRY, **ASIDE})
        absent = client.post(address(uuid.uuid4(), page), {**WORRY, **ASIDE})
        assert (known.status_code, absent.status_code) == (404, 404)
        assert known.content == absent.content
        assert bad_input.stored() == before

    def test_the_list_is_for_reporting_officers(self, world: World, client_of: ClientOf) -> None:
        mail = made.came_in(world)
        assert address(mail.id) in shown(client_of("saskia"), "/mail/")
        assert address(mail.id) not in shown(client_of("anouk"), "/mail/?state=ALL")
        for login in ("farid", "joyce", "mirjam", "dennis"):
            shown(client_of(login), "/mail/", 404)


class TestWorklist:
    def test_what_waits_first_and_the_rest_by_choice(self, world: World, client_of: ClientOf) -> None:
        waits, broken, aside = made.came_in(world), made.came_in(world, mails.cut_off()), made.came_in(world)
        made.set_aside(world, aside)
        client = client_of("saskia")
        page = shown(client, "/mail/")
        assert address(waits.id) in page and address(broken.id) in page and address(aside.id) not in page
        assert mails.SUBJECT in page and "Truus Voorbeeldsma" in page
        assert address(aside.id) in shown(client, "/mail/?state=SET_ASIDE")
        assert address(aside.id) in shown(client, "/mail/?state=ALL")
        assert address(waits.id) not in shown(client, "/mail/?state=UNREADABLE")

    def test_a_filter_stays_while_paging(self, world: World, client_of: ClientOf) -> None:
        for _ in range(26):
            made.came_in(world)
        client = client_of("saskia")
        assert "?state=WAITING&amp;page=2" in shown(client, "/mail/?state=WAITING")
        assert shown(client, "/mail/?state=WAITING&page=2").count('<th scope="row">') == 1

    @pytest.mark.parametrize("query", ["state=NONSENSE", "page=0", "page=x", "state=%00"])
    def test_an_odd_address_shows_a_list(self, client_of: ClientOf, query: str) -> None:
        shown(client_of("saskia"), f"/mail/?{query}")

    def test_as_many_queries_with_one_mail_as_with_twenty(self, world: World, client_of: ClientOf) -> None:
        client = client_of("saskia")

        def asked() -> int:
            with CaptureQueriesContext(
                connection,
            ) as captured:
                client.get("/mail/")
            return queries(captured)

        made.came_in(world)
        asked()
        one = asked()
        for _ in range(19):
            made.came_in(world)
        assert asked() == one <= 16

    def test_an_empty_list_says_what_to_do(self, world: World, client_of: ClientOf) -> None:
        client = client_of("saskia")
        assert "No mailbox is set up yet" in shown(client, "/mail/")
        assert "No mail stands here now" in shown(client, "/mail/?state=SET_ASIDE")
        made.mailbox(world, read_at=clock.now())
        page = shown(client, "/mail/")
        assert "No mail is waiting" in page and "has not been read" not in page


class TestTheMailboxIsSilent:
    """Somebody has to notice: on the page of the mail, and among what waits."""

    def test_since_when_and_why(self, world: World, client_of: ClientOf) -> None:
        made.mailbox(
            world, read_at=clock.now() - timedelta(hours=2), trouble="REFUSED", failing_since=clock.now()
        )
        client = client_of("saskia")
        page = shown(client, "/mail/")
        assert "The mailbox has not been read since" in page
        assert "refuses the name or the password" in page
        assert "is not being read" in shown(client, "/")
        assert "is not being read" not in shown(client_of("farid"), "/")

    def test_also_when_nothing_reads_it(self, world: World, client_of: ClientOf) -> None:
        made.mailbox(world, read_at=clock.now() - timedelta(minutes=31))
        assert "The mailbox has not been read since" in shown(client_of("saskia"), "/mail/")

    def test_and_when_it_never_was(self, world: World, client_of: ClientOf) -> None:
        made.mailbox(world, trouble="NO_ANSWER", failing_since=clock.now())
        assert "The mailbox has not been read yet" in shown(client_of("saskia"), "/mail/")

    def test_that_it_is_read_says_nothing(self, world: World, client_of: ClientOf) -> None:
        made.mailbox(world, read_at=clock.now() - timedelta(minutes=29))
        client = client_of("saskia")
        assert "has not been read" not in shown(client, "/mail/")
        assert "is not being read" not in shown(client, "/")


class TestAMail:
    def test_stands_beside_the_questions_and_nothing_is_filled_in(
        self, world: World, client_of: ClientOf
    ) -> None:
        mail = made.came_in(world, mails.with_files(("foto één.jpg", b"x" * 2048)))
        page = shown(client_of("saskia"), address(mail.id))
        assert page.count(mails.TEXT) == 1
        assert "foto één.jpg" in page and "2.0" in page
        assert not re.search(r"<textarea[^>]*>\s*[^<\s]", page)
        assert mails.SUBJECT not in page.partition("</title>")[0]

    def test_html_in_a_mail_is_words(self, world: World, client_of: ClientOf) -> None:
        mail = made.came_in(world, mails.plain("<script>alert(1)</script><img src=//x.example/a.png>"))
        page = shown(client_of("saskia"), address(mail.id))
        assert "&lt;script&gt;alert(1)" in page and "<img" not in page and "<script>alert" not in page

    def test_who_opened_it_stands_in_the_log_first(self, world: World, client_of: ClientOf) -> None:
        mail = made.came_in(world)
        shown(client_of("saskia"), address(mail.id))
        with behind_the_wall("postgres"):
            (line,) = UserLine.objects.filter(scope_id=mail.id, action="vault.read")
        assert line.content["purpose"] == "mail.page"


class TestMakingAReport:
    def test_the_officers_words_become_a_report_that_came_by_mail(
        self, world: World, client_of: ClientOf
    ) -> None:
        mail, client = made.came_in(world), client_of("saskia")
        page = client.post(address(mail.id), WORRY)
        assert page.status_code == 200
        assert re.search(r'class="code">[0-9A-Z -]{16,}<', page.content.decode())
        with world.acting("saskia") as saskia:
            report = Report.objects.visible_to(saskia).select_related("key__desk").get()
            kept = Mail.objects.visible_to(saskia).get()
            told = opening.open_all([report], by=saskia, purpose="test", now=clock.now())(report, "told")
        assert report.channel == "EMAIL" and report.entered_by_id == world.people["saskia"].id
        assert "CANARY-saw" in told and mails.TEXT not in told
        assert (kept.state, kept.report_id, kept.taken_by_id) == ("REPORTED", report.id, report.entered_by_id)
        later = shown(client, address(mail.id))
        assert f"/meldingen/{report.id}/" in later and "<textarea" not in later

    def test_its_files_go_along_to_be_checked_and_what_is_not_taken_is_told(
        self, world: World, client_of: ClientOf
    ) -> None:
        raw = mails.with_files(("CANARY-a.txt", b"hallo"), ("film.mp4", b"x"), ("nep.pdf", b"geen pdf"))
        mail, client = made.came_in(world, raw), client_of("saskia")
        page = client.post(address(mail.id), WORRY).content.decode()
        assert "film.mp4" in page and "nep.pdf" in page and "CANARY-a.txt" not in page
        with world.acting("saskia") as saskia:
            (file,) = Attachment.objects.visible_to(saskia).select_related("key__desk")
            opened = opening.open_all([file], by=saskia, purpose="test", now=clock.now())
            assert (file.state, file.size, opened(file, "name")) == ("WAITING", 65536, "CANARY-a.txt")
            assert b"".join(store.read(file.raw_blob, keys.unwrap(file.key))) == b"hallo"
            assert file.report_id == Mail.objects.visible_to(saskia).get().report_id

    def test_without_room_for_the_files_nothing_is_done_and_the_text_stays(
        self, world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(key: bytes) -> object:
            raise store.DiskFull

        mail, client = made.came_in(world, mails.with_files(("a.txt", b"hallo"))), client_of("saskia")
        monkeypatch.setattr(store, "begin", full)
        page = client.post(address(mail.id), WORRY)
        assert page.status_code == 422 and "CANARY-think" in page.content.decode()
        with world.acting("saskia") as saskia:
            assert Mail.objects.visible_to(saskia).get().state == "WAITING"
            assert not Report.objects.visible_to(saskia).exists()

    def test_when_it_fails_no_file_is_left_behind(
        self, world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        mail, client = made.came_in(world, mails.with_files(("a.txt", b"hallo"))), client_of("saskia")
        client.raise_request_exception = False
        before = set(all_kept())
        monkeypatch.setattr("casustafel.reports.attaching.Attachment", None)
        assert client.post(address(mail.id), WORRY).status_code == 500
        assert set(all_kept()) == before
        with world.acting("saskia") as saskia:
            assert Mail.objects.visible_to(saskia).get().state == "WAITING"

    def test_one_mail_makes_one_report(self, world: World, client_of: ClientOf) -> None:
        mail, client = made.came_in(world), client_of("saskia")
        client.post(address(mail.id), WORRY)
        again = client.post(address(mail.id), WORRY, headers={"accept-language": "en"})
        assert again.status_code == 422
        page = again.content.decode()
        assert "has been dealt with" in page and "CANARY-think" in page  # to copy, when a colleague was first
        with world.acting("saskia") as saskia:
            assert Report.objects.visible_to(saskia).count() == 1

    def test_a_mail_that_was_set_aside_can_still_become_one(self, world: World, client_of: ClientOf) -> None:
        mail, client = made.came_in(world), client_of("saskia")
        made.set_aside(world, mail, "leek <b>reclame</b>")
        assert "leek &lt;b&gt;reclame" in shown(client, address(mail.id))
        assert client.post(address(mail.id), WORRY).status_code == 200

    def test_what_is_not_filled_in_is_asked_and_what_was_typed_stays(
        self, world: World, client_of: ClientOf
    ) -> None:
        mail = made.came_in(world)
        page = client_of("saskia").post(address(mail.id), {**WORRY, "saw": "", "think": "CANARY-stays"})
        assert page.status_code == 422 and "CANARY-stays" in page.content.decode()
        with world.acting("saskia") as saskia:
            assert Mail.objects.visible_to(saskia).get().state == "WAITING"

    @bad_input.some
    @given(data=spoiled({**WORRY, "subject_name": "naam", "subject_birth": "2001", "reporter": "buur"}))
    def test_odd_input_while_making_a_report(
        self, world: World, client_of: ClientOf, data: dict[str, str]
    ) -> None:
        with undone():
            url, client = address(made.came_in(world).id), client_of("saskia")
            bad_input.is_taken_or_returned(lambda sent: client.post(url, sent), data, kept={"saw", "think"})


class TestADraft:
    def test_survives_until_it_is_sent_and_is_nobody_elses(self, world: World, client_of: ClientOf) -> None:
        mail, client = made.came_in(world), client_of("saskia")
        typed = {"saw": "CANARY-draft é", "wants": "ADVICE", "csrfmiddlewaretoken": "geheim"}
        assert client.post(address(mail.id, "concept/"), typed).json() == {"version": 1}
        page = shown(client, address(mail.id))
        assert "CANARY-draft é" in page and re.search(r'<input[^>]*value="ADVICE"[^>]*checked', page)
        with behind_the_wall("postgres"):
            assert Draft.objects.behind_the_second_wall().get().key_id == mail.key_id
        assert client.post(address(mail.id), WORRY).status_code == 200
        with behind_the_wall("postgres"):
            assert not Draft.objects.behind_the_second_wall().exists()


class TestSettingAside:
    def test_with_why_and_by_whom(self, world: World, client_of: ClientOf) -> None:
        mail, client = made.came_in(world), client_of("saskia")
        assert client.post(address(mail.id, "terzijde/"), ASIDE)["Location"] == "/mail/"
        page = shown(client, address(mail.id))
        assert "Not for the reporting point" in page and ASIDE["reason"] in page
        with world.acting("saskia") as saskia:
            kept = Mail.objects.visible_to(saskia).get()
            assert (kept.state, kept.taken_by_id) == ("SET_ASIDE", saskia.person_id)
        with behind_the_wall("postgres"):
            assert UserLine.objects.filter(scope_id=mail.id, action="mail.set_aside").count() == 1
        assert client.post(address(mail.id, "terzijde/"), ASIDE).status_code == 422

    def test_another_reason_needs_words(self, world: World, client_of: ClientOf) -> None:
        mail = made.came_in(world)
        data = {"why": "OTHER", "reason": " "}
        assert client_of("saskia").post(address(mail.id, "terzijde/"), data).status_code == 422
        with world.acting("saskia") as saskia:
            assert Mail.objects.visible_to(saskia).get().state == "WAITING"

    @bad_input.some
    @given(data=spoiled(ASIDE))
    def test_odd_input_while_setting_aside(
        self, world: World, client_of: ClientOf, data: dict[str, str]
    ) -> None:
        with undone():
            url, client = address(made.came_in(world).id, "terzijde/"), client_of("saskia")
            bad_input.is_taken_or_returned(lambda sent: client.post(url, sent), data, kept={"reason"})


class TestWhatCouldNotBeRead:
    def test_is_shown_as_such_and_handed_over_after_a_warning(
        self, world: World, client_of: ClientOf
    ) -> None:
        raw, client = mails.cut_off(), client_of("saskia")
        mail = made.came_in(world, raw)
        page = shown(client, address(mail.id))
        assert "The mail is cut off" in page and "Nobody checked it" in page
        handed = client.get(address(mail.id, "origineel/"))
        assert handed.content == raw
        assert handed["Content-Type"] == "application/octet-stream"
        assert handed["Content-Disposition"].startswith("attachment")
        assert "sandbox" in handed["Content-Security-Policy"]
        with behind_the_wall("postgres"):
            lines = UserLine.objects.filter(scope_id=mail.id, action="vault.read")
            assert any(f"inbox_mail:{mail.id}:blob" in line.content["objects"] for line in lines)

    def test_a_file_that_cannot_be_checked_is_reached_by_way_of_the_mail(
        self, world: World, client_of: ClientOf
    ) -> None:
        mail, client = made.came_in(world, mails.with_files(("film.mp4", b"x"))), client_of("saskia")
        page = shown(client, address(mail.id))
        assert "this kind of file cannot be checked" in page and "Nobody checked it" in page
        assert b"film.mp4" in client.get(address(mail.id, "origineel/")).content

    @pytest.mark.parametrize("raw", [mails.plain(), mails.with_files(("a.txt", b"hoi"))])
    def test_of_what_was_read_there_is_nothing_to_hand_over(
        self, world: World, client_of: ClientOf, raw: bytes
    ) -> None:
        mail, client = made.came_in(world, raw), client_of("saskia")
        assert "origineel" not in shown(client, address(mail.id))
        shown(client, address(mail.id, "origineel/"), 404)

    def test_what_is_only_in_the_mailbox_says_where(self, world: World, client_of: ClientOf) -> None:
        mail, client = made.left_on_the_server(world), client_of("saskia")
        page = shown(client, address(mail.id))
        assert "too large" in page and "Casustafel/Niet gelezen" in page
        shown(client, address(mail.id, "origineel/"), 404)


def test_what_waits_is_among_what_waits(world: World, client_of: ClientOf) -> None:
    made.came_in(world)
    made.set_aside(world, made.came_in(world))
    assert "1 mail waits to be read." in shown(client_of("saskia"), "/")
    assert "mail waits" not in shown(client_of("farid"), "/")
