"""A round as it goes at a table: kept as typed, done, closed, shown, talked about and asked again."""

import pytest

from casustafel.cases import actions as cases
from casustafel.cases.models import Case, Seat, Step
from casustafel.lib import clock
from casustafel.lib.refusal import NotYours, Refused
from casustafel.method import model
from casustafel.notices.models import Notice
from casustafel.picture import judgement_presenters, judging, queries
from casustafel.picture.choices import ABSTAINS
from casustafel.picture.judgement_presenters import JudgementPage
from casustafel.picture.models import Answer, Round, Turn
from casustafel.picture.tests import told
from casustafel.picture.tests.looked import shown
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
LOW, MIDDLE, HIGH = [level.code for level in model.current().scale("WORRY").levels][:3]


def _page(world: World, case: Case, login: str) -> JudgementPage:
    now = clock.now()
    with world.acting(login) as viewer:
        file = queries.judgement(viewer, case, day=now.date())
        return judgement_presenters.judgement_page(viewer, file, now=now)[1]


def _organisation(world: World, login: str) -> str:
    name: str = world.people[login].organisation.name
    return name


def _rows(*tables: type) -> list[int]:
    with behind_the_wall("postgres"):
        return [table.objects.behind_the_second_wall().count() for table in tables]


class TestWhileTyping:
    def test_what_is_typed_is_kept_and_nobody_hears_of_it(self, world: World, case: Case) -> None:
        round, before = told.open_round(world, case), _rows(Step, Notice, Turn)
        told.keep(world, round, by="marloes", text="CANARY-h")
        told.keep(world, round, by="marloes", level=LOW, text="CANARY-half")
        assert _rows(Step, Notice, Turn) == before and _rows(Answer) == [1]
        assert told.lines("picture.answered") == []
        own = _page(world, case, "marloes").own.rounds[0]
        assert (own.level, own.text, own.is_done) == (LOW, "CANARY-half", False)
        assert "CANARY" not in str(_page(world, case, "esra"))
        assert not any(turn.done for turn in _page(world, case, "esra").cards[0].turns)

    def test_whoever_is_done_takes_that_back_before_typing_on(self, world: World, case: Case) -> None:
        round = told.open_round(world, case)
        told.answer(world, round, by="marloes", text="klaar")
        with pytest.raises(Refused):
            told.keep(world, round, by="marloes", text="een oud venster")
        assert _page(world, case, "marloes").own.rounds[0].text == "klaar"
        told.take_back(world, round, by="marloes")
        told.take_back(world, round, by="marloes")  # twice is the same
        assert _rows(Turn) == [0] and len(told.lines("picture.answer_taken_back")) == 2
        own = _page(world, case, "marloes").own.rounds[0]
        assert (own.text, own.is_done) == ("klaar", False)
        told.keep(world, round, by="marloes", text="toch anders")

    def test_only_a_level_of_the_question_is_kept(self, world: World, case: Case) -> None:
        round = told.open_round(world, case, question="GOING_ON")
        with pytest.raises(Refused) as refused:
            told.keep(world, round, by="esra", level=HIGH)
        assert refused.value.field == "level"
        told.keep(world, round, by="esra", level=ABSTAINS)

    def test_what_somebody_was_not_done_with_stays_their_own(self, world: World, case: Case) -> None:
        round = told.open_round(world, case)
        told.answer(world, round, by="marloes")
        told.keep(world, round, by="esra", text="CANARY-left")
        told.reveal(world, round)
        card = _page(world, case, "joyce").cards[0]
        assert "CANARY-left" not in str(card) and _organisation(world, "esra") in card.silent
        assert _organisation(world, "marloes") not in card.silent
        assert _page(world, case, "esra").own.rounds[0].is_left
        assert not _page(world, case, "marloes").own.rounds[0].is_left
        assert card == _page(world, case, "esra").cards[0]


class TestClosing:
    def test_a_closed_round_takes_no_answers_and_shows_none(self, world: World, case: Case) -> None:
        round = told.open_round(world, case)
        told.answer(world, round, by="marloes")
        told.close(world, round)
        for act in (told.keep, told.answer, told.take_back):
            with pytest.raises(Refused):
                act(world, round, by="marloes")
        assert _page(world, case, "esra").cards[0].laid is None
        told.reopen(world, round)
        told.take_back(world, round, by="marloes")
        with pytest.raises(Refused):
            told.close(world, round)  # nobody is done
        told.answer(world, round, by="esra")
        told.close(world, round)
        told.reveal(world, round)
        laid = _page(world, case, "thijs").cards[0].laid
        assert laid and [line.organisation for line in laid.then] == [_organisation(world, "esra")]
        for action, times in (("picture.round_closed", 2), ("picture.round_reopened", 1)):
            assert [line.scope_id for line in told.lines(action)] == [case.id] * times
        with world.acting("thijs") as thijs:
            steps = Step.objects.visible_to(thijs).filter(case=case, kind="picture.round_closed")
            assert steps.count() == 2

    @pytest.mark.parametrize("act", [judging.close, judging.reopen, judging.reveal, judging.ask_again])
    def test_only_the_chair_turns_a_round(self, world: World, case: Case, act) -> None:
        round, now = told.open_round(world, case), clock.now()
        told.answer(world, round, by="marloes")
        with world.acting("thijs") as viewer, pytest.raises(Refused):
            act(round=round, by=viewer, now=now)
        with world.acting("anouk") as viewer, pytest.raises(NotYours):
            act(round=round, by=viewer, now=now)


class TestSideBySide:
    def test_those_furthest_apart_are_heard_first(self, world: World, case: Case) -> None:
        round = told.open_round(world, case)
        for login, level in (("marloes", HIGH), ("esra", LOW), ("thijs", LOW), ("pieterjan", MIDDLE)):
            told.answer(world, round, by=login, level=level, text=f"omdat {login}")
        told.reveal(world, round)
        laid = _page(world, case, "joyce").cards[0].laid
        assert laid and [line.text for line in laid.first] == ["omdat marloes"]
        assert [line.text for line in laid.then][-1] == "omdat pieterjan" and len(laid.then) == 3
        names = [label for label, _who in laid.spread_pairs]
        assert names == [level.label for level in model.current().scale("WORRY").levels]

    def test_whoever_abstains_says_why_and_stands_apart(self, world: World, case: Case) -> None:
        for question in ("WORRY", "GOING_ON"):
            round = told.open_round(world, case, question=question)
            with pytest.raises(Refused) as refused:
                told.answer(world, round, by="esra", level=ABSTAINS, text=" ")
            assert refused.value.field == "text"
            told.answer(world, round, by="esra", level=ABSTAINS, text="CANARY-abstains")
            told.answer(world, round, by="marloes")
            told.reveal(world, round)
            card = _page(world, case, "joyce").cards[0]
            assert card.laid and [line.text for line in card.laid.abstained] == ["CANARY-abstains"]
            assert "CANARY-abstains" not in str([card.laid.first, card.laid.then, card.laid.spread_pairs])
            assert _organisation(world, "esra") not in card.silent

    def test_the_answer_of_who_left_keeps_the_name(self, world: World, case: Case) -> None:
        round = told.open_round(world, case)
        told.answer(world, round, by="esra")
        with world.acting("joyce") as joyce:
            seats = Seat.objects.visible_to(joyce).select_related("case", "key")
            seat = seats.get(case=case, person=world.people["esra"])
            cases.end_seat(seat=seat, reason="klaar", by=joyce, now=clock.now())
        told.reveal(world, round)
        laid = _page(world, case, "joyce").cards[0].laid
        assert laid and laid.then[0].organisation == _organisation(world, "esra")


class TestAskedAgain:
    def _again(self, world: World, case: Case, question: str = "WORRY") -> Round:
        round = told.open_round(world, case, question=question)
        level = LOW if question == "WORRY" else ""
        told.answer(world, round, by="marloes", level=level, text="CANARY-first")
        told.answer(world, round, by="pieterjan", level=ABSTAINS, text="omdat")
        told.reveal(world, round)
        return told.ask_again(world, round)

    def test_the_first_answers_stay_while_the_second_are_given_alone(self, world: World, case: Case) -> None:
        second = self._again(world, case)
        assert (second.number, second.state) == (2, "ALONE")
        told.answer(world, second, by="marloes", level=HIGH, text="CANARY-second")
        (card,) = _page(world, case, "esra").cards
        assert card.id == second.id and card.laid is None and card.moves == []
        assert [line.text for line in card.earlier[0].then] == ["CANARY-first"]
        assert "CANARY-second" not in str(card)
        assert [line.scope_id for line in told.lines("picture.round_again")] == [case.id]

    def test_how_each_moved_stands_beside_it(self, world: World, case: Case) -> None:
        second = self._again(world, case)
        told.answer(world, second, by="marloes", level=HIGH)
        told.answer(world, second, by="esra", level=MIDDLE)
        told.reveal(world, second)
        names = {level.code: level.label for level in model.current().scale("WORRY").levels}
        moves = {move.organisation: move.steps for move in _page(world, case, "thijs").cards[0].moves}
        assert moves[_organisation(world, "marloes")] == [(1, names[LOW]), (2, names[HIGH])]
        assert moves[_organisation(world, "esra")] == [(1, ""), (2, names[MIDDLE])]
        first, last = moves[_organisation(world, "pieterjan")]
        assert first[1] not in {"", *names.values()} and last == (2, "")

    def test_in_words_one_reads_both(self, world: World, case: Case) -> None:
        second = self._again(world, case, "GOING_ON")
        told.answer(world, second, by="marloes", level="", text="CANARY-second")
        told.reveal(world, second)
        card = _page(world, case, "thijs").cards[0]
        assert card.moves == [] and len(card.earlier) == 1

    def test_a_round_that_was_concluded_is_not_taken_for_an_earlier_one(
        self, world: World, case: Case
    ) -> None:
        second = self._again(world, case)
        told.answer(world, second, by="marloes")
        told.reveal(world, second)
        with world.acting("joyce") as joyce:
            judging.conclude(
                round=second, joint="samen", dissents={}, without="omdat", by=joyce, now=clock.now()
            )
        told.open_round(world, case)
        newest, concluded = _page(world, case, "thijs").cards
        assert newest.earlier == [] and [laid.number for laid in concluded.earlier] == [1]

    def test_only_what_was_shown_is_asked_again_and_once(self, world: World, case: Case) -> None:
        first = told.open_round(world, case)
        told.answer(world, first, by="marloes")
        with pytest.raises(Refused):
            told.ask_again(world, first)
        told.reveal(world, first)
        told.ask_again(world, first)
        with pytest.raises(Refused):
            told.ask_again(world, first)
        assert _rows(Round) == [2]


class TestInTheBrowser:
    def test_an_answer_is_kept_while_one_types_and_sent_when_done(
        self, world: World, client_of, case: Case
    ) -> None:
        round, esra = told.open_round(world, case), client_of("esra")
        base = f"/casussen/{case.id}/duiding/"
        door = f"{base}{round.id}/"
        assert esra.post(f"{door}bewaren/", {"text": "CANARY-half"}).status_code == 200
        assert "CANARY-half" in shown(esra, base) and "CANARY-half" not in shown(client_of("joyce"), base)
        assert esra.post(f"{door}bewaren/", {"level": "NO_SUCH", "text": "x"}).status_code == 422
        assert esra.post(door, {"text": "CANARY-later", "go": "later"}).status_code == 302
        assert _rows(Turn) == [0] and f'action="{door}"' in shown(esra, base)
        assert esra.post(door, {"level": LOW, "text": "CANARY-done"}).status_code == 302
        page = shown(esra, base)
        assert "CANARY-done" in page and f'action="{door}niet-klaar/"' in page
        assert f'action="{door}"' not in page
        assert esra.post(f"{door}bewaren/", {"text": "CANARY-old-window"}).status_code == 422
        assert esra.post(f"{door}niet-klaar/").status_code == 302
        assert f'action="{door}"' in shown(esra, base)

    def test_the_chair_walks_from_close_to_asking_again(self, world: World, client_of, case: Case) -> None:
        round, joyce = told.open_round(world, case), client_of("joyce")
        base = f"/casussen/{case.id}/duiding/"
        door = f"{base}{round.id}/"
        refused = joyce.post(f"{door}sluiten/")
        assert refused.status_code == 422 and 'role="alert"' in refused.content.decode()
        told.answer(world, round, by="marloes")
        for turn, offered in (
            ("sluiten/", {"heropenen/", "naast-elkaar/"}),
            ("naast-elkaar/", {"nog-eens/", "samen/"}),
        ):
            assert f'action="{door}{turn}"' in shown(joyce, base)
            assert joyce.post(f"{door}{turn}").status_code == 302
            page, theirs = shown(joyce, base), shown(client_of("esra"), base)
            assert all(f'action="{door}{each}"' in page for each in offered)
            assert not any(f'action="{door}{each}"' in theirs for each in offered)
        assert joyce.post(f"{door}nog-eens/").status_code == 302
        assert told.ANSWER in shown(client_of("esra"), base)

    @pytest.mark.parametrize("tail", ["bewaren/", "niet-klaar/", "sluiten/", "heropenen/", "nog-eens/"])
    def test_to_others_there_is_no_such_round(self, world: World, client_of, case: Case, tail: str) -> None:
        round = told.open_round(world, case)
        for login in ("anouk", "bram"):
            there = client_of(login).post(f"/casussen/{case.id}/duiding/{round.id}/{tail}")
            absent = client_of(login).post(f"/casussen/{case.id}/duiding/{case.id}/{tail}")
            assert (there.status_code, there.content) == (404, absent.content)
