import pytest
from django.db import IntegrityError, transaction

from casustafel.cases.models import Case, Step
from casustafel.lib import clock
from casustafel.lib.refusal import NotYours, Refused
from casustafel.method import model
from casustafel.picture import judgement_presenters, judging, queries
from casustafel.picture.choices import RoundState
from casustafel.picture.judgement_presenters import JudgementPage, Laid, OwnRound, RoundCard
from casustafel.picture.models import Answer, Dissent, Round, Turn
from casustafel.picture.tests import told
from casustafel.vault import opening
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db


def _page(world: World, case: Case, login: str) -> JudgementPage:
    now = clock.now()
    with world.acting(login) as viewer:
        file = queries.judgement(viewer, case, day=now.date())
        _frame, page = judgement_presenters.judgement_page(viewer, file, now=now)
        return page


def _card(world: World, case: Case, login: str) -> RoundCard:
    """The newest round, as it lies there for all."""
    return _page(world, case, login).cards[0]


def _laid(world: World, case: Case, login: str) -> Laid:
    laid = _card(world, case, login).laid
    assert laid is not None
    return laid


def _own(world: World, case: Case, login: str) -> OwnRound:
    return _page(world, case, login).own.rounds[0]


def _conclude(
    world: World,
    round: Round,
    *,
    by: str = "joyce",
    joint: str = "samen",
    without: str = "CANARY-without: die vragen stelden wij vorige week",
    **dissents: str,
) -> Round:
    named = {world.people[login].organisation_id: text for login, text in dissents.items()}
    with world.acting(by) as viewer:
        return judging.conclude(
            round=round, joint=joint, dissents=named, by=viewer, now=clock.now(), without=without
        )


def test_before_the_reveal_only_that_somebody_answered_is_known(world: World, case: Case) -> None:
    round = told.open_round(world, case)
    told.answer(world, round, by="marloes")
    for login in ("joyce", "thijs", "esra"):
        card = _card(world, case, login)
        assert (card.laid, card.earlier, card.silent, card.moves) == (None, [], [], []), login
        assert _own(world, case, login).text == "", login
        done = {turn.organisation: turn.done for turn in card.turns}
        assert done[world.people["marloes"].organisation.name] is True
        assert done[world.people["esra"].organisation.name] is False
        with world.acting(login):
            assert not Answer.objects.behind_the_second_wall().exists(), login
    assert _own(world, case, "marloes").text == told.ANSWER


def test_after_the_reveal_everybody_sees_the_same_spread_and_reasons(world: World, case: Case) -> None:
    round = told.open_round(world, case)
    low, high = [level.code for level in model.current().scale("WORRY").levels][:2]
    told.answer(world, round, by="marloes", level=low)
    told.answer(world, round, by="esra", level=high, text="CANARY-esra")
    told.reveal(world, round)
    cards = [_card(world, case, login) for login in ("joyce", "thijs", "marloes", "pieterjan", "esra")]
    assert len({str(card) for card in cards}) == 1
    laid = _laid(world, case, "thijs")
    assert {answer.text for answer in laid.first} == {told.ANSWER, "CANARY-esra"}
    assert [label for label, _who in laid.spread_pairs] == [
        level.label for level in model.current().scale("WORRY").levels
    ]
    given = {label: who for label, who in laid.spread_pairs if who}
    assert sorted(given.values()) == sorted(
        [[world.people[login].organisation.name] for login in ("marloes", "esra")]
    )


def test_an_answer_is_ones_own_and_may_be_given_anew_until_the_reveal(world: World, case: Case) -> None:
    round = told.open_round(world, case)
    told.answer(world, round, by="marloes", text="eerst")
    told.answer(world, round, by="marloes", text="bij nader inzien")
    with world.acting("marloes") as marloes:
        assert Answer.objects.visible_to(marloes).count() == 1
        assert Turn.objects.visible_to(marloes).count() == 1
        row = Answer.objects.visible_to(marloes).get()
        assert opening.open_all([row], by=marloes, purpose="t", now=clock.now())(row, "text") == (
            "bij nader inzien"
        )
    told.reveal(world, round)
    with pytest.raises(Refused):
        told.answer(world, round, by="marloes", text="toch anders")
    assert _laid(world, case, "esra").then[0].text == "bij nader inzien"


def test_what_somebody_judged_stands_nowhere_in_plain_text(world: World, case: Case) -> None:
    made = told.answer(world, told.open_round(world, case), by="marloes")
    with behind_the_wall("postgres"):
        row = Answer.objects.behind_the_second_wall().get(pk=made.pk)
    assert b"CANARY" not in bytes(row.text) and len(bytes(row.level)) > 28
    assert not any("CANARY" in str(line.content) for line in told.lines("picture.answered"))


def test_an_answer_is_on_the_scale_and_says_why(world: World, case: Case) -> None:
    round = told.open_round(world, case)
    for level, text, field in (("NO_SUCH", "x", "level"), ("", "x", "level"), (None, "  ", "text")):
        with pytest.raises(Refused) as refused:
            told.answer(world, round, by="esra", level=level, text=text)
        assert refused.value.field == field
    in_words = told.open_round(world, case, question="GOING_ON")
    with pytest.raises(Refused) as refused:
        told.answer(world, in_words, by="esra", level="HIGH")
    assert refused.value.field == "level"
    told.answer(world, in_words, by="esra", level="")


@pytest.mark.parametrize("login", ["thijs", "esra"])
def test_only_the_chair_asks_turns_and_concludes(world: World, case: Case, login: str) -> None:
    round, now = told.open_round(world, case), clock.now()
    told.answer(world, round, by="marloes")
    with world.acting(login) as viewer:
        with pytest.raises(Refused):
            judging.open_round(case=case, question="GOING_ON", by=viewer, now=now)
        with pytest.raises(Refused):
            judging.reveal(round=round, by=viewer, now=now)
    told.reveal(world, round)
    with pytest.raises(Refused):
        _conclude(world, round, by=login)


@pytest.mark.parametrize("login", ["bram", "anouk"])
def test_who_has_no_seat_does_not_judge(world: World, case: Case, login: str) -> None:
    round = told.open_round(world, case)
    with pytest.raises(NotYours):
        told.answer(world, round, by=login)
    with world.acting(login) as viewer, pytest.raises(NotYours):
        queries.get_round(viewer, case, round.id)


def test_a_round_goes_one_way_and_only_with_an_answer(world: World, case: Case) -> None:
    round = told.open_round(world, case)
    with pytest.raises(Refused):
        told.reveal(world, round)
    with pytest.raises(Refused):
        _conclude(world, round)
    told.answer(world, round, by="marloes")
    told.reveal(world, round)
    with pytest.raises(Refused):
        told.reveal(world, round)
    with pytest.raises(Refused) as refused:
        _conclude(world, round, joint=" ")
    assert refused.value.field == "joint"
    assert _conclude(world, round).state == RoundState.CONCLUDED
    with pytest.raises(Refused):
        _conclude(world, round)


def test_the_joint_judgement_keeps_who_sees_it_otherwise(world: World, case: Case) -> None:
    round = told.open_round(world, case)
    told.answer(world, round, by="marloes")
    told.reveal(world, round)
    _conclude(world, round, joint="CANARY-joint", esra="CANARY-dissent")
    card = _card(world, case, "thijs")
    assert card.joint == "CANARY-joint"
    assert card.dissents == [(world.people["esra"].organisation.name, "CANARY-dissent")]
    with behind_the_wall("postgres"):
        assert b"CANARY" not in bytes(Dissent.objects.behind_the_second_wall().get().text)
    with world.acting("thijs") as thijs:
        kinds = list(
            Step.objects.visible_to(thijs).filter(case=case).order_by("at").values_list("kind", flat=True)
        )
    way = ["picture.round_opened", "picture.round_revealed", "picture.bias_passed", "picture.concluded"]
    assert kinds[-4:] == way
    for action in (*way, "picture.answered"):
        assert [line.scope_id for line in told.lines(action)] == [case.id], action


def test_a_question_is_judged_anew_in_a_round_of_its_own(world: World, case: Case) -> None:
    first = told.open_round(world, case)
    with pytest.raises(Refused) as refused:
        told.open_round(world, case)
    assert refused.value.field == "question"
    told.answer(world, first, by="marloes")
    told.reveal(world, first)
    with pytest.raises(Refused):
        told.open_round(world, case)
    _conclude(world, first)
    second = told.open_round(world, case)
    assert (first.number, second.number) == (1, 2)
    told.answer(world, second, by="esra", text="CANARY-second")
    assert _card(world, case, "marloes").laid is None  # the new one is on top, and still alone
    with world.acting("marloes") as marloes:
        assert Answer.objects.visible_to(marloes).filter(round=first).count() == 1


def test_the_database_keeps_one_round_at_a_time(world: World, case: Case) -> None:
    round = told.open_round(world, case)
    with world.acting("joyce"), pytest.raises(IntegrityError), transaction.atomic():
        Round(case=case, key=case.key, question=round.question, number=2, opened_at=clock.now()).save(
            force_insert=True
        )
