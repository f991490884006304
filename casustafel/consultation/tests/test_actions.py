import json
import uuid
from datetime import timedelta

import pytest
from django.db import connection

from casustafel.access.drafts import keep
from casustafel.access.models import Draft
from casustafel.audit.models import UserLine
from casustafel.consultation import actions, jobs, presenters, queries
from casustafel.consultation.actions import Question
from casustafel.consultation.models import Consultation, Reply
from casustafel.consultation.tests import given as made
from casustafel.lib import clock
from casustafel.lib.refusal import NotYours, Refused
from casustafel.notices.models import Notice
from casustafel.parties import queries as parties
from casustafel.parties import terms
from casustafel.vault.models import DataKey
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
NAMED = "Mohamed belt naar 06-12345678"


def deeds_of(consultation: Consultation) -> list[str]:
    with behind_the_wall("postgres"):
        lines = UserLine.objects.filter(scope_id=consultation.id).exclude(action="vault.read")
        return list(lines.order_by("at").values_list("action", flat=True))


def page_for(world: World, login: str, consultation: Consultation) -> presenters.ConsultationPage:
    with world.acting(login) as viewer:
        return presenters.page(viewer, queries.whole(viewer, consultation.id), now=clock.now())


class TestAsking:
    @pytest.mark.parametrize("to", sorted(made.ASKS))
    def test_what_was_asked_is_read_by_whom_it_was_put_to(self, world: World, to: str) -> None:
        consultation = made.asked(world, to)
        page = page_for(world, made.ANSWERS[to], consultation)
        assert [part.text for part in page.parts] == [made.SITUATION, "CANARY-worries", made.QUESTION.wants]
        assert page.may_advise and not page.is_mine
        assert deeds_of(consultation) == ["consultation.asked"]

    def test_it_stands_nowhere_in_plain_text_and_under_a_key_of_its_own(self, world: World) -> None:
        one, other = made.asked(world), made.asked(world)
        with behind_the_wall("postgres"):
            row = Consultation.objects.behind_the_second_wall().get(pk=one.pk)
        assert b"CANARY" not in bytes(row.situation)
        assert (row.key.scope, row.key.scope_id) == ("CONSULTATION", one.id) and one.key_id != other.key_id

    @pytest.mark.parametrize("field", ["situation", "worries", "goes_well", "done", "wants"])
    def test_personal_data_are_refused_at_the_field(self, world: World, field: str) -> None:
        question = Question(**{"situation": "iets", "wants": "wat nu?", field: NAMED})
        with pytest.raises(Refused) as refused:
            made.asked(world, question=question)
        assert refused.value.field == field
        with behind_the_wall("postgres"):
            assert not Consultation.objects.behind_the_second_wall().exists()

    def test_a_word_that_is_no_name_is_kept_as_confirmed(self, world: World) -> None:
        told = "Hij noemt zijn club naar Roos"
        question = Question(situation=told, wants="wat nu?", not_names=["roos", "Mohamed"])
        consultation = made.asked(world, question=question)
        assert page_for(world, "saskia", consultation).not_names == ["Roos"]

    def test_a_number_cannot_be_confirmed(self, world: World) -> None:
        question = Question(situation="bel 06-12345678", wants="?", not_names=["06-12345678"])
        with pytest.raises(Refused):
            made.asked(world, question=question)

    @pytest.mark.parametrize("login", ["hanneke", "elisabeth", "mirjam", "dennis"])
    def test_who_meets_nobody_asks_nothing(self, world: World, login: str) -> None:
        with world.acting(login) as charlie, pytest.raises(NotYours):
            actions.ask(to="DESK", question=made.QUESTION, by=charlie, now=clock.now())

    @pytest.mark.parametrize(
        ("login", "whom"), [("esra", "nienke"), ("saskia", "farid"), ("saskia", "anouk")]
    )
    def test_only_the_desk_asks_a_partner_and_no_colleague(self, world: World, login: str, whom: str) -> None:
        with world.acting(login) as asker, pytest.raises(NotYours):
            actions.ask(
                to="PARTNER",
                asked_of=world.people[whom],
                question=made.QUESTION,
                by=asker,
                now=clock.now(),
            )

    def test_the_day_it_is_destroyed_comes_from_the_number_of_the_partnership(self, world: World) -> None:
        consultation, today = made.asked(world), clock.now().date()
        partnership = world.partnerships["merenwoude"].id
        assert consultation.until_date == terms.due(partnership, "CONSULTATION_RETENTION", today) > today

    def test_of_a_report_only_the_officer_reads(self, world: World) -> None:
        report = uuid.uuid4()
        consultation = made.asked(world, "PARTNER", report_id=report)
        assert page_for(world, "saskia", consultation).report_id == report
        assert page_for(world, "nienke", consultation).report_id is None
        with world.acting("saskia") as saskia:
            assert queries.of_report(saskia, report) == [consultation]
        with world.acting("nienke") as nienke:
            assert queries.of_report(nienke, report) == []


class TestTheThread:
    def test_advice_a_further_question_and_advice_again(self, world: World) -> None:
        consultation = made.followed_up(world)
        assert consultation.state == "FOLLOWED_UP"
        with world.acting("saskia") as saskia:
            actions.advise(consultation=consultation, text="nog iets", by=saskia, now=clock.now())
        page = page_for(world, "esra", consultation)
        assert [said.text for said in page.thread] == [made.ADVICE, "CANARY-further", "nog iets"]
        assert [said.is_advice for said in page.thread] == [True, False, True]
        assert page.state == "ANSWERED" and page.may_follow_up
        assert sorted(deeds_of(consultation)) == [
            "consultation.advised",
            "consultation.advised",
            "consultation.asked",
            "consultation.followed_up",
        ]

    @pytest.mark.parametrize("login", ["esra", "nienke", "hanneke", "farid", "anouk"])
    def test_nobody_else_advises(self, world: World, login: str) -> None:
        consultation = made.asked(world)
        with world.acting(login) as charlie, pytest.raises(NotYours):
            actions.advise(consultation=consultation, text="zo", by=charlie, now=clock.now())

    @pytest.mark.parametrize("act", ["follow_up", "close", "withdraw"])
    def test_only_who_asked_goes_on_with_it(self, world: World, act: str) -> None:
        consultation = made.advised(world) if act != "withdraw" else made.asked(world)
        words = {"text": "en dan?"} if act == "follow_up" else {}
        with world.acting("saskia") as saskia, pytest.raises(NotYours):
            getattr(actions, act)(consultation=consultation, **words, by=saskia, now=clock.now())

    def test_advice_and_a_further_question_are_checked_as_well(self, world: World) -> None:
        consultation, now = made.advised(world), clock.now()
        with world.acting("saskia") as saskia, pytest.raises(Refused) as refused:
            actions.advise(consultation=consultation, text=NAMED, by=saskia, now=now)
        assert refused.value.field == "text"
        with world.acting("esra") as esra, pytest.raises(Refused):
            actions.follow_up(consultation=consultation, text=NAMED, by=esra, now=now)
        with world.acting("esra") as esra:
            said = actions.follow_up(
                consultation=consultation, text="Zij heet Roos", not_names=["Roos"], by=esra, now=now
            )
        assert page_for(world, "esra", consultation).thread[-1].not_names == ["Roos"]
        assert bytes(said.not_names) and json.dumps(["Roos"]).encode() not in bytes(said.not_names)

    def test_a_question_is_withdrawn_once_and_closed_once(self, world: World) -> None:
        asked, advised, now = made.asked(world), made.advised(world), clock.now()
        with world.acting("esra") as esra:
            with pytest.raises(Refused):
                actions.close(consultation=asked, by=esra, now=now)
            with pytest.raises(Refused):
                actions.withdraw(consultation=advised, by=esra, now=now)
            for act, row in ((actions.withdraw, asked), (actions.close, advised)):
                act(consultation=row, by=esra, now=now)
                with pytest.raises(Refused):
                    act(consultation=row, by=esra, now=now)
        assert deeds_of(asked)[-1:] and "consultation.withdrawn" in deeds_of(asked)
        assert deeds_of(advised).count("consultation.closed") == 1
        for row in (asked, advised):
            with world.acting("saskia") as saskia, pytest.raises(Refused):
                actions.advise(consultation=row, text="toch", by=saskia, now=now)


class TestDestroying:
    def destroy(self) -> int:
        with behind_the_wall("casustafel_worker"):
            return jobs.destroy_due("default", now=clock.now())

    def age(self, consultation: Consultation, days: int) -> None:
        with behind_the_wall("postgres"):
            rows = Consultation.objects.behind_the_second_wall().filter(pk=consultation.pk)
            rows.update(until_date=clock.now().date() + timedelta(days=days))

    def test_what_is_past_its_day_goes_with_its_key_and_the_log_keeps_that_it_went(
        self, world: World
    ) -> None:
        old, young = made.followed_up(world), made.followed_up(world, "SUPPORT_POINT")
        from_report = made.asked(world, "PARTNER", report_id=uuid.uuid4())
        self.age(old, 0)
        self.age(from_report, -3)
        self.age(young, 1)
        assert self.destroy() == 2 and self.destroy() == 0
        with behind_the_wall("postgres"):
            left = Consultation.objects.behind_the_second_wall()
            assert [row.pk for row in left] == [young.pk]
            assert Reply.objects.behind_the_second_wall().exclude(consultation=young).count() == 0
            assert set(DataKey.objects.filter(scope="CONSULTATION").values_list("scope_id", flat=True)) == {
                young.pk
            }
            lines = UserLine.objects.filter(action="consultation.destroyed")
            assert {line.scope_id for line in lines} == {old.pk, from_report.pk}
            assert {line.partnership_id for line in lines} == {world.partnerships["merenwoude"].id}

    def test_the_worker_reads_no_text_and_sees_nothing_that_is_not_due(self, world: World) -> None:
        made.asked(world)
        with behind_the_wall("postgres"), connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FILTER (WHERE has_column_privilege('casustafel_worker', tab, col, 'SELECT'))"
                " FROM (VALUES ('consultation_consultation', 'situation'), ('consultation_reply', 'text'),"
                " ('access_draft', 'body')) AS sealed (tab, col)"
            )
            assert cursor.fetchone() == (0,)
        with behind_the_wall("casustafel_worker"), connection.cursor() as cursor:
            cursor.execute("SELECT count(id) FROM consultation_consultation")
            assert cursor.fetchone() == (0,)

    def test_a_draft_that_nobody_went_on_with_goes_too(self, world: World) -> None:
        now = clock.now()
        with world.acting("esra") as esra:
            key = parties.own_partnership(esra).house_key
            for place, days in (("consultation:ask", 15), ("consultation:x", 3), ("contribute:x", 99)):
                keep(by=esra, place=place, key=key, body="Mohamed", now=now - timedelta(days=days))
        self.destroy()
        with behind_the_wall("postgres"):
            places = Draft.objects.behind_the_second_wall().values_list("place", flat=True)
            assert set(places) == {"consultation:x", "contribute:x"}


class TestTheBell:
    def rang(self, world: World, login: str) -> list[tuple[str, str]]:
        with world.acting(login) as viewer:
            return [(notice.kind, notice.path) for notice in Notice.objects.visible_to(viewer)]

    def test_it_rings_for_who_may_answer(self, world: World) -> None:
        asked = made.asked(world)
        assert self.rang(world, "saskia") == [("QUESTION_PUT", f"/consultatie/{asked.id}/")]
        assert self.rang(world, "anouk") == []

    def test_it_rings_for_who_asked_when_there_is_advice(self, world: World) -> None:
        advised = made.advised(world)
        asker = next(login for login, person in world.people.items() if person.id == advised.asked_by_id)
        assert self.rang(world, asker) == [("ADVICE_GIVEN", f"/consultatie/{advised.id}/")]
