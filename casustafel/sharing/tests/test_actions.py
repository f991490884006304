from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from casustafel.access import drafts
from casustafel.audit.models import UserLine
from casustafel.lib import clock
from casustafel.lib.refusal import NotYours, Refused
from casustafel.parties import terms
from casustafel.sharing import actions, queries
from casustafel.sharing.choices import State, Step
from casustafel.sharing.models import Aid
from casustafel.sharing.tests import made
from casustafel.vault.models import DataKey
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db


def lines(action: str) -> list[UserLine]:
    with behind_the_wall("postgres"):
        return list(UserLine.objects.filter(action=action))


def stored(aid: Aid) -> Aid:
    with behind_the_wall("postgres"):
        return Aid.objects.behind_the_second_wall().get(pk=aid.pk)


class TestBegin:
    def test_it_stands_under_a_key_of_its_own(self, world: World) -> None:
        one, other = made.begun(world), made.begun(world)
        assert one.key_id != other.key_id
        key = DataKey.objects.get(pk=one.key_id)
        assert (key.scope, key.scope_id) == ("SHARING", one.id)
        assert b"CANARY" not in bytes(stored(one).called)

    def test_it_is_kept_for_the_term_of_the_partnership(self, world: World) -> None:
        aid, today = made.begun(world), clock.now().date()
        assert aid.until_date == terms.due(aid.partnership_id, actions.TERM, today) > today

    def test_it_is_logged_once(self, world: World) -> None:
        aid = made.begun(world)
        assert [line.scope_id for line in lines("sharing.begun")] == [aid.id]

    def test_without_a_word_to_find_it_by_it_is_not_begun(self, world: World) -> None:
        with world.acting("esra") as esra, pytest.raises(Refused):
            actions.begin(called=" ", by=esra, now=clock.now())

    @pytest.mark.parametrize("login", ["elisabeth", "mirjam", "dennis", "ruben"])
    def test_who_meets_nobody_in_their_work_has_none(self, world: World, login: str) -> None:
        with world.acting(login) as viewer, pytest.raises(NotYours):
            actions.begin(called="iets", by=viewer, now=clock.now())


class TestAnswer:
    def test_every_step_is_kept_and_read_back_in_words(self, world: World) -> None:
        aid = made.answered(world)
        assert stored(aid).answered == list(Step)
        assert len(lines("sharing.answered")) == 7

    def test_an_answer_can_be_given_anew_in_any_order(self, world: World) -> None:
        aid, other = made.begun(world), {"talked": "NO", "reason": "nog niemand gevonden"}
        with world.acting("esra") as esra:
            for answers in (made.ANSWERS[Step.COLLEAGUES], other):
                aid = actions.answer(aid=aid, step=Step.COLLEAGUES, answers=answers, by=esra, now=clock.now())
            assert aid.answered == [Step.COLLEAGUES]

    def test_each_change_moves_the_last_day(self, world: World) -> None:
        aid, later = made.begun(world), clock.now() + timedelta(days=40)
        with world.acting("esra") as esra:
            kept = actions.answer(
                aid=aid, step=Step.CONSENT, answers=made.ANSWERS[Step.CONSENT], by=esra, now=later
            )
        assert kept.changed_date == later.date()
        assert kept.until_date == terms.due(aid.partnership_id, actions.TERM, later.date()) > aid.until_date

    def test_what_was_typed_is_dropped_once_it_is_kept(self, world: World) -> None:
        aid = made.begun(world)
        with world.acting("esra") as esra:
            place, now = queries.draft_place(aid, Step.CONSENT), clock.now()
            drafts.keep(by=esra, place=place, key=aid.key, body="reason=half", now=now)
            actions.answer(aid=aid, step=Step.CONSENT, answers=made.ANSWERS[Step.CONSENT], by=esra, now=now)
            assert drafts.find(by=esra, place=place, now=now) == ""

    def test_a_ground_that_is_not_in_the_catalogue_is_refused(self, world: World) -> None:
        for ground in ("MADE_UP", "SPECIAL_DATA"):  # the second is a condition, no ground
            with pytest.raises(Refused) as refused:
                made.answered(world, receiver={"ground": ground})
            assert refused.value.field == "ground"

    def test_why_not_is_asked(self, world: World) -> None:
        with pytest.raises(Refused):
            made.answered(world, person={"spoken": "NO", "reason": ""})

    def test_another_answers_nothing(self, world: World) -> None:
        aid = made.begun(world)
        for login in ("bram", "marloes", "anouk"):
            with world.acting(login) as viewer, pytest.raises(NotYours):
                actions.answer(
                    aid=aid, step=Step.CONSENT, answers=made.ANSWERS[Step.CONSENT], by=viewer, now=clock.now()
                )
        assert stored(aid).answered == []


class TestOutcome:
    def test_before_every_step_there_is_nothing_to_choose(self, world: World) -> None:
        aid = made.begun(world)
        with world.acting("esra") as esra, pytest.raises(Refused, match="every step"):
            actions.choose(aid=aid, outcome="SHARE", reason="zo", by=esra, now=clock.now())

    def test_it_needs_a_reason(self, world: World) -> None:
        aid = made.answered(world)
        with world.acting("esra") as esra, pytest.raises(Refused):
            actions.choose(aid=aid, outcome="SHARE", reason=" ", by=esra, now=clock.now())

    @pytest.mark.parametrize("outcome", ["SHARE", "DO_NOT_SHARE"])
    def test_it_stays_what_the_maker_chose_whatever_was_answered(self, world: World, outcome: str) -> None:
        against = {"consent": {"asked": "REFUSED"}, "receiver": {"ground": "NONE"}}
        aid = made.answered(world, **against)
        assert stored(aid).outcome == ""
        with world.acting("esra") as esra:
            now = clock.now()
            aid = actions.choose(aid=aid, outcome=outcome, reason=made.REASON, by=esra, now=now)
            for answer in ("GIVEN", "NO"):
                told = {"asked": answer, "reason": "opnieuw gevraagd"}
                aid = actions.answer(aid=aid, step=Step.CONSENT, answers=told, by=esra, now=now)
            aid = actions.finish(aid=aid, by=esra, now=now)
        assert (stored(aid).outcome, stored(aid).state) == (outcome, State.DONE)
        assert len(lines("sharing.chosen")) == len(lines("sharing.finished")) == 1


class TestFinished:
    def test_without_an_outcome_it_is_not_finished(self, world: World) -> None:
        aid = made.answered(world)
        with world.acting("esra") as esra, pytest.raises(Refused, match="outcome"):
            actions.finish(aid=aid, by=esra, now=clock.now())

    def test_it_stays_as_it_is(self, world: World) -> None:
        aid = made.done(world)
        with world.acting("esra") as esra:
            at = {"by": esra, "now": clock.now()}
            for act in (
                lambda: actions.finish(aid=aid, **at),
                lambda: actions.choose(aid=aid, outcome="DO_NOT_SHARE", reason="toch niet", **at),
                lambda: actions.answer(aid=aid, step=Step.CONSENT, answers=made.ANSWERS[Step.CONSENT], **at),
            ):
                with pytest.raises(Refused, match="finished"):
                    act()
        assert len(lines("sharing.finished")) == 1

    def test_the_second_wall_keeps_it_so_as_well(self, world: World) -> None:
        draft, done = made.begun(world), made.done(world)
        with world.acting("esra"):
            rows = Aid.objects.behind_the_second_wall()
            assert rows.filter(pk=draft.pk).update(reason=b"") == 1
            assert rows.filter(pk=done.pk).update(reason=b"") == 0
            with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("DELETE FROM sharing_aid")

    def test_its_result_can_be_taken_along_in_words(self, world: World) -> None:
        aid = made.done(world)
        before = len(lines("vault.read"))
        with world.acting("esra") as esra:
            text = queries.result_text(esra, aid.id, now=clock.now())
        for part in (made.WHAT, made.REASON, "hij zei ja", "AVG", "weinig: hij weet ervan"):
            assert part in text
        for own in (
            made.CALLED,
            made.SEEN,
            "alles zelf gezien",
            "wat hij over thuis zei",
            "ja, aan het wijkteam",
        ):
            assert own not in text
        read = lines("vault.read")[before:]
        assert [line.content["purpose"] for line in read] == ["sharing.attach"]

    def test_of_another_or_in_progress_there_is_no_result(self, world: World) -> None:
        draft, done = made.chosen(world), made.done(world)
        for login, aid in (("esra", draft), ("bram", done), ("anouk", done)):
            with world.acting(login) as viewer, pytest.raises(NotYours):
                queries.result_text(viewer, aid.id, now=clock.now())
        with world.acting("esra") as esra:
            assert [each.id for each in queries.finished(esra, now=clock.now())] == [done.id]
