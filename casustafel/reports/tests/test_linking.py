"""Who is the same person: suggested, decided by somebody, undone by somebody."""

from typing import Any

import pytest

from casustafel.audit.models import UserLine
from casustafel.lib import clock
from casustafel.lib.refusal import NotYours, Refused
from casustafel.reports import deciding_presenters, deciding_queries, linking, marks, queries
from casustafel.reports.models import NameMark, Report, SamePerson
from casustafel.reports.tests import given as made
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
BORN = "12-5-2007"


def act(world: World, action: Any, login: str = "saskia", **given: Any) -> Any:
    with world.acting(login) as viewer:
        return action(**given, by=viewer, now=clock.now())


def look(world: World, report: Report) -> marks.Found:
    with world.acting("saskia") as saskia:
        return marks.look_for_earlier(report, by=saskia, now=clock.now())


def about(world: World, name: str, birth: str = "") -> Report:
    return made.taken_in(world, subject_name=name, subject_birth=birth)[0]


def linked(world: World, report: Report) -> dict[Any, bool]:
    with world.acting("saskia") as saskia:
        found = queries.get(saskia, report.id)
        ways = deciding_presenters.ways(saskia, found, deciding_queries.ways(saskia, found), now=clock.now())
    return {each.id: each.direct for each in ways.linked}


def read_of(report: Report) -> int:
    with behind_the_wall("postgres"):
        lines = UserLine.objects.filter(scope_id=report.id, action="vault.read")
        return sum(line.content["purpose"] == "report.same_person" for line in lines)


class TestSuggestions:
    def test_a_name_that_is_alike_is_suggested_and_the_log_says_that_it_was_opened(
        self, world: World
    ) -> None:
        earlier = about(world, "Youssef el Amrani", BORN)
        other = about(world, "Kees Bakker")
        report = about(world, "Amrani, Joesoef", "2007-05-12")
        found = look(world, report)
        assert [(each.report.id, each.likeness.name, each.likeness.birth) for each in found.suggestions] == [
            (earlier.id, "ALMOST", "SAME")
        ]
        assert (read_of(earlier), read_of(other)) == (1, 0)

    def test_the_same_name_with_another_day_of_birth_is_not(self, world: World) -> None:
        about(world, "Jan de Vries", "3-8-1961")
        assert look(world, about(world, "Jan de Vries", BORN)).suggestions == []

    def test_only_reports_of_this_partnership(self, world: World) -> None:
        theirs, _code = made.received(world, "hogezijde", subject_name="Youssef el Amrani")
        with world.acting("anouk") as anouk:
            made.actions.take_in(report=theirs, by=anouk, now=clock.now())
        assert look(world, about(world, "Youssef el Amrani")).suggestions == []

    def test_without_a_name_nothing_is_found(self, world: World) -> None:
        about(world, "Jan de Vries")
        assert look(world, about(world, "")).suggestions == []

    def test_no_more_than_so_many_are_opened_and_that_is_said(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(marks, "AT_MOST", 2)
        rows = [about(world, "Jan de Vries") for _ in range(4)]
        found = look(world, rows[0])
        assert len(found.suggestions) == 2 and found.left_out
        assert sum(read_of(row) for row in rows[1:]) == 2

    def test_nothing_of_a_name_lies_readable(self, world: World) -> None:
        about(world, "Milan Terpstra")
        with behind_the_wall("postgres"):
            kept = b"".join(bytes(row.mark) for row in NameMark.objects.behind_the_second_wall())
        assert kept and b"trpstr" not in kept


class TestDeciding:
    def test_linked_from_either_side_and_by_way_of_a_third(self, world: World) -> None:
        one, two, three = (about(world, "Jan de Vries") for _ in range(3))
        told = {"same": True, "reason": "dezelfde school"}
        act(world, linking.settle, report=two, other=one, **told)
        act(world, linking.settle, report=two, other=three, **told)
        assert linked(world, one) == {two.id: True, three.id: False}
        assert linked(world, two) == {one.id: True, three.id: True}
        with pytest.raises(Refused):
            act(world, linking.settle, report=one, other=two, **told)
        assert {each.report.id for each in look(world, one).suggestions} == {three.id}

    def test_undone_nothing_is_lost_and_it_can_be_decided_anew(self, world: World) -> None:
        one, two = about(world, "Jan de Vries"), about(world, "Jan de Vries")
        act(world, linking.settle, report=one, other=two, same=True, reason="school")
        act(world, linking.undo, report=two, other=one, reason="vergist")
        assert linked(world, one) == {}
        with pytest.raises(NotYours):
            act(world, linking.undo, report=one, other=two, reason="nog eens")
        assert [each.report.id for each in look(world, one).suggestions] == [two.id]
        act(world, linking.settle, report=one, other=two, same=True, reason="toch")
        with behind_the_wall("postgres"):
            assert SamePerson.objects.behind_the_second_wall().count() == 2
            done = UserLine.objects.filter(scope_id=two.id, action__startswith="report.same_person_")
            assert done.count() == 3

    def test_said_to_be_two_people_they_are_not_suggested_again(self, world: World) -> None:
        one, two = about(world, "Jan de Vries"), about(world, "Jan de Vries")
        act(world, linking.settle, report=one, other=two, same=False, reason="vader en zoon")
        assert linked(world, one) == {}
        assert look(world, one).suggestions == look(world, two).suggestions == []

    def test_each_asks_a_reason_and_two_reports(self, world: World) -> None:
        one, two = about(world, "Jan de Vries"), about(world, "Jan de Vries")
        with pytest.raises(Refused):
            act(world, linking.settle, report=one, other=two, same=True, reason=" ")
        with pytest.raises(Refused):
            act(world, linking.settle, report=one, other=one, same=True, reason="x")

    def test_it_is_for_officers_of_both(self, world: World) -> None:
        one, two = about(world, "Jan de Vries"), about(world, "Jan de Vries")
        theirs, _code = made.received(world, "hogezijde", subject_name="Jan de Vries")
        told = {"same": True, "reason": "x"}
        for login in ("anouk", "marloes", "farid"):
            with pytest.raises(NotYours):
                act(world, linking.settle, login, report=one, other=two, **told)
        with pytest.raises(NotYours):
            act(world, linking.settle, report=one, other=theirs, **told)


class TestWhoItIsAbout:
    def test_put_right_it_is_found_by_the_new_name_and_says_what_stood_there(self, world: World) -> None:
        earlier = about(world, "Milan Terpstra")
        report = about(world, "de jongen van de hoek", "12-5")
        assert look(world, report).suggestions == []
        told = {"name": "Milan Terpstra", "birth": BORN, "reason": "de school noemde de naam"}
        report = act(world, linking.describe_person, report=report, **told)
        assert [each.report.id for each in look(world, report).suggestions] == [earlier.id]
        with world.acting("saskia") as saskia:
            file = queries.whole(saskia, report.id)
            opened = marks.opening.open_all(file.steps, by=saskia, purpose="report.page", now=clock.now())
            (step,) = [step for step in file.steps if step.kind == "person_described"]
            assert "de jongen van de hoek, 12-5" in opened(step, "reason")

    def test_it_asks_a_reason_and_an_officer(self, world: World) -> None:
        report = about(world, "Milan")
        told = {"report": report, "name": "x", "birth": ""}
        with pytest.raises(Refused):
            act(world, linking.describe_person, reason=" ", **told)
        for login in ("anouk", "farid"):
            with pytest.raises(NotYours):
                act(world, linking.describe_person, login, reason="x", **told)
