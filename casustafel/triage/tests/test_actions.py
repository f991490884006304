from uuid import UUID, uuid4

import pytest
from django.db import ProgrammingError, transaction

from casustafel.audit.models import UserLine
from casustafel.cases.models import Case, Seat, Subject
from casustafel.lib import clock
from casustafel.lib.refusal import NotYours, Refused
from casustafel.reports import deciding as reports
from casustafel.reports import queries as report_queries
from casustafel.reports.tests import given as told
from casustafel.triage import actions, presenters, queries
from casustafel.triage.models import Dissent, Turn, View, Weighing
from casustafel.triage.tests import given as made
from casustafel.vault import opening
from casustafel.vault.choices import Scope
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db


def logged(scope: UUID) -> list[tuple[str, str]]:
    with behind_the_wall("postgres"):
        lines = UserLine.objects.filter(scope_id=scope).exclude(action="vault.read").order_by("at")
        return [(line.action, str(line.actor_id)) for line in lines]


class TestPreparing:
    def test_it_has_a_key_of_its_own_and_holds_the_name_but_not_the_report(self, world: World) -> None:
        weighing = made.prepared(world)
        assert (weighing.key.scope, weighing.key.scope_id) == (Scope.WEIGHING, weighing.id)
        with world.acting("farid") as farid:
            page = presenters.weighing_page(farid, queries.whole(farid, weighing.id), now=clock.now())
            assert (page.subject, page.subject_birth, page.summary) == (
                "Jan de Vries",
                "2001",
                "CANARY-summary",
            )
            with pytest.raises(NotYours):
                report_queries.get(farid, weighing.report_id)
        assert weighing.due_date > clock.now().date()

    def test_the_report_moves_on_with_it_and_cannot_be_prepared_twice(self, world: World) -> None:
        weighing = made.prepared(world)
        with world.acting("saskia") as saskia:
            report = report_queries.get(saskia, weighing.report_id)
            assert report.state == "TO_WEIGHING"
            with pytest.raises(Refused):
                actions.prepare(report=report, summary="x", reason="x", by=saskia, now=clock.now())

    @pytest.mark.parametrize(("summary", "reason"), [("", "waarom"), (" ", "waarom"), ("wat", " ")])
    def test_it_needs_a_summary_and_a_reason(self, world: World, summary: str, reason: str) -> None:
        report, _code = told.taken_in(world)
        with world.acting("saskia") as saskia:
            with pytest.raises(Refused):
                actions.prepare(report=report, summary=summary, reason=reason, by=saskia, now=clock.now())
            assert report_queries.get(saskia, report.id).state == "TAKEN_IN"

    def test_a_fresh_report_is_taken_in_first(self, world: World) -> None:
        report, _code = told.received(world)
        with world.acting("saskia") as saskia, pytest.raises(Refused):
            actions.prepare(report=report, summary="x", reason="x", by=saskia, now=clock.now())

    @pytest.mark.parametrize("login", ["anouk", "farid", "joyce"])
    def test_only_the_reporting_officer_prepares(self, world: World, login: str) -> None:
        report, _code = told.taken_in(world)
        with world.acting(login) as charlie, pytest.raises(NotYours):
            actions.prepare(report=report, summary="x", reason="x", by=charlie, now=clock.now())

    def test_it_is_logged(self, world: World) -> None:
        weighing = made.prepared(world)
        assert logged(weighing.id) == [("weighing.prepared", str(world.people["saskia"].id))]


class TestWeighingAlone:
    def test_each_sees_only_the_own_view_and_who_is_done(self, world: World) -> None:
        weighing = made.weighed(world)
        for login, kind in made.TEAM.items():
            with world.acting(login) as member:
                file = queries.whole(member, weighing.id)
                page = presenters.weighing_page(member, file, now=clock.now())
            assert [view.organisation_id for view in file.views] == [made.organisation(world, kind).id]
            assert page.mine is not None
            assert page.mine.reason == f"CANARY-reason-{login}"
            assert page.views == []
            assert all(turn.done for turn in page.turns)

    def test_the_second_wall_alone_keeps_the_others_back(self, world: World) -> None:
        weighing = made.weighed(world)
        with world.acting("marloes"):
            assert View.objects.behind_the_second_wall().filter(weighing=weighing).count() == 1

    def test_the_reporting_officer_sees_no_view(self, world: World) -> None:
        weighing = made.together(world)
        with world.acting("saskia"):
            assert View.objects.behind_the_second_wall().filter(weighing=weighing).count() == 0

    def test_given_anew_it_replaces_the_first(self, world: World) -> None:
        weighing = made.prepared(world)
        made.give(world, weighing, "farid", "eerst")
        made.give(world, weighing, "farid", "daarna", outcome="NO_ACTION")
        with world.acting("farid") as farid:
            view = View.objects.visible_to(farid).get(weighing=weighing)
            opened = opening.open_all([view], by=farid, purpose="test", now=clock.now())
            assert (view.outcome, opened(view, "reason")) == ("NO_ACTION", "daarna")
            assert Turn.objects.visible_to(farid).filter(weighing=weighing).count() == 1

    def test_a_criterion_without_a_word_is_refused_and_nothing_is_kept(self, world: World) -> None:
        weighing = made.prepared(world)
        texts = made.criteria()
        missing = sorted(texts)[2]
        del texts[missing]
        with world.acting("farid") as farid:
            with pytest.raises(Refused) as refused:
                actions.give_view(
                    weighing=weighing,
                    outcome="NO_ACTION",
                    reason="x",
                    criteria=texts,
                    by=farid,
                    now=clock.now(),
                )
            assert not View.objects.visible_to(farid).exists()
        assert refused.value.field == f"{missing}_pro"

    @pytest.mark.parametrize("login", ["saskia", "joyce", "anouk", "esra"])
    def test_nobody_else_weighs(self, world: World, login: str) -> None:
        weighing = made.prepared(world)
        with pytest.raises((NotYours, Weighing.DoesNotExist)):
            made.give(world, weighing, login)

    def test_at_the_second_wall_nobody_takes_the_turn_of_another(self, world: World) -> None:
        weighing = made.prepared(world)
        for login, kind in (("marloes", "PROSECUTOR"), ("saskia", "MUNICIPALITY")):
            organisation = made.organisation(world, kind)
            turn = Turn(id=uuid4(), weighing=weighing, organisation=organisation, kind=kind)
            with world.acting(login), pytest.raises(ProgrammingError), transaction.atomic():
                turn.save(force_insert=True)


class TestRevealing:
    @pytest.mark.parametrize("missing", sorted(made.TEAM))
    def test_an_incomplete_team_cannot(self, world: World, missing: str) -> None:
        weighing = made.prepared(world)
        for login in made.TEAM.keys() - {missing}:
            made.give(world, weighing, login)
        with world.acting("farid") as farid:
            with pytest.raises(Refused):
                actions.reveal(weighing=weighing, by=farid, now=clock.now())
            assert queries.get(farid, weighing.id).state == "ALONE"
            assert not presenters.weighing_page(
                farid, queries.whole(farid, weighing.id), now=clock.now()
            ).may_reveal

    def test_then_all_see_all(self, world: World) -> None:
        weighing = made.together(world)
        for login in made.TEAM:
            with world.acting(login) as member:
                page = presenters.weighing_page(member, queries.whole(member, weighing.id), now=clock.now())
            assert {view.reason for view in page.views} == {f"CANARY-reason-{other}" for other in made.TEAM}
            for compared in page.side_by_side:
                assert {line.pro for _organisation, line in compared.said} == {
                    f"CANARY-criterion-{other}" for other in made.TEAM
                }

    def test_from_then_on_no_view_changes_at_either_wall(self, world: World) -> None:
        weighing = made.together(world)
        with pytest.raises(Refused):
            made.give(world, weighing, "farid", "toch anders")
        with world.acting("farid") as farid:
            own = View.objects.visible_to(farid).filter(organisation_id=farid.organisation_id)
            assert own.update(outcome="NO_ACTION") == 0

    def test_twice_is_refused(self, world: World) -> None:
        weighing = made.together(world)
        with world.acting("marloes") as marloes, pytest.raises(Refused):
            actions.reveal(weighing=weighing, by=marloes, now=clock.now())

    @pytest.mark.parametrize("login", ["saskia", "joyce", "anouk"])
    def test_nobody_outside_the_team_does(self, world: World, login: str) -> None:
        weighing = made.weighed(world)
        with world.acting(login) as charlie, pytest.raises((NotYours, Weighing.DoesNotExist)):
            actions.reveal(weighing=weighing, by=charlie, now=clock.now())


class TestDeciding:
    def test_dissent_is_kept_by_name(self, world: World) -> None:
        weighing = made.decided(world)
        for login in ("farid", "pieterjan", "saskia", "joyce"):
            with world.acting(login) as reader:
                page = presenters.weighing_page(reader, queries.whole(reader, weighing.id), now=clock.now())
            assert page.reason == "CANARY-joint"
            assert page.dissents == [(made.organisation(world, "POLICE").name, "CANARY-dissent")]

    def test_before_the_views_lie_side_by_side_it_is_refused(self, world: World) -> None:
        weighing = made.weighed(world)
        with world.acting("farid") as farid, pytest.raises(Refused):
            actions.decide(
                weighing=weighing, outcome="NO_ACTION", reason="x", dissents={}, by=farid, now=clock.now()
            )

    def test_it_is_decided_once(self, world: World) -> None:
        weighing = made.decided(world)
        with world.acting("pieterjan") as pieterjan:
            with pytest.raises(Refused):
                actions.decide(
                    weighing=weighing,
                    outcome="NO_ACTION",
                    reason="x",
                    dissents={},
                    by=pieterjan,
                    now=clock.now(),
                )
            assert queries.get(pieterjan, weighing.id).outcome == "PERSON_CENTRED"
            assert Dissent.objects.visible_to(pieterjan).count() == 1

    def test_without_a_reason_nothing_is_decided(self, world: World) -> None:
        weighing = made.together(world)
        with world.acting("farid") as farid:
            with pytest.raises(Refused):
                actions.decide(
                    weighing=weighing, outcome="NO_ACTION", reason=" ", dissents={}, by=farid, now=clock.now()
                )
            assert queries.get(farid, weighing.id).state == "TOGETHER"

    def test_the_road_of_a_weighing_stands_in_the_log(self, world: World) -> None:
        weighing = made.decided(world)
        assert [action for action, _who in logged(weighing.id)] == [
            "weighing.prepared",
            *["weighing.view_given"] * 3,
            "weighing.revealed",
            "weighing.decided",
        ]


class TestTakingUp:
    def test_a_case_opens_with_its_seats(self, world: World) -> None:
        weighing = made.decided(world)
        with world.acting("joyce") as joyce:
            case = actions.take_up(weighing=weighing, new=made.new_case(world), by=joyce, now=clock.now())
            seats = {seat.person_id: seat.role for seat in Seat.objects.visible_to(joyce).filter(case=case)}
            subject = Subject.objects.visible_to(joyce).get(case=case)
            opened = opening.open_all([case, subject], by=joyce, purpose="test", now=clock.now())
            assert queries.get(joyce, weighing.id).state == "TAKEN_UP"
        people = {login: person.id for login, person in world.people.items()}
        assert seats == {
            people["joyce"]: "CHAIR",
            people["thijs"]: "DIRECTOR",
            people["marloes"]: "PARTICIPANT",
            people["pieterjan"]: "PARTICIPANT",
        }
        assert (opened(subject, "name"), opened(subject, "birth")) == ("Jan de Vries", "2001")
        assert opened(case, "pseudonym") == "Wilg"
        assert (case.weighing_id, case.report_id) == (weighing.id, weighing.report_id)

    def test_only_who_has_a_seat_sees_it(self, world: World) -> None:
        weighing = made.decided(world)
        with world.acting("joyce") as joyce:
            case = actions.take_up(weighing=weighing, new=made.new_case(world), by=joyce, now=clock.now())
        for login, sees in {
            "thijs": True,
            "marloes": True,
            "farid": False,
            "saskia": False,
            "esra": False,
        }.items():
            with world.acting(login) as viewer:
                assert Case.objects.visible_to(viewer).filter(pk=case.id).exists() is sees

    def test_twice_is_refused(self, world: World) -> None:
        weighing = made.decided(world)
        with world.acting("joyce") as joyce:
            actions.take_up(weighing=weighing, new=made.new_case(world), by=joyce, now=clock.now())
            with pytest.raises(Refused):
                actions.take_up(weighing=weighing, new=made.new_case(world), by=joyce, now=clock.now())
            assert Case.objects.visible_to(joyce).count() == 1

    @pytest.mark.parametrize("outcome", ["NO_ACTION", "MORE_INFORMATION", "OTHER_ROUTE", "CRIMINAL"])
    def test_another_outcome_does_not_exist_for_the_process_director(
        self, world: World, outcome: str
    ) -> None:
        weighing = made.decided(world, outcome)
        with world.acting("joyce") as joyce:
            with pytest.raises(NotYours):
                queries.get(joyce, weighing.id)
            with pytest.raises(Weighing.DoesNotExist):
                actions.take_up(weighing=weighing, new=made.new_case(world), by=joyce, now=clock.now())

    def test_one_person_named_twice_is_refused_at_the_field(self, world: World) -> None:
        weighing = made.decided(world)
        new = made.new_case(world, core=[world.people["marloes"], world.people["thijs"]])
        with world.acting("joyce") as joyce:
            with pytest.raises(Refused) as refused:
                actions.take_up(weighing=weighing, new=new, by=joyce, now=clock.now())
            assert not Case.objects.visible_to(joyce).exists()
        assert refused.value.field == "core"

    @pytest.mark.parametrize("login", ["saskia", "farid", "thijs", "anouk"])
    def test_nobody_but_the_process_director(self, world: World, login: str) -> None:
        weighing = made.decided(world)
        with world.acting(login) as charlie, pytest.raises((NotYours, Weighing.DoesNotExist)):
            actions.take_up(weighing=weighing, new=made.new_case(world), by=charlie, now=clock.now())

    def test_reports_can_then_be_closed_by_the_desk(self, world: World) -> None:
        weighing = made.decided(world)
        with world.acting("saskia") as saskia:
            report = report_queries.get(saskia, weighing.report_id)
            reports.give_feedback(report=report, text="dank", reason="mag", by=saskia, now=clock.now())
            assert (
                reports.close(report=report, reason="gewogen", by=saskia, now=clock.now()).state == "CLOSED"
            )
