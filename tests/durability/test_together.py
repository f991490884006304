"""Two at the same time: one act, one line in the log, and a sentence for the other. Nothing is lost."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connections
from django.http import HttpResponse
from django.test import Client

from casustafel.access import drafts
from casustafel.audit import log
from casustafel.audit.models import UserLine
from casustafel.cases.models import Case
from casustafel.deciding.tests import put
from casustafel.lib import clock
from casustafel.picture.tests import told
from casustafel.picture.tests.looked import CONTRIBUTION, STATEMENT
from casustafel.plan import actions as plan
from casustafel.plan.tests import seated
from casustafel.reports import drafting
from casustafel.reports.tests import walked
from casustafel.table import actions as table
from casustafel.table.tests import sat
from casustafel.triage.tests import given as triage
from tests.durability.cut_off import as_superuser
from tests.world import SEATS, World, behind_the_wall

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "worker"])
ClientOf = Callable[[str], Client]
Answers = list[HttpResponse]


@pytest.fixture(autouse=True)
def slow_to_log(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each act hesitates before its line in the log, so that two that may overlap do."""
    real = log.record

    def record(action: str, **said: Any) -> None:
        if threading.current_thread() is not threading.main_thread():
            time.sleep(0.25)
        real(action, **said)

    monkeypatch.setattr(log, "record", record)
    yield


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each gave; each in a thread with connections of its own, begun at the same moment."""
    ready, gave = threading.Barrier(len(acts)), [None] * len(acts)

    def run(n: int, act: Callable[[], Any]) -> None:
        try:
            ready.wait(10)
            gave[n] = act()
        except BaseException as wrong:
            gave[n] = wrong
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(n, act)) for n, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return gave


def sent_at_once(*sendings: tuple[Client, str, dict[str, Any]]) -> Answers:
    gave = at_once(*(lambda c=client, u=url, d=data: c.post(u, d) for client, url, data in sendings))
    assert all(isinstance(answer, HttpResponse) for answer in gave), gave
    return gave


def statuses(answers: Answers) -> list[int]:
    return sorted(answer.status_code for answer in answers)


def rows(table_name: str) -> int:
    return int(as_superuser(f"SELECT count(*) FROM {table_name}")[0][0])


def lines(action: str) -> int:
    with behind_the_wall("postgres"):
        return UserLine.objects.filter(action=action).count()


def test_two_who_settle_the_same_plan_settle_it_once(world: World, client_of: ClientOf, case: Case) -> None:
    seated.set_goal(world, case)
    for login in SEATS:
        with world.acting(login) as viewer:
            plan.agree(case=case, note="", objection="", by=viewer, now=clock.now())
    url = f"/casussen/{case.id}/plan/vaststellen/"
    answers = sent_at_once((client_of("joyce"), url, {}), (client_of("thijs"), url, {}))
    assert statuses(answers) == [302, 422]
    assert (rows("plan_planversion"), lines("plan.settled")) == (1, 1)
    assert rows("plan_consent WHERE plan_version_id IS NULL") == 0


class TestAnObjectionAtTheMomentOfDeciding:
    """What was acknowledged before the decision stops it, whoever was first by a hair."""

    def asked(self, world: World, case: Case) -> tuple[str, str, str]:
        decision = put.propose(world, case)
        asked = put.ask(world, decision)
        put.say(world, asked, *put.EVERYBODY)
        return (
            f"/casussen/{case.id}/besluiten/instemming/{asked.id}/",
            f"/casussen/{case.id}/besluiten/{decision.id}/nemen/",
            f"/casussen/{case.id}/besluiten/{decision.id}/",
        )

    def test_is_heard_or_comes_too_late_and_never_both(
        self, world: World, client_of: ClientOf, case: Case
    ) -> None:
        say, decide, _page = self.asked(world, case)
        objects, decides = sent_at_once(
            (client_of("esra"), say, {"kind": "OBJECT", "text": "te vroeg"}),
            (client_of("thijs"), decide, {}),
        )
        assert {objects.status_code, decides.status_code} == {302, 422}
        standing = rows("deciding_objection WHERE state = 'STANDING'")
        decided = rows("deciding_decision WHERE state = 'DECIDED'")
        assert (standing, decided) == ((1, 0) if objects.status_code == 302 else (0, 1))
        assert lines("deciding.decided") == decided and lines("deciding.said") == 5 + standing

    def test_two_who_decide_decide_once(self, world: World, client_of: ClientOf, case: Case) -> None:
        _say, decide, page = self.asked(world, case)
        answers = sent_at_once((client_of("thijs"), decide, {}), (client_of("thijs"), decide, {}))
        assert statuses(answers) == [302, 422]
        assert lines("deciding.decided") == 1
        assert client_of("esra").get(page).status_code == 200

    def test_to_the_plan_is_heard_or_comes_too_late(
        self, world: World, client_of: ClientOf, case: Case
    ) -> None:
        seated.set_goal(world, case)
        for login in SEATS:
            with world.acting(login) as viewer:
                plan.agree(case=case, note="", objection="", by=viewer, now=clock.now())
        objects, settles = sent_at_once(
            (client_of("esra"), f"/casussen/{case.id}/plan/instemming/", {"kind": "OBJECT", "text": "nee"}),
            (client_of("joyce"), f"/casussen/{case.id}/plan/vaststellen/", {}),
        )
        assert objects.status_code == 302  # after the settling it is said to the plan from then on
        settled = rows("plan_planversion")
        assert settles.status_code == (302 if settled else 422)
        assert rows("plan_consent WHERE kind = 'OBJECT' AND plan_version_id IS NOT NULL") == 0
        assert rows("deciding_objection WHERE state = 'STANDING'") == 1


def test_one_who_agrees_in_two_windows_agrees_once(world: World, client_of: ClientOf, case: Case) -> None:
    seated.set_goal(world, case)
    url, marloes = f"/casussen/{case.id}/plan/instemming/", client_of("marloes")
    answers = sent_at_once(
        (marloes, url, {"kind": "AGREE"}), (client_of("marloes"), url, {"kind": "NOTE", "text": "mits"})
    )
    assert statuses(answers) == [302, 302]
    assert (rows("plan_consent"), lines("plan.agreed")) == (1, 2)


def test_two_who_reveal_a_round_reveal_it_once(world: World, client_of: ClientOf, case: Case) -> None:
    asked = told.open_round(world, case)
    told.answer(world, asked, by="marloes")
    url = f"/casussen/{case.id}/duiding/{asked.id}/naast-elkaar/"
    answers = sent_at_once((client_of("joyce"), url, {}), (client_of("joyce"), url, {}))
    assert statuses(answers) == [302, 422]
    assert lines("picture.round_revealed") == 1
    assert rows("picture_round WHERE state = 'REVEALED'") == 1
    assert rows("cases_step WHERE kind = 'picture.round_revealed'") == 1


def test_two_who_ask_the_same_question_open_one_round(client_of: ClientOf, case: Case) -> None:
    url = f"/casussen/{case.id}/duiding/vraag/"
    sending = {"question": "WORRY"}
    answers = sent_at_once((client_of("joyce"), url, sending), (client_of("joyce"), url, sending))
    assert statuses(answers) == [302, 422]
    assert (rows("picture_round"), lines("picture.round_opened")) == (1, 1)


def test_two_who_open_sharing_open_it_once(client_of: ClientOf, case: Case) -> None:
    url = f"/casussen/{case.id}/beeld/delen/"
    answers = sent_at_once((client_of("joyce"), url, {}), (client_of("joyce"), url, {}))
    assert statuses(answers) == [302, 422]
    assert (rows("picture_sharing"), lines("picture.sharing_opened")) == (1, 1)


def test_two_members_who_decide_decide_once(world: World, client_of: ClientOf) -> None:
    weighing = triage.together(world)
    url = f"/weging/{weighing.id}/uitkomst/"
    answers = sent_at_once(
        (client_of("farid"), url, {"outcome": "PERSON_CENTRED", "reason": "van farid"}),
        (client_of("marloes"), url, {"outcome": "NO_ACTION", "reason": "van marloes"}),
    )
    assert statuses(answers) == [302, 422]
    refused = next(answer for answer in answers if answer.status_code == 422).content.decode()
    assert "van farid" in refused or "van marloes" in refused
    assert lines("weighing.decided") == 1
    assert rows("triage_weighing WHERE state = 'DECIDED'") == 1


def test_a_case_called_on_two_screens_comes_on_the_table_once(
    world: World, client_of: ClientOf, case: Case
) -> None:
    meeting = sat.plan(world, case)
    sat.begin(world, meeting)
    item = sat.item_of(world, meeting, case)
    url = f"/overleg/{meeting.id}/{item.id}/op-tafel/"
    answers = sent_at_once((client_of("joyce"), url, {}), (client_of("joyce"), url, {}))
    assert statuses(answers) == [302, 302]
    assert rows("cases_step WHERE kind = 'table.called'") == 1


def test_a_meeting_opened_on_two_screens_opens_once(world: World, client_of: ClientOf, case: Case) -> None:
    meeting = sat.plan(world, case)
    sat.attend(world, meeting, "joyce")
    sat.complete(world, meeting)
    url = f"/overleg/{meeting.id}/openen/"
    answers = sent_at_once((client_of("joyce"), url, {}), (client_of("joyce"), url, {}))
    assert statuses(answers) == [302, 422]
    assert lines("table.opened") == 1


def test_one_who_attends_on_two_screens_takes_one_place(
    world: World, client_of: ClientOf, case: Case
) -> None:
    meeting = sat.plan(world, case)
    url = f"/overleg/{meeting.id}/aanwezig/"
    answers = sent_at_once((client_of("marloes"), url, {}), (client_of("marloes"), url, {}))
    assert statuses(answers) == [302, 302]
    assert (rows("table_attendance"), lines("table.attended")) == (1, 1)


def test_two_who_look_back_hold_one_review(client_of: ClientOf, case: Case) -> None:
    url, sending = f"/casussen/{case.id}/opvolging/terugblik/", {"necessity": "ja, nog even"}
    answers = sent_at_once((client_of("joyce"), url, sending), (client_of("thijs"), url, sending))
    assert statuses(answers) == [302, 422]
    assert (rows("monitoring_review"), lines("monitoring.reviewed")) == (1, 1)


def test_one_who_is_given_a_seat_twice_sits_once(world: World, client_of: ClientOf, case: Case) -> None:
    url = f"/casussen/{case.id}/stoel/"
    sending = {"person": str(world.people["nienke"].id), "ground": "taak"}
    before = rows("cases_seat")
    answers = sent_at_once((client_of("joyce"), url, sending), (client_of("joyce"), url, sending))
    assert statuses(answers) == [302, 422]
    assert (rows("cases_seat") - before, lines("case.seated")) == (1, 1)


class TestTwoWhoChangeTheSameText:
    """One is kept; the other sees both texts, which is logged, and sends again on what is now there."""

    def test_of_a_statement(self, world: World, client_of: ClientOf, case: Case) -> None:
        said = told.statement_of(world, told.contribute(world, case))
        self.collide(
            (client_of("marloes"), client_of("marloes")),
            f"/casussen/{case.id}/beeld/{said.id}/",
            done="picture.statement_revised",
            read=f"picture_statement:{said.id}",
            **STATEMENT,
        )
        assert rows("picture_revision") == 2

    def test_of_a_goal(self, world: World, client_of: ClientOf, case: Case) -> None:
        goal = seated.set_goal(world, case)
        self.collide(
            (client_of("joyce"), client_of("thijs")),
            f"/casussen/{case.id}/plan/doel/{goal.id}/",
            done="plan.goal_revised",
            read=f"plan_goal:{goal.id}",
        )
        assert rows("plan_goalrevision") == 2

    def test_of_the_minutes(self, world: World, client_of: ClientOf, case: Case) -> None:
        meeting = sat.under_way(world, case)
        item = sat.item_of(world, meeting, case)
        self.collide(
            (client_of("joyce"), client_of("joyce")),
            f"/overleg/{meeting.id}/{item.id}/verslag/",
            done="table.minutes_noted",
            read=f"table_agendaitem:{item.id}",
        )

    def collide(
        self, clients: tuple[Client, Client], url: str, *, done: str, read: str, **marks: str
    ) -> None:
        texts = ("Hij sport elke week.", "Hij leest elke avond.")
        answers = sent_at_once(
            *(
                (client, url, {**marks, "text": text, "version": 1})
                for client, text in zip(clients, texts, strict=True)
            )
        )
        assert statuses(answers) == [302, 409]
        late = next(n for n, answer in enumerate(answers) if answer.status_code == 409)
        page = answers[late].content.decode()
        assert all(text in page for text in texts)
        assert 'name="version" value="2"' in page
        assert lines(done) == 1
        assert self.read_after(done, read) == 1
        again = clients[late].post(url, {**marks, "text": texts[late], "version": 2})
        assert again.status_code == 302 and lines(done) == 2

    def read_after(self, done: str, row: str) -> int:
        """How often the row was read by who came second: after the first had changed it."""
        with behind_the_wall("postgres"):
            changed = UserLine.objects.get(action=done).at
            read = UserLine.objects.filter(action="vault.read", at__gt=changed)
            return sum(row in line.content["objects"] for line in read)


def test_a_public_form_sent_twice_at_once_is_one_report_with_one_code(world: World) -> None:
    citizen = Client()
    walked.tells(citizen, walked.SHORTEST)
    sending = {"code": walked.carried(citizen)}
    first, second = sent_at_once((citizen, walked.CHECK, sending), (Client(), walked.CHECK, sending))
    assert first.status_code == second.status_code == 200
    codes = {walked.code_on(each.content.decode()) for each in (first, second)}
    assert codes == {sending["code"]}
    assert (rows("reports_report"), rows("reports_draft"), lines("report.received")) == (1, 0, 1)


def test_two_pages_of_one_draft_sent_at_once_are_both_kept(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    citizen = Client()
    walked.tells(citizen, walked.SHORTEST)
    real = drafting._keep_longer

    def slowly(*said: Any) -> None:
        time.sleep(0.2)
        real(*said)

    monkeypatch.setattr(drafting, "_keep_longer", slowly)
    again = Client()
    again.cookies["melding"] = walked.carried(citizen)
    answers = sent_at_once(
        (citizen, f"{walked.ROAD}denken/", {"think": "een mening"}),
        (again, f"{walked.ROAD}tegen/", {"against": "een twijfel"}),
    )
    assert statuses(answers) == [302, 302]
    page = citizen.get(walked.CHECK).content.decode()
    assert "een mening" in page and "een twijfel" in page


def test_a_form_of_somebody_signed_in_sent_twice_at_once_is_done_once(
    client_of: ClientOf, case: Case
) -> None:
    url, sending = f"/casussen/{case.id}/beeld/inbrengen/", {**CONTRIBUTION, "form_id": "twice"}
    answers = sent_at_once((client_of("marloes"), url, sending), (client_of("marloes"), url, sending))
    assert statuses(answers) == [302, 302]
    assert (rows("picture_contribution"), lines("picture.contributed")) == (1, 1)


def test_a_draft_kept_by_two_windows_is_one_draft(world: World, case: Case) -> None:
    def keep(body: str) -> Callable[[], Any]:
        def act() -> Any:
            with world.acting("marloes") as viewer:
                kept = drafts.keep(by=viewer, place="here", key=case.key, body=body, now=clock.now())
                time.sleep(0.2)
                return kept.version

        return act

    assert sorted(at_once(keep("een"), keep("twee"))) == [1, 2]
    assert rows("access_draft") == 1


def test_what_would_go_wrong_without_waiting_is_caught_here(
    world: World, client_of: ClientOf, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: attendance without its lock ends in an error of the database."""
    monkeypatch.setattr(table.locking, "alone", lambda what: None)
    meeting = sat.plan(world, case)
    url = f"/overleg/{meeting.id}/aanwezig/"
    with pytest.raises(AssertionError):
        sent_at_once((client_of("marloes"), url, {}), (client_of("marloes"), url, {}))
