"""What was put right or withdrawn is said on every copy, and its old words stand on none of others."""

from datetime import time, timedelta

import pytest

from casustafel.cases import queries as cases
from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.papers import case_file, minutes, queries
from casustafel.papers.document import Box, Said
from casustafel.papers.gathering import gather
from casustafel.picture.tests import corrected, told
from casustafel.picture.tests.looked import shown
from casustafel.plan import actions as plan
from casustafel.table import actions as meetings
from casustafel.table import queries as table
from casustafel.table.models import AgendaItem
from tests.world import World

pytestmark = pytest.mark.django_db
MADE = {"name": "", "organisation": "", "moment": "", "purpose": ""}


def _meeting(world: World, case: Case):
    """Sharing is opened and something brought in while it lasts; then it ends."""

    with world.acting("joyce") as joyce:
        at = {"by": joyce, "now": clock.now()}
        meeting = meetings.plan_meeting(
            day=clock.now().date(), starts=time(10), place="", agenda=[case], **at
        )
        meetings.attend(meeting=meeting, **at)
        meetings.start(meeting=meeting, **at)
        meetings.call(item=AgendaItem.objects.visible_to(joyce).select_related("case").get(), **at)
    said = corrected.shared(world, case)
    with world.acting("joyce") as joyce:
        meetings.end(meeting=meeting, by=joyce, now=clock.now())
    return meeting, said


def _told(world: World, meeting, login: str, *, for_all: bool = False):
    """The one statement in the minutes, and what they say was put right since."""
    with world.acting(login) as viewer:
        file = table.whole(viewer, meeting.id)
        made = minutes.document(file, by=viewer, now=clock.now(), for_all=for_all)
    [line] = [block for block in made.blocks if isinstance(block, Said)]
    [since] = [block.text for block in made.blocks if isinstance(block, Box) and block.tone == "apart"]
    return line, since


def test_minutes_and_meeting_say_it_and_hold_no_withdrawn_words_of_others(
    world: World, client_of, case: Case
) -> None:
    meeting, said = _meeting(world, case)
    assert "Na die dag" not in shown(client_of("esra"), f"/overleg/{meeting.id}/")
    corrected.put_right(world, said)
    for login in ("marloes", "esra"):
        line, since = _told(world, meeting, login)
        assert line.text == corrected.NEW and line.mark.startswith("Verbeterd op ")
        assert "een bewering is verbeterd" in since
    corrected.withdraw(world, told.statement_of(world, said.contribution))
    for login, text in (("marloes", corrected.NEW), ("esra", "")):
        line, since = _told(world, meeting, login)
        assert line.text == text and line.mark.startswith("Ingetrokken op ")
        assert "een bewering is ingetrokken" in since
        line, since = _told(world, meeting, login, for_all=True)
        assert line.text == "" and "een bewering is ingetrokken" in since
        with world.acting(login) as viewer:
            file = table.whole(viewer, meeting.id)
            assert minutes.minutes(file=file, purpose="x", by=viewer, now=clock.now())[:4] == b"%PDF"
        page = shown(client_of(login), f"/overleg/{meeting.id}/")
        assert "Na die dag" in page and f"/beeld/verstrekt/{said.contribution_id}/" in page


def test_case_file_and_settled_plan_say_it_and_hold_no_withdrawn_words_of_others(
    world: World, client_of, case: Case
) -> None:
    said = corrected.shared(world, case)
    sealed = told.statement_of(world, told.contribute(world, case, audience="CORE"))
    with world.acting("thijs") as thijs:
        plan.set_goal(
            case=case, domain="NETWORK", text="meer mensen", own_words="", levels=list("abcde"), baseline=-1,
            owner=world.people["esra"].organisation, due_date=clock.now().date() + timedelta(days=90),
            by=thijs, now=clock.now(),
        )  # fmt: skip
    for login in ("joyce", "thijs", "marloes", "pieterjan", "esra"):
        with world.acting(login) as viewer:
            plan.agree(case=case, note="", objection="", by=viewer, now=clock.now())
    with world.acting("joyce") as joyce:
        version = plan.settle(case=case, by=joyce, now=clock.now())
    for each in (corrected.put_right(world, said), sealed):
        corrected.withdraw(world, each)
    for login, number, texts in (
        ("marloes", 2, {corrected.NEW, told.SEEN}),
        ("thijs", 2, {""}),
        ("esra", 1, {""}),
    ):
        with world.acting(login) as viewer:
            found = cases.get(viewer, case.id)
            gathered = gather(viewer, found, now=clock.now())
            made = case_file.content(gathered, MADE, by=viewer)
            lines = [line for domain in made["domains"] for line in domain["seen"]]
            assert {line["text"] for line in lines} == texts and len(lines) == number, login
            assert all(line["mark"].startswith("Ingetrokken op ") for line in lines)
            assert all(bool(line["earlier"]) is False or login == "marloes" for line in lines)
            assert len(made["plans"][0]["since"]) == number, login
            assert len(queries.revisions(viewer, found)) == (1 if login == "marloes" else 0)
            pdf = case_file.case_file(case=found, purpose="x", by=viewer, now=clock.now())
            assert pdf[:4] == b"%PDF"
        page = shown(client_of(login), f"/casussen/{case.id}/plan/versies/{version.id}/")
        assert page.count("een bewering is ingetrokken") == number, login
        assert "CANARY" not in page


def test_what_was_withdrawn_counts_as_known_on_no_page(world: World, client_of, case: Case) -> None:
    said = corrected.shared(world, case)
    client = client_of("esra")
    before = shown(client, f"/casussen/{case.id}/"), shown(client, f"/casussen/{case.id}/witte-vlekken/")
    corrected.withdraw(world, said)
    after = shown(client, f"/casussen/{case.id}/"), shown(client, f"/casussen/{case.id}/witte-vlekken/")
    assert after[1].count("spot-known") < before[1].count("spot-known")
    assert before[0] != after[0]
