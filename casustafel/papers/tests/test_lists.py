"""The list of actions and the case on one sheet."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pikepdf
import pytest
from django.test import Client

from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.papers import action_list, docx_writing, summary
from casustafel.papers.document import Document, Table
from casustafel.papers.summary import ROOMS
from casustafel.papers.tests import opened, reading
from casustafel.picture import judging
from casustafel.picture.tests import recognised, told
from casustafel.plan import actions as plan
from casustafel.plan.models import Commitment
from casustafel.plan.tests import seated
from casustafel.table import queries as table
from casustafel.table.tests import sat
from tests.world import World, behind_the_wall, open_case

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]


def commit(world: World, case: Case, what: str, *, days: int = 7, is_done: bool = False) -> Commitment:
    """By hand where no act puts it: due before today, or kept."""
    with world.acting("thijs") as thijs:
        made = plan.commit(
            case=case,
            what=what,
            why="Omdat het helpt",
            organisation=world.people["esra"].organisation,
            due_date=clock.now().date() + timedelta(days=max(days, 0)),
            by=thijs,
            now=clock.now(),
        )
    due = clock.now().date() + timedelta(days=days)
    with behind_the_wall("postgres"):
        row = Commitment.objects.behind_the_second_wall().filter(pk=made.pk)
        row.update(due_date=due, **({"state": "DONE", "ended_date": date.today()} if is_done else {}))
    return made


def tables(made: Document) -> dict[str, list[str]]:
    """By caption, what is to do."""
    return {
        block.caption: [row[list(block.heads).index("Wat")] for row in block.rows]
        for block in made.blocks
        if isinstance(block, Table)
    }


class TestActions:
    def test_what_is_overdue_comes_first_and_what_is_done_last(self, world: World, case: Case) -> None:
        for what, days in (("later", 9), ("te laat", -3), ("eerder", 2), ("langer te laat", -9)):
            commit(world, case, what, days=days)
        commit(world, case, "gedaan", is_done=True)
        with world.acting("esra") as esra:
            found = tables(action_list.case_document(case, by=esra, now=clock.now()))
        assert list(found.items()) == [
            ("Over de datum", ["langer te laat", "te laat"]),
            ("Nog te doen", ["eerder", "later"]),
            ("Gedaan, of gaat niet door", ["gedaan"]),
        ]

    def test_today_is_not_too_late(self, world: World, case: Case) -> None:
        commit(world, case, "vandaag", days=0)
        with world.acting("esra") as esra:
            assert list(tables(action_list.case_document(case, by=esra, now=clock.now()))) == ["Nog te doen"]

    def test_a_meeting_lists_what_was_agreed_there_and_what_was_still_open(
        self, world: World, case: Case
    ) -> None:
        other = open_case(world, pseudonym="Reiger")
        commit(world, case, "van voor die tijd")
        commit(world, case, "toen al gedaan", is_done=True)
        meeting = sat.under_way(world, case)
        commit(world, case, "daar afgesproken", is_done=True)
        commit(world, other, "van een andere tafel")
        with world.acting("esra") as esra:
            file = table.whole(esra, meeting.id)
            found = tables(action_list.meeting_document(file, by=esra, now=clock.now()))
        assert found == {
            "Nog te doen": ["van voor die tijd"],
            "Gedaan, of gaat niet door": ["daar afgesproken"],
        }

    @pytest.mark.parametrize("form", ["PDF", "DOCX"])
    def test_it_is_taken_along_with_a_purpose_and_a_line_in_the_log(
        self, world: World, case: Case, client_of: ClientOf, form: str
    ) -> None:
        commit(world, case, "Elke week bellen")
        meeting = sat.under_way(world, case)
        doors = {
            f"/casussen/{case.id}/papieren/afspraken/": ("case", case.id),
            f"/overleg/{meeting.id}/afspraken/": ("meeting", meeting.id),
        }
        for address, (kind, row) in doors.items():
            client = client_of("esra")
            assert "Elke week bellen" in client.get(address).content.decode()
            assert client.post(address, {"purpose": " ", "form": form}).status_code == 422
            made = client.post(address, {"purpose": "onthouden", "form": form})
            assert made["Content-Disposition"] == f'attachment; filename="actielijst.{form.lower()}"'
            words = (
                reading.words(made.content) if form == "PDF" else reading.together(opened.words(made.content))
            )
            assert reading.together("Elke week bellen") in words and "Doel:onthouden" in words
            assert str(row) in str([line.content for line in made_lines()]), kind
        assert {line.actor_id for line in made_lines()} == {world.people["esra"].id}
        assert made["Content-Type"] == ("application/pdf" if form == "PDF" else docx_writing.MIME)

    @pytest.mark.parametrize("login", ["bram", "nienke", "farid", "anouk"])
    def test_nobody_else_learns_that_there_is_one(
        self, world: World, case: Case, client_of: ClientOf, login: str
    ) -> None:
        client, meeting = client_of(login), sat.under_way(world, case)
        for real, absent in (
            (f"/casussen/{case.id}/papieren/afspraken/", f"/casussen/{uuid4()}/papieren/afspraken/"),
            (f"/casussen/{case.id}/papieren/een-blad/", f"/casussen/{uuid4()}/papieren/een-blad/"),
            (f"/overleg/{meeting.id}/afspraken/", f"/overleg/{uuid4()}/afspraken/"),
        ):
            for ask in (client.get, lambda at: client.post(at, {"purpose": "x", "form": "PDF"})):
                there, gone = ask(real), ask(absent)
                assert (there.status_code, gone.status_code) == (404, 404)
                assert there.content == gone.content


def made_lines():
    return sat.lines("papers.actions_made")


def crowd(world: World, case: Case, number: int) -> None:
    """So much that no sheet holds it."""
    told.open_sharing(world, case)
    long = "CANARY-lang: " + "een heel lang verhaal over wat er gebeurde " * 8
    for nature in ("FACT", "INTERPRETATION"):
        for _ in range(number):
            told.contribute(world, case, nature=nature, text=long)
    for _ in range(number):
        seated.set_goal(world, case, text=long)
        commit(world, case, long)


class TestOneSheet:
    def test_it_says_what_the_table_knows_judges_and_agreed(
        self, world: World, case: Case, client_of: ClientOf
    ) -> None:
        told.open_sharing(world, case)
        speaks = recognised.statement(world, case)
        recognised.recognise(world, case, recognised.said(sides={speaks.id: "FOR"}))
        told.contribute(world, case)
        told.contribute(world, case, nature="INTERPRETATION", text="CANARY-thought")
        seated.set_goal(world, case)
        commit(world, case, "Elke week bellen")
        coming = sat.plan(world, case)
        round = told.open_round(world, case)
        told.answer(world, round, by="esra")
        told.reveal(world, round)
        with world.acting("joyce") as joyce:
            judging.conclude(
                round=round, joint="R-samen", dissents={world.people["esra"].organisation_id: "R-anders"},
                without="x", by=joyce, now=clock.now(),
            )  # fmt: skip
        made = client_of("esra").post(f"/casussen/{case.id}/papieren/een-blad/", {"purpose": "lezen"})
        assert made["Content-Disposition"] == 'attachment; filename="casus-op-een-blad.pdf"'
        words, page = (
            reading.words(made.content),
            client_of("esra").get(f"/casussen/{case.id}/papieren/een-blad/").content.decode(),
        )
        for text in (told.SEEN, "CANARY-thought", seated.GOAL, "Elke week bellen", "R-samen", "R-anders"):
            assert reading.together(text) in words, text
            assert text in page, text
        seen, thought = (words.index(reading.together(t)) for t in (told.SEEN, "CANARY-thought"))
        assert words.index("Watisgezien") < seen < words.index("Watisgehoordofgedacht") < thought
        assert "Volgendoverleg" in words and str(coming.day.year) in words
        assert sheets(made.content) == 1
        (line,) = sat.lines("papers.summary_made")
        assert (line.actor_id, line.scope_id) == (world.people["esra"].id, case.id)

    def test_it_stays_one_sheet_and_says_how_much_more_there_is(
        self, world: World, case: Case, client_of: ClientOf
    ) -> None:
        crowd(world, case, 12)
        made = client_of("esra").post(f"/casussen/{case.id}/papieren/een-blad/", {"purpose": "lezen"})
        assert sheets(made.content) == 1
        words = reading.words(made.content)
        assert "regelsinhetdossier" in words and "…" in words

    @pytest.mark.parametrize("login", ["marloes", "pieterjan", "joyce"])
    def test_it_is_for_the_whole_table_whoever_makes_it(
        self, world: World, case: Case, client_of: ClientOf, login: str
    ) -> None:
        told.open_sharing(world, case)
        told.contribute(world, case, audience="CORE", text="CANARY-core")
        told.contribute(world, case, audience="LATER", text="CANARY-later")
        client, address = client_of(login), f"/casussen/{case.id}/papieren/een-blad/"
        words = reading.words(client.post(address, {"purpose": "lezen"}).content)
        for text in ("CANARY-core", "CANARY-later"):
            assert text not in words and text not in client.get(address).content.decode()

    def test_what_was_withdrawn_is_on_it_no_more(self, world: World, case: Case, client_of: ClientOf) -> None:
        told.open_sharing(world, case)
        said = told.statement_of(world, told.contribute(world, case))
        with behind_the_wall("postgres"):
            type(said).objects.behind_the_second_wall().filter(pk=said.pk).update(withdrawn_at=clock.now())
        page = client_of("marloes").get(f"/casussen/{case.id}/papieren/een-blad/").content.decode()
        assert told.SEEN not in page

    def test_the_last_room_is_the_smallest(self) -> None:
        assert [room.lines for room in ROOMS] == sorted((room.lines for room in ROOMS), reverse=True)
        assert summary._short("woord " * 99, ROOMS[-1])[-1] == "…"


def sheets(made: bytes) -> int:
    with pikepdf.open(io.BytesIO(made)) as pdf:
        return len(pdf.pages)
