"""Against a real IMAP server: every mail is kept, shown to a person, and put away, whatever goes wrong."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import ProgrammingError, connection, connections, transaction

from casustafel.inbox import actions, emptying, imap, jobs, keeping, queries, rules
from casustafel.inbox.mailboxes import NAME, Address
from casustafel.inbox.models import IntakeMailbox, Mail
from casustafel.inbox.tests import mails
from casustafel.inbox.tests.mail_server import PASSWORD, USER, MailServer
from casustafel.lib import clock, credentials
from casustafel.vault import opening
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
TAKEN, NOT_READ = "Casustafel.Ingenomen", "Casustafel.Niet gelezen"


@pytest.fixture
def address(mail_server: MailServer, monkeypatch: pytest.MonkeyPatch) -> Address:
    """The mailbox of Merenwoude, with its password where the installation keeps it."""
    monkeypatch.setattr(Address, "password", lambda self: PASSWORD)
    return Address("127.0.0.1", mail_server.port, USER, "INBOX", "merenwoude", encrypted=False)


def emptied(address: Address) -> int:
    """A round, by the role of the worker."""
    with behind_the_wall("casustafel_worker"):
        return emptying.empty(address, now=clock.now())


def read(world: World) -> list[dict[str, str]]:
    """What the reporting officer of Merenwoude reads, oldest first."""
    with world.acting("saskia") as saskia:
        found = list(Mail.objects.visible_to(saskia).order_by("received_date", "size"))
        opened = opening.open_all(found, by=saskia, purpose="test", now=clock.now())
        return [
            {"state": each.state, **{name: opened(each, name) for name in Mail.sealed_columns()}}
            for each in found
        ]


def raw(world: World) -> bytes:
    with world.acting("saskia") as saskia:
        mail = Mail.objects.visible_to(saskia).select_related("key__desk").get()
        return b"".join(keeping.open_raw(mail, by=saskia, purpose="test", now=clock.now()))


def test_a_mail_becomes_a_draft_for_a_person_and_is_moved(
    world: World, mail_server: MailServer, address: Address
) -> None:
    sent = mails.plain()
    mail_server.deliver(sent)
    assert emptied(address) == 1
    (mail,) = read(world)
    assert mail["state"] == "WAITING"
    assert (mail["sender"], mail["subject"], mail["text"]) == (mails.SENDER, mails.SUBJECT, mails.TEXT)
    assert mail_server.held("INBOX") == []
    (held,) = mail_server.held(TAKEN)
    assert raw(world) == held
    assert emptied(address) == 0
    with world.acting("saskia") as saskia:
        assert queries.standing(saskia, now=clock.now()) == queries.Standing(
            True, False, IntakeMailbox.objects.visible_to(saskia).get().read_at
        )


def test_a_mail_of_html_is_read_as_words(world: World, mail_server: MailServer, address: Address) -> None:
    mail_server.deliver(mails.html_only())
    emptied(address)
    (mail,) = read(world)
    assert mail["text"] == f"Beste,\n\n{mails.TEXT}"


def test_attachments_are_listed_and_stay_in_the_mail(
    world: World, mail_server: MailServer, address: Address
) -> None:
    mail_server.deliver(mails.with_files(("foto's één.jpg", b"\xff\xd8 jpg"), ("winmail.dat", b"x")))
    emptied(address)
    (mail,) = read(world)
    assert mail["text"] == mails.TEXT
    assert '"name": "foto\'s \\u00e9\\u00e9n.jpg"' in mail["attached"]
    assert mail["wrong"] == "OUTLOOK" and mail["state"] == "WAITING"


def test_a_character_set_that_is_none_loses_no_letter(
    world: World, mail_server: MailServer, address: Address
) -> None:
    mail_server.deliver(mails.named_wrongly())
    emptied(address)
    (mail,) = read(world)
    assert (mail["text"], mail["wrong"], mail["state"]) == ("Één zorg: café", "CHARSET", "WAITING")


def test_what_cannot_be_read_is_shown_as_such_and_kept(
    world: World, mail_server: MailServer, address: Address
) -> None:
    mail_server.deliver(mails.cut_off())
    emptied(address)
    (mail,) = read(world)
    assert (mail["state"], mail["sender"], mail["text"]) == ("UNREADABLE", mails.SENDER, "")
    assert "CUT_OFF" in mail["wrong"]
    (held,) = mail_server.held(NOT_READ)
    assert raw(world) == held and mail_server.held("INBOX") == []


def test_a_mail_of_thirty_megabytes_is_taken_in(
    world: World, mail_server: MailServer, address: Address
) -> None:
    mail_server.deliver(mails.of_size(22 * 2**20))
    emptied(address)
    (mail,) = read(world)
    assert f'"size": {22 * 2**20}' in mail["attached"]
    with world.acting("saskia") as saskia:
        assert Mail.objects.visible_to(saskia).get().size > 29_000_000
    assert len(raw(world)) > 29_000_000


def test_what_is_too_large_stays_with_the_mail_server_and_is_shown(
    world: World, mail_server: MailServer, address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "LARGEST", 2_000)
    mail_server.deliver(mails.of_size(3_000), mails.plain())
    assert emptied(address) == 2
    states = {mail["wrong"]: mail["state"] for mail in read(world)}
    assert states == {"TOO_LARGE": "UNREADABLE", "": "WAITING"}
    assert len(mail_server.held(NOT_READ)) == len(mail_server.held(TAKEN)) == 1
    with world.acting("saskia") as saskia:
        large = Mail.objects.visible_to(saskia).get(state="UNREADABLE")
        assert large.blob is None


def test_a_size_that_the_server_lies_about_stops_it_all_the_same(
    world: World, mail_server: MailServer, address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "LARGEST", 2_000)
    monkeypatch.setattr(imap, "PIECE", 512)
    monkeypatch.setattr(imap.Session, "_item", lambda session, uid: imap.Item(uid, 10, None))
    mail_server.deliver(mails.of_size(3_000))
    emptied(address)
    assert [mail["wrong"] for mail in read(world)] == ["TOO_LARGE"]


def test_the_same_words_sent_twice_are_two_mails_and_none_is_lost(
    world: World, mail_server: MailServer, address: Address
) -> None:
    mail_server.deliver(mails.plain(), mails.plain())
    assert emptied(address) == 2
    assert len(read(world)) == len(mail_server.held(TAKEN)) == 2


def test_stopped_between_keeping_and_moving_a_mail_is_taken_once(
    world: World, mail_server: MailServer, address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(*_: object) -> None:
        raise SystemExit

    mail_server.deliver(mails.plain())
    with monkeypatch.context() as patch:
        patch.setattr(imap.Session, "move", cut_off)
        with pytest.raises(SystemExit):
            emptied(address)
    assert len(read(world)) == len(mail_server.held("INBOX")) == 1
    assert emptied(address) == 0
    assert len(read(world)) == len(mail_server.held(TAKEN)) == 1
    assert mail_server.held("INBOX") == []


def test_a_mail_that_was_dealt_with_meanwhile_is_moved_to_where_it_belongs(
    world: World, mail_server: MailServer, address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail_server.deliver(mails.plain())
    with monkeypatch.context() as patch:
        patch.setattr(imap.Session, "move", lambda *_: None)
        emptied(address)
    with world.acting("saskia") as saskia:
        mail = queries.get(saskia, Mail.objects.visible_to(saskia).get().id)
        actions.set_aside(mail=mail, why="SPAM", reason="", by=saskia, now=clock.now())
    emptied(address)
    assert len(mail_server.held(TAKEN)) == 1


def test_a_server_that_goes_away_in_the_middle_loses_nothing(
    world: World, mail_server: MailServer, address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, given = imap.Session._fetch, []

    def go_away(session: imap.Session, uid: int, what: str) -> bytes:
        given.append(what)
        if len(given) == 3:
            session.server.socket().close()
            session.server.file.close()
        return real(session, uid, what)

    monkeypatch.setattr(imap, "PIECE", 700)
    mail_server.deliver(mails.with_files(("bestand", b"x" * 3000)))
    with monkeypatch.context() as patch:
        patch.setattr(imap.Session, "_fetch", go_away)
        assert emptied(address) == 0
    assert read(world) == [] and len(mail_server.held("INBOX")) == 1
    with world.acting("saskia") as saskia:
        assert queries.standing(saskia, now=clock.now()).is_quiet
    assert emptied(address) == 1
    assert raw(world) == mail_server.held(TAKEN)[0]
    with world.acting("saskia") as saskia:
        assert not queries.standing(saskia, now=clock.now()).is_quiet


@pytest.mark.parametrize(
    ("changed", "trouble"),
    [
        ({"user": "iemand-anders"}, "REFUSED"),
        ({"folder": "Bestaat niet"}, "NO_FOLDER"),
        ({"port": 1}, "NO_ANSWER"),
        ({"encrypted": True}, "NO_ANSWER"),
    ],
)
def test_a_mailbox_that_cannot_be_read_is_told_to_the_officers(
    world: World, mail_server: MailServer, address: Address, changed: dict[str, object], trouble: str
) -> None:
    mail_server.deliver(mails.plain())
    assert emptied(Address(**{**vars(address), **changed})) == 0
    with world.acting("saskia") as saskia:
        box = IntakeMailbox.objects.visible_to(saskia).get()
        assert (box.trouble, box.read_at) == (trouble, None)
        first = box.failing_since
    emptied(Address(**{**vars(address), **changed}))
    with world.acting("saskia") as saskia:
        assert IntakeMailbox.objects.visible_to(saskia).get().failing_since == first
    assert len(mail_server.held("INBOX")) == 1


def test_a_password_that_is_not_there_is_told(
    world: World, mail_server: MailServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(credentials, "folder", lambda: tmp_path)
    address = Address("127.0.0.1", mail_server.port, USER, "INBOX", "merenwoude", encrypted=False)
    emptied(address)
    with world.acting("saskia") as saskia:
        assert IntakeMailbox.objects.visible_to(saskia).get().trouble == "NO_PASSWORD"
    (tmp_path / "inbox-merenwoude").write_text(PASSWORD + "\n")
    (tmp_path / "inbox-merenwoude").chmod(0o600)
    emptied(address)
    with world.acting("saskia") as saskia:
        assert IntakeMailbox.objects.visible_to(saskia).get().trouble == ""


@pytest.mark.parametrize("lacks", ["MOVE", "MOVE UIDPLUS"])
def test_a_server_that_cannot_move_gets_a_copy_first(
    world: World, mail_server: MailServer, address: Address, monkeypatch: pytest.MonkeyPatch, lacks: str
) -> None:
    real = imap.Session._abilities
    monkeypatch.setattr(imap.Session, "_abilities", lambda session: real(session) - set(lacks.split()))
    mail_server.deliver(mails.plain(), mails.cut_off())
    assert emptied(address) == 2
    assert emptied(address) == 0
    assert len(mail_server.held(TAKEN)) == len(mail_server.held(NOT_READ)) == 1
    assert mail_server.held("INBOX") == []


def test_a_mail_that_the_server_does_not_hand_over_is_shown(
    world: World, mail_server: MailServer, address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(session: imap.Session, uid: int) -> Iterator[bytes]:
        raise imap.NotGiven

    monkeypatch.setattr(imap.Session, "pieces", refuse)
    mail_server.deliver(mails.plain())
    emptied(address)
    (mail,) = read(world)
    assert (mail["state"], mail["wrong"], mail["subject"]) == ("UNREADABLE", "NOT_GIVEN", mails.SUBJECT)
    assert len(mail_server.held(NOT_READ)) == 1


def test_a_mail_that_somebody_takes_away_meanwhile_is_passed_over(
    world: World, mail_server: MailServer, address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap.Session, "waiting", lambda session: [imap.Item(77, 10, None)])
    assert emptied(address) == 0
    assert read(world) == []
    with world.acting("saskia") as saskia:
        assert IntakeMailbox.objects.visible_to(saskia).get().trouble == ""


def test_a_full_disk_leaves_the_mail_where_it_was(
    world: World, mail_server: MailServer, address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(key: bytes) -> object:
        raise emptying.DiskFull

    mail_server.deliver(mails.plain())
    with monkeypatch.context() as patch:
        patch.setattr("casustafel.files.store.begin", full)
        emptied(address)
    assert read(world) == [] and len(mail_server.held("INBOX")) == 1
    assert emptied(address) == 1


def test_a_mail_that_we_cannot_keep_does_not_hold_up_the_others(
    world: World, mail_server: MailServer, address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, first = emptying.keep_mail, [True]

    def fail_once(**what: object) -> Mail:
        if first and first.pop():
            raise RuntimeError
        return real(**what)

    mail_server.deliver(mails.plain(), mails.plain("een ander"))
    with monkeypatch.context() as patch:
        patch.setattr(emptying, "keep_mail", fail_once)
        emptied(address)
    assert [mail["text"] for mail in read(world)] == ["een ander"]
    with world.acting("saskia") as saskia:
        assert IntakeMailbox.objects.visible_to(saskia).get().trouble == "OURS"
    assert emptied(address) == 1


class TestTheWorker:
    def test_brings_in_and_reads_nothing_back(
        self, world: World, mail_server: MailServer, address: Address
    ) -> None:
        mail_server.deliver(mails.plain())
        emptied(address)
        with behind_the_wall("casustafel_worker"), connection.cursor() as cursor:
            cursor.execute("SELECT state FROM inbox_mail")
            assert cursor.fetchall() == [("WAITING",)]
        for denied in (
            "SELECT text FROM inbox_mail",
            "UPDATE inbox_mail SET state = 'SET_ASIDE'",
            "DELETE FROM inbox_mail",
            "SELECT blob FROM inbox_mail",
            "SELECT key_id FROM inbox_mail",
        ):
            assert is_denied(denied), denied

    def test_nobody_throws_mail_away(self, world: World) -> None:
        assert is_denied("DELETE FROM inbox_mail", role="casustafel_app")


def is_denied(statement: str, role: str = "casustafel_worker") -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {role}")
            cursor.execute(statement)
    except ProgrammingError as error:
        return "permission denied" in str(error)
    return False


@pytest.mark.django_db(transaction=True, databases=["default", "worker"])
def test_two_workers_at_once_take_each_mail_once(
    world: World, mail_server: MailServer, address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The job itself, signed in as the worker. The second comes while the first has the mail in its hands."""
    monkeypatch.setenv(NAME, f"{mail_server.address}?partnership=merenwoude")
    mail_server.deliver(mails.plain())
    real, second = imap.Session.pieces, []

    def meanwhile(session: imap.Session, uid: int) -> Iterator[bytes]:
        def job() -> None:
            second.append(jobs.empty(0))
            connections.close_all()

        monkeypatch.setattr(imap.Session, "pieces", real)
        other = threading.Thread(target=job)
        other.start()
        other.join()
        yield from real(session, uid)

    monkeypatch.setattr(imap.Session, "pieces", meanwhile)
    assert jobs.empty(0) == 1
    assert second == [0]
    assert len(read(world)) == len(mail_server.held(TAKEN)) == 1
    monkeypatch.setattr(emptying, "_state_of", lambda place, known=[None, "WAITING"]: known.pop(0))
    with mail_server.inside() as session:  # and when the lock did not hold, the table does
        session.select(TAKEN)
        session.uid("MOVE", "1", "INBOX")
    assert jobs.empty(0) == 1
