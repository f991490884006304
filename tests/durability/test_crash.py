"""Ended between check, change, log and commit: what was acknowledged is there once, and nothing is half."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.backends.postgresql.base import DatabaseWrapper
from django.test import Client

from casustafel.reports import public_views, queries, receiving
from casustafel.reports.tests import walked
from tests.durability import cut_off
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "worker"])
Prepare = Callable[[pytest.MonkeyPatch], None]

POINTS: dict[str, Prepare] = {
    "before the draft is read": lambda patch: cut_off.before(patch, queries, "open_draft"),
    "before the key": lambda patch: cut_off.before(patch, receiving.keys, "make_for_desk"),
    "after the key": lambda patch: cut_off.after(patch, receiving.keys, "make_for_desk"),
    "after the row, before the log": lambda patch: cut_off.before(patch, receiving.log, "record"),
    "between the two logs": lambda patch: cut_off.before(patch, receiving.log, "_processing_line"),
    "after the log": lambda patch: cut_off.after(patch, receiving.log, "record"),
    "after the report, before the draft goes": lambda patch: cut_off.after(patch, receiving, "receive"),
    "before the commit": lambda patch: cut_off.before(patch, DatabaseWrapper, "_commit"),
    "after the commit, before the answer": lambda patch: cut_off.after(patch, DatabaseWrapper, "_commit"),
}


@pytest.fixture
def form(world: World) -> dict[str, str]:
    """The check page of somebody who told it all; with its code it is sent, and sent again."""
    citizen = Client()
    walked.tells(citizen, walked.SHORTEST)
    return {"code": walked.carried(citizen)}


def sending(form: dict[str, str]) -> Callable[[Callable[[str], None]], None]:
    def sent(told: Callable[[str], None]) -> None:
        answer = Client().post(walked.CHECK, form)
        assert answer.status_code == 200
        told(walked.code_on(answer.content.decode()))

    return sent


def ended_at(prepare: Prepare, sent: Callable[[Callable[[str], None]], None]) -> tuple[bool, list[str]]:
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
        assert queries.open_mailbox(code) is not None, "a receipt that opens nothing"
    assert cut_off.the_log_answers()


def reports_and_drafts() -> tuple[int, int]:
    [counts] = cut_off.as_superuser(
        "SELECT (SELECT count(*) FROM reports_report), (SELECT count(*) FROM reports_draft)"
    )
    return (counts[0], counts[1])


@pytest.mark.parametrize("point", POINTS)
def test_a_report_that_was_cut_off_is_whole_or_still_a_draft_and_once_when_sent_again(
    form: dict[str, str], point: str
) -> None:
    was_ended, acknowledged = ended_at(POINTS[point], sending(form))
    assert was_ended and acknowledged == []
    nothing_is_lost_or_half(acknowledged)
    assert reports_and_drafts() == ((1, 0) if point.startswith("after the commit") else (0, 1))
    again = Client().post(walked.CHECK, form)
    nothing_is_lost_or_half([walked.code_on(again.content.decode())])
    assert reports_and_drafts() == (1, 0)


def test_one_that_was_not_cut_off_is_acknowledged_and_there(form: dict[str, str]) -> None:
    was_ended, acknowledged = cut_off.in_a_process(sending(form))
    assert not was_ended and acknowledged == [form["code"]]
    nothing_is_lost_or_half(acknowledged)


def test_a_page_that_was_cut_off_is_kept_or_not_and_what_was_told_before_is_there(world: World) -> None:
    citizen = Client()
    walked.tells(citizen, walked.SHORTEST)

    def page(told: Callable[[str], None]) -> None:
        told(str(citizen.post(f"{walked.ROAD}denken/", {"think": "een mening"}).status_code))

    for point, kept in (("before the commit", False), ("after the commit, before the answer", True)):
        was_ended, acknowledged = ended_at(POINTS[point], page)
        assert was_ended and acknowledged == []
        check = citizen.get(walked.CHECK).content.decode()
        assert walked.ANSWERS["saw"] in check and ("een mening" in check) == kept


def test_who_acknowledges_before_the_commit_is_found_out(form: dict[str, str]) -> None:
    """The negative control: the reporter already holds a receipt when the power goes."""

    def act(told: Callable[[str], None]) -> None:
        real = public_views.render

        def too_early(request: Any, template: str, context: dict[str, Any], **other: Any) -> Any:
            told(context["code"])
            return real(request, template, context, **other)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(public_views, "render", too_early)
            POINTS["before the commit"](patch)
            Client().post(walked.CHECK, form)

    was_ended, acknowledged = cut_off.in_a_process(act)
    assert was_ended and len(acknowledged) == 1
    with pytest.raises(AssertionError):
        nothing_is_lost_or_half(acknowledged)
