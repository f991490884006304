"""A real mail server: what it gets, what comes of it when it does not answer; nothing lost, nothing twice."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP as Protocol
from django.conf import settings as configured
from django.db import connection, transaction
from django.utils import translation

from casustafel.access.models import Account
from casustafel.lib import clock
from casustafel.notices import actions, jobs, post, queries
from casustafel.notices.choices import Kind
from casustafel.notices.models import Notice, Postbox
from casustafel.notices.tests.given import as_worker, choose_mail, day, kinds, stand_in, tell
from casustafel.parties import staff_actions
from casustafel.web import waiting
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
MORNING = clock.now().replace(hour=9, minute=0)


class Office:
    """What the server does with mail: keeps it, or answers as told."""

    def __init__(self) -> None:
        self.kept: list[bytes] = []
        self.answers: dict[str, str] = {}
        self.hangs_up_after_keeping = False

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.kept.append(envelope.content)
        if self.hangs_up_after_keeping:
            server.transport.abort()
        return self.answers.get("DATA", "250 OK")

    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(each, policy=policy.default) for each in self.kept]

    def to(self) -> list[str]:
        return [str(mail["To"]) for mail in self.mails()]


class Server(Controller):
    def factory(self) -> Protocol:
        return Protocol(self.handler, ident="test", hostname="localhost")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def open_office(office: Office, port: int) -> Iterator[None]:
    server = Server(office, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield
    finally:
        server.stop(no_assert=True)


@pytest.fixture
def port(settings) -> int:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.MAIL_IS_ON, settings.EMAIL_HOST, settings.EMAIL_PORT = True, "127.0.0.1", free_port()
    settings.EMAIL_TIMEOUT = 1
    settings.MAIL_FROM = "Casustafel <casustafel@merenwoude.example>"
    settings.SITE_ADDRESS = "https://casus.merenwoude.example/"
    return settings.EMAIL_PORT


@pytest.fixture
def office(port: int) -> Iterator[Office]:
    office = Office()
    with open_office(office, port):
        yield office


def go_round(world: World, now: datetime | None = None) -> int:
    with as_worker(world):
        return post.deliver(using="default", now=now or clock.now())


def unmailed(world: World, login: str) -> int:
    with world.acting(login) as viewer:
        return Notice.objects.visible_to(viewer).filter(mailed_date__isnull=True).count()


def box_of(world: World, login: str) -> Postbox:
    with world.acting(login) as viewer:
        return Postbox.objects.visible_to(viewer).get()


class TestAMail:
    def test_says_how_many_and_where_and_nothing_else(self, world: World, office: Office) -> None:
        choose_mail(world, "thijs")
        tell(world, "thijs")
        tell(world, "thijs", kind=Kind.INFORMATION_GIVEN, path=f"/casussen/{world.people['esra'].id}/")
        assert go_round(world) == 1
        [mail] = office.mails()
        assert mail["To"] == "thijs@example.org" and mail["From"] == configured.MAIL_FROM
        assert mail["Subject"] == "Er wacht iets op u in Casustafel"
        assert mail.get_content().split("\r\n\r\n") == [
            "Er wachten 2 dingen op u.",
            "Log in om te zien wat het is: https://casus.merenwoude.example/",
            "Voor de veiligheid staat er in deze e-mail niet meer."
            " Hoe vaak u hem krijgt, kiest u bij uw account.\r\n",
        ]
        raw = office.kept[0].decode()
        names = ("CANARY", "Thijs", "Leeuwen", "Merenwoude", "SEAT", "casussen", "berichten", "stoel")
        assert not [word for word in names if word in raw]
        assert str(world.people["esra"].id) not in raw

    def test_is_in_the_language_of_the_reader(self, world: World, office: Office) -> None:
        choose_mail(world, "thijs")
        with behind_the_wall("postgres"):
            Account.objects.filter(pk=world.people["thijs"].account_id).update(language="en")
        tell(world, "thijs")
        with translation.override("nl"):
            go_round(world)
        assert office.mails()[0]["Subject"] == "Something waits for you in Casustafel"

    def test_comes_once_for_the_same_and_again_for_more(self, world: World, office: Office) -> None:
        choose_mail(world, "thijs")
        for path, mails in (("/casussen/", 1), ("/casussen/", 1), ("/overleg/", 2)):
            tell(world, "thijs", path=path)
            go_round(world)
            assert len(office.kept) == mails
        assert "Er wachten 2 dingen op u." in office.mails()[1].get_content()

    def test_does_not_come_for_what_was_seen(self, world: World, office: Office) -> None:
        choose_mail(world, "thijs")
        tell(world, "thijs")
        with world.acting("thijs") as thijs:
            actions.see_all(by=thijs, now=clock.now())
        assert go_round(world) == 0 and not office.kept

    def test_reaches_the_deputy_too(self, world: World, office: Office) -> None:
        choose_mail(world, "marloes")
        stand_in(world, "thijs", "marloes")
        tell(world, "thijs")
        go_round(world)
        assert office.to() == ["marloes@example.org"]

    def test_keeps_the_day_and_not_the_hour(self, world: World, office: Office) -> None:
        choose_mail(world, "thijs")
        tell(world, "thijs")
        go_round(world)
        with world.acting("thijs") as thijs:
            assert Notice.objects.visible_to(thijs).get().mailed_date == day(0)


class TestWhen:
    def test_daily_comes_in_the_morning_about_what_was_there(self, world: World, office: Office) -> None:
        choose_mail(world, "thijs", rhythm="DAILY")
        tell(world, "thijs", now=MORNING - timedelta(days=1))
        assert go_round(world, MORNING.replace(hour=7)) == 0  # yesterday's morning was before it
        assert go_round(world, MORNING) == 1
        tell(world, "thijs", path="/overleg/", now=MORNING)
        assert go_round(world, MORNING.replace(hour=23)) == 0
        assert go_round(world, MORNING.replace(hour=8) + timedelta(days=1)) == 1
        assert len(office.kept) == 2

    @pytest.mark.parametrize("why", ["never", "left", "closed", "no address"])
    def test_not_to_who_wants_none_or_is_not_here(self, world: World, office: Office, why: str) -> None:
        if why != "no address":
            choose_mail(world, "thijs", rhythm="NEVER" if why == "never" else "AT_ONCE")
        tell(world, "thijs")
        with world.acting("dennis") as dennis:
            at = {"person": world.people["thijs"], "by": dennis, "now": clock.now()}
            if why == "left":
                staff_actions.leave(until_date=day(0), **at)
            if why == "closed":
                staff_actions.close_account(**at)
        assert go_round(world) == 0 and not office.kept

    def test_not_without_a_server(self, world: World, office: Office, settings) -> None:
        settings.MAIL_IS_ON = False
        choose_mail(world, "thijs")
        tell(world, "thijs")
        assert go_round(world) == 0 and unmailed(world, "thijs") == 1


class TestTheServer:
    def test_is_down_and_comes_back(self, world: World, port: int) -> None:
        for login in ("thijs", "marloes"):
            choose_mail(world, login)
            tell(world, login)
        now, office = clock.now(), Office()
        assert go_round(world, now) == 0
        assert unmailed(world, "thijs") == unmailed(world, "marloes") == 1
        assert box_of(world, "marloes").waits_since == now
        with open_office(office, port):
            assert go_round(world, now + timedelta(minutes=14)) == 0  # it pauses
            assert go_round(world, now + timedelta(minutes=15)) == 2
            assert go_round(world, now + timedelta(minutes=30)) == 0
        assert sorted(office.to()) == ["marloes@example.org", "thijs@example.org"]
        assert box_of(world, "thijs").waits_since is None

    def test_refuses_one_address_and_takes_the_others(self, world: World, office: Office) -> None:
        for login in ("thijs", "marloes", "esra"):
            choose_mail(world, login)
            tell(world, login)
        office.answers["marloes@example.org"] = "550 no such box"
        assert go_round(world) == 2
        assert sorted(office.to()) == ["esra@example.org", "thijs@example.org"]
        assert unmailed(world, "marloes") == 1 and box_of(world, "marloes").waits_since
        choose_mail(world, "marloes", mail="kuiper@example.org")  # put right: no need to wait
        assert go_round(world) == 1 and office.to()[-1] == "kuiper@example.org"

    def test_is_full(self, world: World, office: Office) -> None:
        choose_mail(world, "thijs")
        tell(world, "thijs")
        office.answers["DATA"] = "452 no room"
        assert go_round(world) == 0
        assert unmailed(world, "thijs") == 1

    def test_does_not_answer(self, world: World, port: int, settings) -> None:
        settings.EMAIL_TIMEOUT = 0.2
        choose_mail(world, "thijs")
        tell(world, "thijs")
        with socket.create_server(("127.0.0.1", port)):
            assert go_round(world) == 0
        assert unmailed(world, "thijs") == 1 and box_of(world, "thijs").waits_since

    def test_hangs_up_after_taking_it_so_it_comes_once_more_under_the_same_name(
        self, world: World, office: Office
    ) -> None:
        choose_mail(world, "thijs")
        tell(world, "thijs")
        now, office.hangs_up_after_keeping = clock.now(), True
        assert go_round(world, now) == 0
        office.hangs_up_after_keeping = False
        assert go_round(world, now + timedelta(hours=1)) == 1
        assert len(office.kept) == 2 and len({mail["Message-ID"] for mail in office.mails()}) == 1


class TestWhatStaffSee:
    def waits(self, world: World, login: str) -> list[str]:
        with world.acting(login) as viewer, translation.override("en"):
            found = waiting.for_now(viewer, day=day(0))
            return [each.text for each in found if each.url == "/account/berichten/"]

    @pytest.mark.parametrize(("minutes", "told"), [(59, []), (61, ["The mail to 1 person does not go out."])])
    def test_after_an_hour_the_administrator_and_nobody_else(
        self, world: World, minutes: int, told: list[str]
    ) -> None:
        choose_mail(world, "thijs")
        with behind_the_wall("postgres"), connection.cursor() as cursor:
            since = clock.now() - timedelta(minutes=minutes)
            cursor.execute("UPDATE notices_postbox SET waits_since = %s", [since])
        assert self.waits(world, "dennis") == told
        assert self.waits(world, "thijs") == []
        with world.acting("thijs") as thijs:
            assert queries.mail_waits(thijs) == 0


@pytest.mark.django_db(transaction=True, databases=["default", "worker"])
def test_the_worker_itself_sends_reminds_and_sweeps(world: World, office: Office) -> None:
    """Over its own connection with its own rights; and what one worker holds another leaves alone."""
    choose_mail(world, "thijs")
    tell(world, "thijs")
    with transaction.atomic():
        with behind_the_wall("postgres"):
            list(Postbox.objects.behind_the_second_wall().select_for_update())
        assert jobs.mail(0) == 0
    assert jobs.mail(0) == 1 and jobs.mail(0) == 0
    stand_in(world, "thijs", "marloes")
    jobs.remind(0)
    tell(world, "esra", now=clock.now() - timedelta(days=91))
    tell(world, "joyce", by="thijs", now=clock.now() - timedelta(days=91))
    with world.acting("esra") as esra, transaction.atomic():
        actions.see_all(by=esra, now=clock.now())
    with world.acting("dennis") as dennis:
        staff_actions.leave(person=world.people["thijs"], until_date=day(0), by=dennis, now=clock.now())
    jobs.sweep(0)
    assert kinds(world, "marloes") == ["STANDS_IN"]
    assert kinds(world, "esra") == [] and kinds(world, "joyce") == ["SEAT_GIVEN"]
    with behind_the_wall("postgres"):
        assert not Postbox.objects.behind_the_second_wall().exists()
