"""A second person goes on in a case of their own: who sits there, who reads what, and what always stays."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from casustafel.audit.models import UserLine
from casustafel.cases.choices import State
from casustafel.cases.models import Case, Seat, Step, Subject
from casustafel.joining import actions, copying, splitting
from casustafel.joining.choices import Way
from casustafel.joining.models import Joining
from casustafel.joining.tests import joined, parted
from casustafel.lib import clock
from casustafel.lib.refusal import NotYours, Refused
from casustafel.notices.models import Notice
from casustafel.picture.choices import Audience, Onward
from casustafel.picture.models import Contribution, Factor, InformationRequest, Provision, Statement
from casustafel.picture.tests import told
from casustafel.triage.models import Weighing
from casustafel.triage.tests import given as weighings
from casustafel.vault import opening, resealing
from casustafel.vault.models import DataKey
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
SECRET = "CANARY-sealed: wat alleen politie en reclassering weten"


@pytest.fixture
def weighing(world: World) -> Weighing:
    return weighings.decided(world)


class TestTheNewCase:
    def test_is_of_who_was_weighed_under_the_same_law_with_the_seats_that_were_chosen(
        self, world: World, case: Case, weighing: Weighing
    ) -> None:
        made = parted.split(world, case, weighing, seats=["esra"])
        new = parted.new_cases(weighing)[0]
        assert (made.case_id, made.other_id, made.way) == (new.id, case.id, Way.SPLIT)
        assert (new.regime, new.state) == (case.regime, State.OPEN)
        people = {row.person_id: row.role for row in joined.rows_of(Seat, new)}
        names = {"joyce": "CHAIR", "thijs": "DIRECTOR", "esra": "PARTICIPANT"}
        assert people == {world.people[login].id: role for login, role in names.items()}
        with world.acting("joyce") as joyce:
            subject = Subject.objects.visible_to(joyce).select_related("key").get(case=new)
            opened = opening.open_all([subject], by=joyce, purpose="case.page", now=clock.now())
            assert (opened(subject, "name"), opened(subject, "birth")) == ("Jan de Vries", "2001")
            assert Case.objects.visible_to(joyce).get(pk=case.pk).state == State.OPEN

    def test_is_logged_stands_in_both_files_and_the_first_table_hears_it(
        self, world: World, case: Case, weighing: Weighing
    ) -> None:
        made = parted.split(world, case, weighing)
        assert [step.kind for step in joined.rows_of(Step, case)][-1] == "case.split"
        assert "case.split_off" in {step.kind for step in joined.rows_of(Step, made.case)}
        assert {line.scope_id for line in told.lines("case.split")} == {case.id}
        assert {line.scope_id for line in told.lines("case.split_off")} == {made.case_id}
        for login in ("thijs", "marloes", "pieterjan", "esra"):
            with world.acting(login) as viewer:
                bells = Notice.objects.visible_to(viewer).filter(kind="CASE_SPLIT")
                assert [row.path for row in bells] == [f"/casussen/{case.id}/samenvoeging/{made.id}/"], login

    @pytest.mark.parametrize(
        ("login", "refusal"), [("thijs", NotYours), ("esra", NotYours), ("bram", NotYours)]
    )
    def test_only_by_who_chairs(self, world: World, case: Case, weighing: Weighing, login, refusal) -> None:
        with pytest.raises(refusal):
            parted.split(world, case, weighing, by=login)
        assert parted.new_cases(weighing) == []

    def test_once_and_never_without_a_weighing_that_says_so(
        self, world: World, case: Case, weighing: Weighing
    ) -> None:
        parted.split(world, case, weighing)
        with pytest.raises(Refused, match="opened for this weighing already"):
            parted.split(world, case, weighing)
        none = weighings.decided(world, outcome="NO_ACTION")
        with pytest.raises((Refused, NotYours, Weighing.DoesNotExist)):
            parted.split(world, case, none)
        assert parted.new_cases(none) == [] and len(parted.new_cases(weighing)) == 1

    @pytest.mark.parametrize("other", [{"reason": " "}, {"seats": ["thijs"]}])
    def test_a_refusal_leaves_nothing(self, world: World, case: Case, weighing: Weighing, other) -> None:
        """No reason; or a second seat for who directs the new case."""
        with pytest.raises(Refused):
            parted.split(world, case, weighing, **other)
        assert parted.new_cases(weighing) == []

    def test_of_a_case_that_is_closed_is_refused(self, world: World, case: Case, weighing: Weighing) -> None:
        with behind_the_wall("postgres"):
            rows = Case.objects.behind_the_second_wall().filter(pk=case.pk)
            rows.update(state=State.CLOSED, closed_date=clock.now().date())
        with pytest.raises(Refused, match="closed"):
            parted.split(world, case, weighing)

    def test_whole_or_nothing(self, world: World, case: Case, weighing: Weighing, monkeypatch) -> None:
        given = joined.given(world, case)
        told.open_sharing(world, case)
        monkeypatch.setattr(copying, "FINISH", "SELECT 1 / 0 WHERE %s IS NOT NULL AND %s IS NOT NULL")
        with pytest.raises(Exception) as wrong, transaction.atomic():
            parted.split(world, case, weighing, along=[given])
        assert "CANARY" not in str(wrong.value) and parted.new_cases(weighing) == []
        with world.acting("joyce") as joyce:
            assert Weighing.objects.visible_to(joyce).get(pk=weighing.pk).state == "DECIDED"


class TestForWhom:
    """The police brought it in; the prosecutor and probation had it too."""

    @pytest.mark.parametrize(
        ("onward", "seats", "becomes"),
        [
            (Onward.PARTNERSHIP, ["marloes", "esra"], "TABLE"),
            (Onward.ASK, ["marloes", "esra"], "SEATS"),
            (Onward.NOT, ["esra"], "SEATS"),
        ],
    )
    def test_what_goes_along(
        self, world: World, case: Case, weighing: Weighing, onward, seats, becomes
    ) -> None:
        given = joined.given(world, case, onward=onward)
        told.open_sharing(world, case)
        made = parted.split(world, case, weighing, along=[given], seats=seats)
        for login in ("joyce", *seats):
            assert joined.reads(world, login, made.case) == {"POLICE": becomes}, login
        assert joined.reads(world, "pieterjan", made.case) == {}
        assert len(joined.rows_of(Contribution, case)) == 1

    def test_who_had_it_here_had_it_since_then(self, world: World, case: Case, weighing: Weighing) -> None:
        given = joined.given(world, case)
        told.open_sharing(world, case)
        before = {row.receiver_id: row.at for row in joined.rows_of(Provision, case)}
        made = parted.split(world, case, weighing, along=[given], seats=["esra"])
        assert {row.receiver_id: row.at for row in joined.rows_of(Provision, made.case)} == before
        assert len(before) == 4

    def test_what_was_not_chosen_and_what_is_of_the_table_stays(
        self, world: World, case: Case, weighing: Weighing
    ) -> None:
        along, stays = joined.given(world, case), told.contribute(world, case, by="esra")
        told.open_sharing(world, case)
        told.ask(world, case)
        self._link(world, along, stays)
        seats = ["marloes", "pieterjan", "esra"]
        made = parted.split(world, case, weighing, along=[along], seats=seats)
        assert joined.reads(world, "joyce", made.case) == {"POLICE": "SEATS"}
        for model in (Factor, InformationRequest):
            assert joined.rows_of(model, made.case) == []
        assert len(joined.rows_of(Statement, made.case)) == 1

    def _link(self, world: World, one: Contribution, other: Contribution) -> None:
        said, beside = told.statement_of(world, one), told.statement_of(world, other, by="esra")
        with behind_the_wall("postgres"):
            person = world.people["esra"]
            row = {
                "id": uuid4(), "case_id": one.case_id, "key_id": said.key_id, "contribution_id": one.id,
                "other_contribution_id": other.id, "statement_id": said.id, "other_id": beside.id,
                "kind": "SUPPORTS", "organisation_id": person.organisation_id, "by_id": person.id,
                "at": clock.now(),
            }  # fmt: skip
            columns, places = ", ".join(row), ", ".join(["%s"] * len(row))
            with connection.cursor() as cursor:
                cursor.execute(
                    f"INSERT INTO picture_statementlink ({columns}) VALUES ({places})", list(row.values())
                )

    def test_the_day_until_which_it_is_kept_goes_along_and_what_is_past_it_stays(
        self, world: World, case: Case, weighing: Weighing
    ) -> None:
        given = joined.given(world, case, onward=Onward.PARTNERSHIP)
        told.open_sharing(world, case)
        made = parted.split(world, case, weighing, along=[given])
        (came,) = joined.rows_of(Contribution, made.case)
        assert (came.until_date, came.ground, came.made_at) == (given.until_date, given.ground, given.made_at)
        assert DataKey.objects.get(pk=came.key_id).scope_id == made.case_id
        with behind_the_wall("postgres"):
            rows = Contribution.objects.behind_the_second_wall().filter(pk=given.pk)
            rows.update(until_date=clock.now().date() - timedelta(days=1))
        with pytest.raises(NotYours):
            parted.split(world, case, weighings.decided(world), along=[given])

    def test_its_provider_hears_of_it_and_decides_whether_it_stays(
        self, world: World, case: Case, weighing: Weighing
    ) -> None:
        given = joined.given(world, case)
        told.open_sharing(world, case)
        parted.split(world, case, weighing, along=[given])
        for login, hears in (("marloes", True), ("esra", False), ("pieterjan", False)):
            with world.acting(login) as viewer:
                assert Notice.objects.visible_to(viewer).filter(kind="SPLIT_COPIED").exists() == hears, login


class TestWhatTheChairMayNotRead:
    def test_stays_and_shows_nowhere(self, world: World, case: Case, weighing: Weighing, client_of) -> None:
        seat, joyce = joined.seat_of(world, case, "esra"), client_of("joyce")
        told.open_sharing(world, case)
        addresses = [f"/casussen/{case.id}/splitsen/", f"/casussen/{case.id}/splitsen/{weighing.id}/"]
        empty = [joined.page_of(joyce, address) for address in addresses]
        joined.given(world, case, audience=Audience.SEATS, seats=[seat.id], text=SECRET, source=SECRET)
        joined.given(world, case, audience=Audience.LATER, text=SECRET, source=SECRET)
        assert [joined.page_of(joyce, address) for address in addresses] == empty
        made = parted.split(world, case, weighing, seats=["marloes", "esra"])
        assert joined.rows_of(Contribution, made.case) == [] == joined.rows_of(Provision, made.case)
        assert "CANARY-sealed" not in joined.page_of(joyce, f"/casussen/{case.id}/samenvoeging/{made.id}/")
        with behind_the_wall("postgres"):
            lines = list(UserLine.objects.all())
        assert not [line for line in lines if "CANARY" in str(line.content)]
        assert not [line for line in lines if line.action == resealing.RESEAL]

    def test_is_chosen_by_neither_wall(
        self, world: World, case: Case, weighing: Weighing, monkeypatch
    ) -> None:
        seat = joined.seat_of(world, case, "esra")
        told.open_sharing(world, case)
        sealed = joined.given(world, case, audience=Audience.SEATS, seats=[seat.id], text=SECRET)
        with pytest.raises(NotYours):
            parted.split(world, case, weighing, along=[sealed])
        monkeypatch.setattr(splitting.queries, "check_reads", lambda *_: None)
        with pytest.raises(ProgrammingError, match="not for who splits"), transaction.atomic():
            parted.split(world, case, weighing, along=[sealed])
        assert parted.new_cases(weighing) == []


class TestTheSecondWall:
    def _begun(self, case: Case, other: Case, viewer, **changed) -> Joining:
        made = Joining(
            way=Way.SPLIT, case=case, key=case.key, other_id=other.id, by_id=viewer.person_id, at=clock.now(),
            **changed,
        )  # fmt: skip
        made.save(force_insert=True)
        return made

    @pytest.mark.parametrize("login", ["thijs", "bram"])
    def test_only_who_chairs_both_begins(self, world: World, case: Case, login: str) -> None:
        other = joined.other_case(world)
        with world.acting(login) as viewer, pytest.raises(ProgrammingError), transaction.atomic():
            self._begun(other, case, viewer)
        joined.leave(case, world, "joyce")
        with world.acting("joyce") as joyce, pytest.raises(ProgrammingError), transaction.atomic():
            self._begun(other, case, joyce)

    def test_what_is_named_has_to_be_of_the_case_that_is_split_and_the_new_one_empty(
        self, world: World, case: Case
    ) -> None:
        other, third = joined.other_case(world), joined.other_case(world)
        elsewhere, here = joined.given(world, third), joined.given(world, case)
        for each in (case, third):
            told.open_sharing(world, each)
        with world.acting("joyce") as joyce:
            made = self._begun(other, case, joyce)
            for chosen in ([elsewhere.id], [uuid4()]):
                with pytest.raises(ProgrammingError), transaction.atomic():
                    connection.cursor().execute(copying.CHOOSE, [made.id, chosen])
            full = self._begun(third, case, joyce)
            with pytest.raises(ProgrammingError), transaction.atomic():
                connection.cursor().execute(copying.CHOOSE, [full.id, [here.id]])
            with pytest.raises(ProgrammingError), transaction.atomic():
                connection.cursor().execute("SELECT joining_choose_all(%s)", [made.id])

    def test_it_is_not_undone(self, world: World, case: Case, weighing: Weighing) -> None:
        made = parted.split(world, case, weighing)
        with world.acting("joyce") as joyce:
            with pytest.raises(Refused, match="not undone"):
                actions.undo(joining=made, reason="x", by=joyce, now=clock.now())
            with pytest.raises(ProgrammingError), transaction.atomic():
                connection.cursor().execute(copying.UNDO, [made.id, clock.now()])
            with pytest.raises(IntegrityError), transaction.atomic():
                self._begun(joined.other_case(world), case, joyce, undo_until_date=clock.now().date())

    def test_which_of_theirs_went_along_is_told_to_its_own_organisation(
        self, world: World, case: Case, weighing: Weighing
    ) -> None:
        given = joined.given(world, case)
        told.open_sharing(world, case)
        made = parted.split(world, case, weighing, along=[given])
        for login, sees in (("marloes", [given.id]), ("esra", []), ("joyce", []), ("bram", [])):
            with world.acting(login), connection.cursor() as cursor:
                cursor.execute("SELECT joining_copied(%s)", [made.id])
                assert cursor.fetchone()[0] == sees, login
