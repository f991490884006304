"""Back with the code: reading, answering, adding, taking back; and codes that were typed wrong."""

from collections.abc import Callable

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from casustafel.audit.models import UserLine
from casustafel.lib import clock, codes
from casustafel.reports import actions, deciding, letters, presenters, queries
from casustafel.reports.choices import Direction
from casustafel.reports.models import Message, Report
from casustafel.reports.tests import given as made
from casustafel.reports.tests.walked import CODE, MAILBOX
from tests import bad_input
from tests.bad_input import undone
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]
ADD, WITHDRAW = f"{MAILBOX}toevoegen/", f"{MAILBOX}intrekken/"
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def citizen() -> Client:
    return Client()


def back(browser: Client, code: str) -> str:
    response = browser.post(CODE, {"code": code}, follow=True)
    assert response.request["PATH_INFO"] == MAILBOX
    return str(response.content.decode())


def asked(world: World, report: Report, text: str) -> Message:
    with world.acting("saskia"):
        message: Message = letters.put(report, Direction.QUESTION, text, key=report.key, now=clock.now())
        return message


def letters_at_the_desk(world: World, report: Report) -> list[tuple[str, str]]:
    with world.acting("saskia") as saskia:
        page = presenters.report_page(saskia, queries.whole(saskia, report.id), now=clock.now())
    return [(letter.direction, letter.text) for letter in page.letters]


def lines(action: str) -> list[UserLine]:
    with behind_the_wall("postgres"):
        return list(UserLine.objects.filter(action=action))


class TestReading:
    def test_the_code_opens_the_letters_however_it_is_typed(self, world: World, citizen: Client) -> None:
        report, code = made.taken_in(world)
        with world.acting("saskia") as saskia:
            actions.answer(report=report, text="CANARY-letter", by=saskia, now=clock.now())
        for typed in (code, code.lower(), code.replace("-", " "), f" {code.replace('0', 'o')} "):
            assert "CANARY-letter" in back(Client(), typed)

    def test_charlie_with_another_code_reads_nothing_of_it(self, world: World) -> None:
        report, _code = made.taken_in(world)
        _other, other_code = made.received(world)
        with world.acting("saskia") as saskia:
            actions.answer(report=report, text="CANARY-letter", by=saskia, now=clock.now())
        assert "CANARY" not in back(Client(), other_code)

    @pytest.mark.parametrize("url", [MAILBOX, WITHDRAW])
    def test_without_a_code_the_code_is_asked(self, world: World, citizen: Client, url: str) -> None:
        assert citizen.get(url)["Location"] == CODE

    def test_the_reporter_sees_no_signal_no_reason_no_officer_and_no_way_out(
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
            deciding.decide(report=report, way_out="ADVICE", reason="CANARY-why", by=saskia, now=clock.now())
        citizen.post(CODE, {"code": code})
        page = citizen.get(MAILBOX, headers=ENGLISH).content.decode()
        assert "Somebody is working on it" in page
        for hidden in ("CANARY", "Saskia", "Advice given"):
            assert hidden not in page

    def test_looking_leaves_no_line(self, world: World, citizen: Client) -> None:
        _report, code = made.received(world)
        with behind_the_wall("postgres"):
            before = UserLine.objects.count()
        back(citizen, code)
        with behind_the_wall("postgres"):
            assert UserLine.objects.count() == before


class TestAdding:
    def test_what_is_added_twice_is_kept_once_on_noon_of_the_day(self, world: World, citizen: Client) -> None:
        report, code = made.received(world)
        back(citizen, code)
        for _ in range(2):
            response = citizen.post(ADD, {"text": "hij is verhuisd", "form_id": "add"})
            assert response["Location"] == f"{MAILBOX}?bericht=toegevoegd"
        assert "hij is verhuisd" in citizen.get(MAILBOX).content.decode()
        assert letters_at_the_desk(world, report) == [("FROM_REPORTER", "hij is verhuisd")]
        [line] = lines("report.added_to")
        assert (line.content["role"], line.content["at"][11:16]) == ("REPORTER", "12:00")

    def test_text_that_is_not_taken_comes_back(self, world: World, citizen: Client) -> None:
        _report, code = made.received(world)
        back(citizen, code)
        before = bad_input.stored()
        response = citizen.post(ADD, {"text": bad_input.CONTROL})
        assert response.status_code == 422
        assert bad_input.CONTROL in response.content.decode()
        assert bad_input.stored() == before

    def test_text_typed_in_a_mailbox_that_was_closed_meanwhile_goes_along_with_the_code(
        self, world: World, citizen: Client
    ) -> None:
        _report, code = made.received(world)
        asks = citizen.post(ADD, {"text": "CANARY-typed"})
        assert asks.status_code == 422 and "CANARY-typed" in asks.content.decode()
        opened = citizen.post(CODE, {"code": code, "text": "CANARY-typed"})
        assert "CANARY-typed</textarea>" in opened.content.decode()
        assert citizen.post(ADD, {"text": "CANARY-typed"}).status_code == 302


class TestAnswering:
    def test_an_open_question_stands_first_and_its_answer_belongs_to_it(
        self, world: World, citizen: Client
    ) -> None:
        report, code = made.taken_in(world)
        question = asked(world, report, "Was hij alleen?")
        page = back(citizen, code)
        assert page.index("Was hij alleen?") < page.index('id="add-form"')
        assert page.count("Was hij alleen?") == 1
        assert f'name="question" value="{question.sequence}"' in page
        sent = citizen.post(ADD, {"question": question.sequence, "text": "Ja, alleen."})
        assert sent.status_code == 302
        with world.acting("saskia") as saskia:
            answer = Message.objects.visible_to(saskia).get(direction="FROM_REPORTER")
        assert answer.answers_id == question.id
        assert 'name="question"' not in citizen.get(MAILBOX).content.decode()

    def test_a_letter_that_is_no_question_cannot_be_answered_as_one(
        self, world: World, citizen: Client
    ) -> None:
        report, code = made.taken_in(world)
        with world.acting("saskia") as saskia:
            letter = actions.answer(report=report, text="dank", by=saskia, now=clock.now())
        back(citizen, code)
        citizen.post(ADD, {"question": letter.sequence, "text": "graag gedaan"})
        with world.acting("saskia") as saskia:
            assert Message.objects.visible_to(saskia).get(direction="FROM_REPORTER").answers_id is None


class TestTakingBack:
    def test_it_says_what_it_means_is_marked_once_and_the_desk_decides(
        self, world: World, citizen: Client
    ) -> None:
        report, code = made.taken_in(world)
        back(citizen, code)
        assert "already" in citizen.get(WITHDRAW, headers=ENGLISH).content.decode()
        for form_id in ("one", "two"):
            response = citizen.post(WITHDRAW, {"reason": "het is opgelost", "form_id": form_id})
            assert response["Location"] == f"{MAILBOX}?bericht=ingetrokken"
        assert letters_at_the_desk(world, report) == [("WITHDRAWAL", "het is opgelost")]
        with world.acting("saskia") as saskia:
            now = queries.get(saskia, report.id)
        assert now.withdrawn_date == clock.now().date() and now.state == report.state
        [line] = lines("report.withdrawn")
        assert line.content["role"] == "REPORTER"

    def test_without_a_reason(self, world: World, citizen: Client) -> None:
        report, code = made.received(world)
        back(citizen, code)
        citizen.post(WITHDRAW, {"reason": ""})
        assert letters_at_the_desk(world, report) == [("WITHDRAWAL", "")]


class TestTypingTheCode:
    @pytest.mark.parametrize("code", ["0000-0000-0000-0000", "onzin", "", "x" * 5000, "\x00"])
    def test_an_unknown_code_says_so_beside_the_field(self, world: World, citizen: Client, code: str) -> None:
        made.received(world)
        response = citizen.post(CODE, {"code": code})
        assert response.status_code == 422
        assert 'href="#code-code"' in response.content.decode()
        assert "melding" not in response.cookies

    def test_a_code_stands_in_no_address_and_on_no_page_of_the_mailbox(
        self, world: World, citizen: Client
    ) -> None:
        _report, code = made.received(world)
        assert code not in back(citizen, code)


@given(signs=st.text(alphabet=codes.ALPHABET, min_size=16, max_size=16), data=st.data())
def test_a_code_is_read_however_it_is_typed(signs: str, data: object) -> None:
    looks_like = {"0": "0oO", "1": "1iIlL"}
    typed = "".join(
        data.draw(st.sampled_from(looks_like.get(sign, sign + sign.lower())))
        + data.draw(st.sampled_from(["", "", " ", "-"]))
        for sign in signs
    )
    assert codes.read_code(typed) == signs


@given(st.one_of(st.text(alphabet=codes.ALPHABET, max_size=15), st.text(alphabet="Uu!é", min_size=1)))
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert codes.read_code(typed) is None


@bad_input.some
@given(text=bad_input.TYPED)
def test_odd_input_while_adding_or_answering(world: World, citizen: Client, text: str) -> None:
    with undone():
        report, code = made.received(world)
        question = asked(world, report, "Wanneer?")
        citizen.post(CODE, {"code": code})
        for more in ({}, {"question": str(question.sequence)}):
            bad_input.is_taken_or_returned(
                lambda data, more=more: citizen.post(ADD, {**data, **more}), {"text": text}, kept={"text"}
            )
        assert citizen.post(ADD, {"text": "x", "question": text}).status_code in {302, 422}


@bad_input.some
@given(reason=bad_input.TYPED)
def test_odd_input_while_taking_back(world: World, citizen: Client, reason: str) -> None:
    with undone():
        _report, code = made.received(world)
        citizen.post(CODE, {"code": code})
        bad_input.is_taken_or_returned(
            lambda data: citizen.post(WITHDRAW, data), {"reason": reason}, kept={"reason"}
        )


@bad_input.some
@given(code=bad_input.TYPED)
def test_odd_codes(world: World, citizen: Client, code: str) -> None:
    with undone():
        made.received(world)
        assert citizen.post(CODE, {"code": code}).status_code == 422
