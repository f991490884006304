"""Stating, putting otherwise, laying beside each other, confirming: done, refused, and who knows of it."""

from datetime import timedelta
from typing import Any

import pytest

from casustafel.cases.choices import State
from casustafel.cases.models import Case, Step
from casustafel.lib import clock
from casustafel.lib.refusal import NotYours, Refused
from casustafel.picture import linking, queries, stating, stating_queries
from casustafel.picture.models import Contribution, Statement, StatementLink, Verdict
from casustafel.picture.tests import told
from casustafel.vault import opening
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
BESIDE = {
    "picture.statement_linked",
    "picture.statement_unlinked",
    "picture.verdict_given",
    "picture.statements_added",
}


def _said(world: World, case: Case, *, by: str = "marloes", **other: Any) -> Statement:
    return told.statement_of(world, told.contribute(world, case, by=by, **other), by=by)


def _link(world: World, one: Statement, other: Statement, *, by: str, kind: str = "CONTRADICTS") -> Any:
    with world.acting(by) as viewer:
        return linking.link(statement=one, other=other, kind=kind, by=viewer, now=clock.now())


def _verdict(
    world: World, said: Statement, *, by: str, kind: str = "REFUTED", reason: str = "CANARY-how"
) -> None:
    with world.acting(by) as viewer:
        linking.give_verdict(statement=said, kind=kind, reason=reason, by=viewer, now=clock.now())


def _shared(world: World, case: Case, *said: Statement) -> list[Statement]:
    """As they stand once sharing is open."""
    told.open_sharing(world, case)
    with behind_the_wall("postgres"):
        rows = Statement.objects.behind_the_second_wall().select_related(
            "case__key", "key", "contribution__case__key", "contribution__key"
        )
        return [rows.get(pk=each.pk) for each in said]


def _steps(world: World, case: Case, *, of: set[str] = BESIDE) -> list[str]:
    with world.acting("esra") as esra:
        kinds = Step.objects.visible_to(esra).filter(case=case, kind__in=of)
        return list(kinds.order_by("at").values_list("kind", flat=True))


def _withdraw(said: Statement) -> None:
    with behind_the_wall("postgres"):
        Statement.objects.behind_the_second_wall().filter(pk=said.pk).update(withdrawn_at=clock.now())


# Stating


def test_a_cut_text_is_added_whole_in_its_order_or_not_at_all(world: World, case: Case) -> None:
    made = told.contribute(world, case)
    told.open_sharing(world, case)
    texts = [f"CANARY-{number}" for number in range(5)]
    odd = told.new_statement(observed_date=clock.now().date() + timedelta(days=1))
    with world.acting("marloes") as marloes:
        made = stating_queries.own_contribution(marloes, case, made.id)
        at = {"contribution": made, "by": marloes, "now": clock.now()}
        for refused in ([odd], []):
            with pytest.raises(Refused):
                stating.add_statements(new=[*map(_new, texts), *refused] if refused else [], **at)
        assert Statement.objects.visible_to(marloes).filter(contribution=made).count() == 1
        stating.add_statements(new=[_new(text) for text in texts], **at)
        lines = [*stating_queries.own_file(marloes, made, page=1).lines]
        opened = opening.open_all(lines, by=marloes, purpose="test", now=clock.now())
        assert [opened(line, "text") for line in lines] == [*reversed(texts), told.SEEN]
    assert len(told.lines("picture.statements_added")) == 1
    assert _steps(world, case) == ["picture.statements_added"]


def _new(text: str) -> stating.NewStatement:
    return told.new_statement(text=text)


@pytest.mark.parametrize(
    ("odd", "field"),
    [
        ({"text": " \n"}, "text"),
        ({"observed_date": clock.now().date() + timedelta(days=2)}, "observed_date"),
        ({"factor": "IDEOLOGY_ONE_ANSWER"}, "factor"),
        ({"factor": "NO_SUCH"}, "factor"),
        ({"question": "FAMILY_1"}, "question"),
    ],
)
def test_a_statement_is_refused_at_the_mark_that_is_wrong(
    world: World, case: Case, odd: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        told.contribute(world, case, **odd)
    assert refused.value.field == field
    with behind_the_wall("postgres"):
        assert not Contribution.objects.behind_the_second_wall().exists()


def test_marks_of_the_same_part_of_life_go_along(world: World, case: Case) -> None:
    said = _said(world, case, domain="IDEOLOGY", factor="IDEOLOGY_ONE_ANSWER", question="IDEOLOGY_1")
    assert (said.factor, said.question, said.credibility) == ("IDEOLOGY_ONE_ANSWER", "IDEOLOGY_1", "UNKNOWN")


def test_to_what_was_told_and_not_kept_nothing_is_added(world: World, case: Case) -> None:
    made = told.contribute(world, case)
    made.is_kept = False
    with world.acting("marloes") as marloes, pytest.raises(Refused):
        stating.add_statement(contribution=made, new=_new("x"), by=marloes, now=clock.now())
    assert not told.lines("picture.statement_added")


# Putting otherwise


def test_what_others_had_is_put_otherwise_with_a_reason(world: World, case: Case) -> None:
    said = _said(world, case)
    told.revise(world, said, text="CANARY-alone")
    told.open_sharing(world, case)
    with pytest.raises(Refused) as refused:
        told.revise(world, said, version=2, text="CANARY-after")
    assert refused.value.field == "reason"
    assert told.revise(world, said, version=2, reason="CANARY-why", text="CANARY-after").version == 3
    assert _steps(world, case, of={"picture.statement_revised"}) == ["picture.statement_revised"]
    assert len(told.lines("picture.statement_revised")) == 2


def test_what_was_put_otherwise_before_sharing_is_a_version_for_ones_own_alone(
    world: World, case: Case
) -> None:
    said = _said(world, case)
    told.revise(world, said, text="CANARY-alone")
    told.open_sharing(world, case)
    told.revise(world, said, version=2, reason="CANARY-why", text="CANARY-after")
    for login, versions in (("marloes", [2, 1]), ("esra", [2])):
        with world.acting(login) as viewer:
            file = stating_queries.whole(viewer, case, said.id)
            assert [row.version for row in file.revisions] == versions, login


# Beside each other


def test_what_contradicts_shows_at_both_and_once(world: World, case: Case) -> None:
    one, other = _said(world, case), _said(world, case, by="esra", text="CANARY-other")
    one, other = _shared(world, case, one, other)
    _link(world, one, other, by="pieterjan")
    for pair in ((one, other), (other, one), (one, one)):
        with pytest.raises(Refused) as refused:
            _link(world, *pair, by="esra")
        assert refused.value.field == "other"
    with world.acting("joyce") as joyce:
        assert queries.all_contradicted(joyce, case) == {one.id, other.id}
    assert _steps(world, case) == ["picture.statement_linked"]
    assert [line.actor_id for line in told.lines("picture.statement_linked")] == [
        world.people["pieterjan"].id
    ]


def test_a_tie_with_something_sealed_shows_to_who_sees_both_and_leaves_no_step(
    world: World, case: Case
) -> None:
    core, other = _said(world, case, audience="CORE"), _said(world, case, by="esra", text="CANARY-other")
    core, other = _shared(world, case, core, other)
    _link(world, core, other, by="thijs")
    _verdict(world, core, by="thijs")
    for login, sees in (("pieterjan", True), ("thijs", True), ("joyce", False), ("esra", False)):
        with world.acting(login) as viewer:
            assert bool(stating_queries.whole(viewer, case, other.id).links) is sees, login
            assert bool(queries.all_contradicted(viewer, case)) is sees, login
            assert Verdict.objects.visible_to(viewer).exists() is sees, login
    with world.acting("thijs") as thijs:  # nor on a screen that shows what the whole table may see
        assert queries.newest(thijs, case).contradicted == {core.id, other.id}
        assert queries.newest(thijs, case, for_all=True).contradicted == set()
    assert _steps(world, case) == []
    assert len(told.lines("picture.statement_linked")) == len(told.lines("picture.verdict_given")) == 1


def test_a_tie_is_taken_away_by_who_made_it(world: World, case: Case) -> None:
    one, other = _said(world, case), _said(world, case, by="esra", text="CANARY-other")
    one, other = _shared(world, case, one, other)
    made = _link(world, one, other, by="pieterjan", kind="SUPPORTS")
    for login, may in (("esra", False), ("pieterjan", True)):
        with world.acting(login) as viewer:
            found = stating_queries.get_link(viewer, case, made.id)
            if not may:
                with pytest.raises(Refused):
                    linking.unlink(link=found, by=viewer, now=clock.now())
                continue
            linking.unlink(link=found, by=viewer, now=clock.now())
            with pytest.raises(NotYours):
                stating_queries.get_link(viewer, case, made.id)
    assert _steps(world, case) == ["picture.statement_linked", "picture.statement_unlinked"]
    assert len(told.lines("picture.statement_unlinked")) == 1


def test_who_reads_it_says_what_turned_out_and_the_last_word_stands_beside_the_first(
    world: World, case: Case
) -> None:
    said = _said(world, case)
    (said,) = _shared(world, case, said)
    with pytest.raises(Refused) as refused:
        _verdict(world, said, by="esra", reason=" ")
    assert refused.value.field == "reason"
    _verdict(world, said, by="esra", kind="CONFIRMED")
    _verdict(world, said, by="pieterjan")
    assert told.statement_of(world, said.contribution).verdict == "REFUTED"
    with world.acting("joyce") as joyce:
        file = stating_queries.whole(joyce, case, said.id)
        assert [row.kind for row in file.verdicts] == ["REFUTED", "CONFIRMED"]
    assert _steps(world, case) == ["picture.verdict_given"] * 2
    assert {line.actor_id for line in told.lines("picture.verdict_given")} == {
        world.people["esra"].id, world.people["pieterjan"].id
    }  # fmt: skip


@pytest.mark.parametrize("login", ["bram", "nienke", "anouk"])
def test_who_has_no_seat_lays_nothing_beside_it(world: World, case: Case, login: str) -> None:
    one, other = _said(world, case), _said(world, case, by="esra", text="CANARY-other")
    one, other = _shared(world, case, one, other)
    made = _link(world, one, other, by="esra")
    with pytest.raises(NotYours):
        _link(world, one, other, by=login)
    with pytest.raises(NotYours):
        _verdict(world, one, by=login)
    with world.acting(login) as viewer, pytest.raises(NotYours):
        linking.unlink(link=made, by=viewer, now=clock.now())


def test_what_was_withdrawn_says_nothing_to_others_and_takes_nothing_any_more(
    world: World, case: Case
) -> None:
    one, other = _said(world, case), _said(world, case, by="esra", text="CANARY-other")
    one, other = _shared(world, case, one, other)
    _link(world, one, other, by="esra")
    _withdraw(one)
    gone = told.statement_of(world, one.contribution)
    for act in (
        lambda: _link(world, gone, other, by="esra"),
        lambda: _verdict(world, gone, by="esra"),
        lambda: told.revise(world, gone, reason="x"),
    ):
        with pytest.raises(Refused):
            act()
    with world.acting("esra") as esra:
        assert not queries.all_contradicted(esra, case)
        file = stating_queries.whole(esra, case, one.id)
        assert (file.links, file.verdicts, file.revisions) == ((), (), ())
        assert one.id not in [row.id for row in stating_queries.to_tie_to(esra, other, domain="", page=1)]


def test_a_closed_case_takes_neither(world: World, case: Case) -> None:
    one, other = _said(world, case), _said(world, case, by="esra", text="CANARY-other")
    one, other = _shared(world, case, one, other)
    one.case.state = other.case.state = State.CLOSED
    with pytest.raises(Refused):
        _link(world, one, other, by="esra")
    with pytest.raises(Refused):
        _verdict(world, one, by="esra")
    with behind_the_wall("postgres"):
        assert not StatementLink.objects.behind_the_second_wall().exists()
        assert not Verdict.objects.behind_the_second_wall().exists()
