"""Ended between check, change, log and commit: what was acknowledged is there once, and nothing is half."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db.backends.postgresql.base import DatabaseWrapper
from django.test import Client

from casustafel.access import submissions
from casustafel.reports import actions, public_views, queries
from tests.durability import cut_off
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "worker"])
DOOR = "/melden/merenwoude/vertel/"
WORRY = {"wants": "BOTH", "saw": "CANARY: hij gooide een steen", "step": "send", "form_id": "this-form"}
Prepare = Callable[[pytest.MonkeyPatch], None]

POINTS: dict[str, Prepare] = {
    "before the key": lambda patch: cut_off.before(patch, actions.keys, "make_for_desk"),
    "after the key": lambda patch: cut_off.after(patch, actions.keys, "make_for_desk"),
    "after the row, before the log": lambda patch: cut_off.before(patch, actions.log, "record"),
    "between the two logs": lambda patch: cut_off.before(patch, actions.log, "_processing_line"),
    "after the log": lambda patch: cut_off.after(patch, actions.log, "record"),
    "before the answer is kept": lambda patch: cut_off.before(patch, submissions, "keep"),
    "before the commit": lambda patch: cut_off.before(patch, DatabaseWrapper, "_commit"),
    "after the commit, before the answer": lambda patch: cut_off.after(patch, DatabaseWrapper, "_commit"),
}


def sent(told: Callable[[str], None]) -> None:
    answer = Client().post(DOOR, WORRY)
    assert answer.status_code == 200
    told(code_in(answer.content.decode()))


def code_in(page: str) -> str:
    found = re.search(r'class="code">([^<]+)<', page)
    assert found
    return found[1]


def ended_at(prepare: Prepare) -> tuple[bool, list[str]]:
    def act(told: Callable[[str], None]) -> None:
        with pytest.MonkeyPatch.context() as patch:
            prepare(patch)
            sent(told)

    return cut_off.in_a_process(act)


def stored() -> dict[str, int]:
    tables = {
        "reports": "reports_report",
        "steps": "reports_step",
        "keys": "vault_datakey WHERE scope = 'REPORT'",
        "lines": "audit_userline WHERE action = 'report.received'",
        "processing": "audit_processingline WHERE name = 'report.received'",
    }
    counts = ", ".join(f"(SELECT count(*) FROM {table})" for table in tables.values())
    return dict(zip(tables, cut_off.as_superuser(f"SELECT {counts}")[0], strict=True))


def nothing_is_lost_or_half(acknowledged: list[str]) -> None:
    counts = stored()
    assert len(set(counts.values())) == 1, counts
    assert counts["reports"] <= 1
    assert len(acknowledged) <= counts["reports"]
    for code in acknowledged:
        assert queries.open_mailbox(code) is not None
    assert cut_off.the_log_answers()


@pytest.mark.parametrize("point", POINTS)
def test_a_report_that_was_cut_off_is_whole_or_absent_and_once_when_sent_again(
    world: World, point: str
) -> None:
    was_ended, acknowledged = ended_at(POINTS[point])
    assert was_ended and acknowledged == []
    nothing_is_lost_or_half(acknowledged)
    assert stored()["reports"] == (1 if point.startswith("after the commit") else 0)
    again = Client().post(DOOR, WORRY)
    nothing_is_lost_or_half([code_in(again.content.decode())])
    assert stored()["reports"] == 1


def test_one_that_was_not_cut_off_is_acknowledged_and_there(world: World) -> None:
    was_ended, acknowledged = cut_off.in_a_process(sent)
    assert not was_ended and len(acknowledged) == 1
    nothing_is_lost_or_half(acknowledged)


def test_who_acknowledges_before_the_commit_is_found_out(world: World) -> None:
    """The negative control: the reporter already holds a code when the power goes."""

    def act(told: Callable[[str], None]) -> None:
        real = public_views.render

        def too_early(request: Any, template: str, context: dict[str, Any], **other: Any) -> Any:
            told(context["code"])
            return real(request, template, context, **other)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(public_views, "render", too_early)
            POINTS["before the commit"](patch)
            Client().post(DOOR, WORRY)

    was_ended, acknowledged = cut_off.in_a_process(act)
    assert was_ended and len(acknowledged) == 1
    with pytest.raises(AssertionError):
        nothing_is_lost_or_half(acknowledged)
