from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from casustafel.lib import clock
from casustafel.reports import actions, presenters
from casustafel.reports import queries as reports
from casustafel.reports.forms import WorryForm
from casustafel.reports.models import Message, Report
from casustafel.reports.tests import given as made
from tests import bad_input
from tests.bad_input import spoiled, undone
from tests.world import World

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]
TELL, CODE = "/melden/merenwoude/vertel/", "/melden/code/"
WORRY = {
    "wants": "BOTH",
    "saw": "hij gooide een steen",
    "when_where": "zondag bij de bibliotheek",
    "heard": "van een collega",
    "think": "ik denk dat hij boos is",
    "against": "hij is net zijn baan kwijt",
    "protects": "zijn zus",
    "done": "ik heb met hem gepraat",
    "subject_name": "Jan de Vries",
    "reporter": "buurvrouw",
    "may_be_named": "on",
}
TEXTS = set(WORRY) - {"wants", "may_be_named"}
ENGLISH = {"accept-language": "en"}


def code_on(page: str) -> str:
    return page.partition('<p class="code">')[2].partition("</p>")[0]


def told(world: World) -> dict[str, str]:
    """The one report there is, as the reporting officer reads it."""
    with world.acting("saskia") as saskia:
        report = Report.objects.visible_to(saskia).get()
        page = presenters.report_page(saskia, reports.whole(saskia, report.id), now=clock.now())
    parts = zip(presenters.headings(), page.parts, strict=True)
    return {"subject_name": page.subject, **{name: part.text for name, part in parts}}


@pytest.fixture
def citizen() -> Client:
    return Client()


@pytest.mark.parametrize("url", ["/melden/", "/melden/merenwoude/", TELL, CODE])
class TestEveryPublicPage:
    def test_says_first_what_to_do_in_danger_and_how_to_leave(
        self, world: World, citizen: Client, url: str
    ) -> None:
        page = citizen.get(url).content.decode()
        assert 'href="tel:112"' in page
        assert page.index("112") < page.index("<form") or url == "/melden/merenwoude/"
        assert "data-leave" in page

    def test_works_without_javascript_and_without_an_account(
        self, world: World, citizen: Client, url: str
    ) -> None:
        response = citizen.get(url)
        assert response.status_code == 200
        assert "onclick" not in response.content.decode()
        assert settings.SESSION_COOKIE_NAME not in response.cookies
        assert response["Cache-Control"] == "no-store"


class TestChoosing:
    def test_each_reporting_point_is_offered(self, world: World, citizen: Client) -> None:
        page = citizen.get("/melden/").content.decode()
        assert 'href="/melden/merenwoude/"' in page
        assert 'href="/melden/hogezijde/"' in page

    @pytest.mark.parametrize("url", ["/melden/nergens/", "/melden/nergens/vertel/"])
    def test_a_place_that_is_not_there(self, world: World, citizen: Client, url: str) -> None:
        assert citizen.get(url).status_code == 404


class TestTelling:
    def test_nothing_is_kept_before_it_is_sent(self, world: World, citizen: Client) -> None:
        before = bad_input.stored()
        response = citizen.post(TELL, {**WORRY, "step": "check"})
        assert response.status_code == 200
        page = response.content.decode()
        assert all(WORRY[name] in page for name in TEXTS)
        assert bad_input.stored() == before

    def test_the_check_page_carries_everything_to_send_and_to_change(
        self, world: World, citizen: Client
    ) -> None:
        page = citizen.post(TELL, {**WORRY, "step": "check"}).content.decode()
        for name in WORRY:
            assert page.count(f'<input type="hidden" name="{name}"') == 2
        assert page.count('name="form_id"') == 2

    def test_what_is_sent_is_what_the_officer_reads(self, world: World, citizen: Client) -> None:
        citizen.post(TELL, {**WORRY, "step": "send", "form_id": "one"})
        assert told(world) == {name: WORRY[name] for name in TEXTS}

    def test_sent_twice_is_one_report_and_the_same_receipt(self, world: World, citizen: Client) -> None:
        sent = [citizen.post(TELL, {**WORRY, "step": "send", "form_id": "twice"}) for _ in range(2)]
        assert sent[0].content == sent[1].content
        assert len(code_on(sent[0].content.decode())) == 19
        with world.acting("saskia") as saskia:
            assert Report.objects.visible_to(saskia).count() == 1

    def test_the_receipt_of_one_form_is_not_given_to_another(self, world: World, citizen: Client) -> None:
        codes = {
            code_on(citizen.post(TELL, {**WORRY, "step": "send", "form_id": name}).content.decode())
            for name in ("mine", "yours")
        }
        assert len(codes) == 2

    def test_going_back_keeps_what_was_typed_and_sends_nothing(self, world: World, citizen: Client) -> None:
        before = bad_input.stored()
        response = citizen.post(TELL, {**WORRY, "step": "change"})
        page = response.content.decode()
        assert response.status_code == 200
        assert all(WORRY[name] in page for name in TEXTS)
        assert bad_input.stored() == before

    @pytest.mark.parametrize(
        ("sent", "ticked"), [("on", True), ("True", True), ("False", False), ("", False)]
    )
    def test_going_back_never_ticks_what_was_not_ticked(
        self, world: World, citizen: Client, sent: str, ticked: bool
    ) -> None:
        response = citizen.post(TELL, {**WORRY, "may_be_named": sent, "step": "change"})
        box = response.content.decode().partition('name="may_be_named"')[2].partition(">")[0]
        assert ("checked" in box) is ticked

    def test_who_may_not_be_named_stays_unnamed_on_the_way(self, world: World, citizen: Client) -> None:
        checked = WorryForm({**WORRY, "may_be_named": ""})
        hidden = {field.name: str(field.value()) for field in checked}
        citizen.post(TELL, {**hidden, "step": "send", "form_id": "unnamed"})
        with world.acting("saskia") as saskia:
            assert Report.objects.visible_to(saskia).get().may_be_named is False

    def test_who_wants_advice_only_leaves_no_name_behind(self, world: World, citizen: Client) -> None:
        citizen.post(TELL, {**WORRY, "wants": "ADVICE", "step": "send", "form_id": "advice"})
        assert told(world)["subject_name"] == ""

    def test_something_seen_or_heard_must_be_there(self, world: World, citizen: Client) -> None:
        response = citizen.post(TELL, {**WORRY, "saw": "", "heard": "", "step": "check"})
        page = response.content.decode()
        assert response.status_code == 422
        assert 'href="#worry-saw"' in page
        assert all(WORRY[name] in page for name in TEXTS - {"saw", "heard"})

    def test_the_receipt_says_when_something_is_heard(self, world: World, citizen: Client) -> None:
        response = citizen.post(TELL, {**WORRY, "step": "send", "form_id": "when"}, headers=ENGLISH)
        page = response.content.decode()
        promises = presenters.promises(world.partnerships["merenwoude"], now=clock.now())
        assert promises.acknowledged < promises.feedback
        for day in (promises.acknowledged, promises.feedback):
            assert f"{day.day} " in page
            assert str(day.year) in page

    def test_no_address_holds_the_code(self, world: World, citizen: Client) -> None:
        page = citizen.post(TELL, {**WORRY, "step": "send", "form_id": "address"}).content.decode()
        code = code_on(page)
        assert page.count(code) == 1


class TestMailbox:
    def test_the_code_opens_the_letters_however_it_is_typed(self, world: World, citizen: Client) -> None:
        report, code = made.taken_in(world)
        with world.acting("saskia") as saskia:
            actions.answer(report=report, text="CANARY-letter", by=saskia, now=clock.now())
        for typed in (code, code.lower(), code.replace("-", " ")):
            response = citizen.post(CODE, {"code": typed})
            assert response.status_code == 200
            assert "CANARY-letter" in response.content.decode()

    def test_another_code_opens_nothing(self, world: World, citizen: Client) -> None:
        report, _code = made.taken_in(world)
        _other, other_code = made.received(world)
        with world.acting("saskia") as saskia:
            actions.answer(report=report, text="CANARY-letter", by=saskia, now=clock.now())
        assert "CANARY" not in citizen.post(CODE, {"code": other_code}).content.decode()

    @pytest.mark.parametrize("code", ["0000-0000-0000-0000", "onzin", "", "x" * 5000, "\x00"])
    def test_an_unknown_code_says_so_beside_the_field(self, world: World, citizen: Client, code: str) -> None:
        made.received(world)
        response = citizen.post(CODE, {"code": code})
        assert response.status_code == 422
        assert 'href="#code-code"' in response.content.decode()

    def test_the_reporter_sees_no_signal_no_reason_and_no_officer(
        self, world: World, citizen: Client
    ) -> None:
        report, code = made.taken_in(world)
        with world.acting("saskia") as saskia:
            actions.mark_signal(
                report=report,
                nature="FACT",
                text="CANARY-signal",
                observed_date=None,
                contradicts=False,
                by=saskia,
                now=clock.now(),
            )
            actions.give_feedback(
                report=report, text="hulp", reason="CANARY-reason", by=saskia, now=clock.now()
            )
        page = citizen.post(CODE, {"code": code}).content.decode()
        assert "hulp" in page
        assert "CANARY" not in page
        assert "Saskia" not in page

    def test_what_is_added_twice_is_kept_once(self, world: World, citizen: Client) -> None:
        report, code = made.received(world)
        data = {"code": code, "text": "hij is verhuisd", "form_id": "add"}
        first, again = citizen.post(CODE, data), citizen.post(CODE, data)
        assert first.content == again.content
        assert "hij is verhuisd" in first.content.decode()
        with world.acting("saskia") as saskia:
            message = Message.objects.visible_to(saskia).get(report=report)
            page = presenters.report_page(saskia, reports.whole(saskia, report.id), now=clock.now())
        assert message.direction == "FROM_REPORTER"
        assert page.letters[0].text == "hij is verhuisd"

    def test_text_that_is_not_taken_comes_back(self, world: World, citizen: Client) -> None:
        _report, code = made.received(world)
        before = bad_input.stored()
        response = citizen.post(CODE, {"code": code, "text": bad_input.CONTROL})
        assert response.status_code == 422
        assert bad_input.CONTROL in response.content.decode()
        assert bad_input.stored() == before


@bad_input.some
@given(data=spoiled(WORRY), step=st.sampled_from(["check", "send", "change", "", "onzin"]))
def test_odd_input_while_telling(world: World, citizen: Client, data: dict[str, str], step: str) -> None:
    with undone():
        before = bad_input.stored()
        response = bad_input.is_taken_or_returned(
            lambda data: citizen.post(TELL, {**data, "step": step}), data, kept=TEXTS
        )
        assert step == "send" or bad_input.stored() == before
        assert response.status_code != 302


@bad_input.some
@given(text=bad_input.TYPED)
def test_odd_input_while_adding(world: World, citizen: Client, text: str) -> None:
    with undone():
        _report, code = made.received(world)
        bad_input.is_taken_or_returned(
            lambda data: citizen.post(CODE, {"code": code, **data}), {"text": text}, kept={"text"}
        )


@bad_input.some
@given(code=bad_input.TYPED)
def test_odd_codes(world: World, citizen: Client, code: str) -> None:
    with undone():
        made.received(world)
        assert citizen.post(CODE, {"code": code}).status_code == 422
