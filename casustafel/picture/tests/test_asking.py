"""Asking, answering, saying that there is nothing, refusing, taking back, reminding; and who hears of it."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError

from casustafel.access.roles import roles_with
from casustafel.cases.models import Case, Step
from casustafel.lib import clock
from casustafel.lib.refusal import Refused
from casustafel.notices.choices import DEPUTY_NEEDS, Kind
from casustafel.notices.models import Notice
from casustafel.picture import asking, asking_queries
from casustafel.picture.models import Contribution, InformationRequest, Reply, Statement
from casustafel.picture.tests import told
from casustafel.picture.tests.looked import CONTRIBUTION, shown
from casustafel.vault import opening
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db


def _heard(world: World, kind: Kind) -> list[str]:
    logins = {person.id: login for login, person in world.people.items()}
    with behind_the_wall("postgres"):
        rows = Notice.objects.behind_the_second_wall().filter(kind=kind)
        return sorted(logins[row.to_id] for row in rows)


def _steps(world: World, case: Case) -> list[str]:
    with world.acting("esra") as esra:
        return list(Step.objects.visible_to(esra).filter(case=case).values_list("kind", flat=True))


def _seen(world: World, case: Case, asked: InformationRequest, login: str) -> str:
    with world.acting(login) as viewer:
        return asking_queries.get_request(viewer, case, asked.id).seen_state


# Asking


def test_several_are_asked_the_same_at_once_or_none(world: World, case: Case) -> None:
    whom = [world.people[login].organisation for login in ("esra", "joyce")]
    with world.acting("marloes") as marloes:
        made = asking.ask(case=case, organisations=whom, new=told.new_request(), by=marloes, now=clock.now())
        opened = opening.open_all(made, by=marloes, purpose="test", now=clock.now())
    assert [each.organisation for each in made] == whom
    assert {(opened(each, "purpose"), opened(each, "minimum")) for each in made} == {
        (told.PURPOSE, told.MINIMUM)
    }
    assert _heard(world, Kind.INFORMATION_ASKED) == ["esra", "joyce"]
    assert len(told.lines("picture.asked")) == 2


@pytest.mark.parametrize(
    ("odd", "field"),
    [
        ({"purpose": " "}, "purpose"),
        ({"minimum": "\n"}, "minimum"),
        ({"ground": "NO_SUCH"}, "ground"),
        ({"due_date": clock.now().date() - timedelta(days=1)}, "due_date"),
    ],
)
def test_a_request_says_what_for_the_least_on_which_ground_and_by_when(world, case, odd, field) -> None:
    with pytest.raises(Refused) as refused:
        told.ask(world, case, **odd)
    assert refused.value.field == field


@pytest.mark.parametrize("whom", [["bram"], ["esra", "anouk"], []])
def test_only_who_sits_at_the_table_is_asked(world: World, case: Case, whom: list[str]) -> None:
    organisations = [world.people[login].organisation for login in whom]
    with world.acting("marloes") as by, pytest.raises(Refused) as refused:
        asking.ask(case=case, organisations=organisations, new=told.new_request(), by=by, now=clock.now())
    assert refused.value.field in {"organisation", "organisations"}
    assert not told.lines("picture.asked")


# Answering


def test_an_answer_is_a_contribution_on_the_question_that_was_asked(world: World, case: Case) -> None:
    told.open_sharing(world, case)
    asked = told.ask(world, case)
    reply = told.reply(world, case, asked)
    with world.acting("joyce") as joyce:
        said = Statement.objects.visible_to(joyce).get(contribution=reply.contribution_id)
    assert said.question == "NETWORK_1" and _seen(world, case, asked, "joyce") == "ANSWERED"
    assert _heard(world, Kind.INFORMATION_GIVEN) == ["marloes"]
    assert "picture.request_answered" in _steps(world, case)
    assert len(told.lines("picture.request_answered")) == len(told.lines("picture.contributed")) == 1


def test_a_statement_on_another_part_of_life_is_no_answer_to_this_question(world: World, case: Case) -> None:
    reply = told.reply(world, case, told.ask(world, case), domain="FAMILY")
    with world.acting("esra") as esra:
        assert Statement.objects.visible_to(esra).get(contribution=reply.contribution_id).question == ""


def test_an_answer_is_given_once_and_by_who_was_asked(world: World, case: Case) -> None:
    told.open_sharing(world, case)
    asked = told.ask(world, case)
    with pytest.raises(Refused):
        told.reply(world, case, asked, by="marloes")
    told.reply(world, case, asked)
    with pytest.raises(Refused):
        told.reply(world, case, asked)
    with pytest.raises(Refused) as refused:
        told.decline(world, asked, "NONE")
    assert refused.value.field == "outcome"
    with behind_the_wall("postgres"):
        assert Contribution.objects.behind_the_second_wall().count() == 1


def test_the_second_wall_lets_nobody_answer_for_another(world: World, case: Case) -> None:
    asked, made = told.ask(world, case), told.contribute(world, case)
    with world.acting("marloes"), pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic():
        Reply.beside(made, request=asked, at=clock.now()).save(force_insert=True)


@pytest.mark.parametrize("outcome", ["NONE", "REFUSED"])
def test_a_word_without_an_answer_is_said_once_and_the_table_reads_it(world, case, outcome: str) -> None:
    asked = told.ask(world, case)
    with pytest.raises(Refused):
        told.decline(world, asked, outcome, by="marloes")
    told.decline(world, asked, outcome)
    with world.acting("joyce") as joyce:
        found = asking_queries.get_request(joyce, case, asked.id)
        opened = opening.open_all([found], by=joyce, purpose="test", now=clock.now())
        assert (found.seen_state, opened(found, "answer")) == (outcome, "CANARY-word")
        assert found.refusal == ("SECRECY" if outcome == "REFUSED" else "")
    for again in (lambda: told.decline(world, asked), lambda: told.reply(world, case, asked)):
        with pytest.raises(Refused):
            again()
    assert len(told.lines("picture.request_declined")) == 1


@pytest.mark.parametrize(("refusal", "text", "field"), [("", "x", "refusal"), ("SECRECY", " ", "text")])
def test_a_refusal_says_on_which_ground_and_why(world, case, refusal, text, field) -> None:
    asked = told.ask(world, case)
    with world.acting("esra") as esra, pytest.raises(Refused) as refused:
        asking.decline(request=asked, outcome="REFUSED", refusal=refusal, text=text, by=esra, now=clock.now())
    assert refused.value.field == field and _seen(world, case, asked, "joyce") == "ASKED"


def test_nothing_known_needs_no_words_and_keeps_no_ground(world: World, case: Case) -> None:
    asked = told.ask(world, case)
    with world.acting("esra") as esra:
        done = asking.decline(request=asked, outcome="NONE", refusal="SECRECY", by=esra, now=clock.now())
    assert (done.state, done.refusal) == ("NONE", "")


# A sealed answer


def _sealed(world: World, case: Case) -> InformationRequest:
    """Asked by who may not read the answer; answered for core partners."""
    told.open_sharing(world, case)
    asked = told.ask(world, case, whom="marloes", by="esra")
    told.reply(world, case, asked, by="marloes", audience="CORE")
    return asked


def test_a_sealed_answer_shows_to_its_audience_alone(world: World, case: Case) -> None:
    before = _steps(world, case)
    asked = _sealed(world, case)
    assert _seen(world, case, asked, "pieterjan") == "ANSWERED"
    for login in ("esra", "joyce"):
        assert _seen(world, case, asked, login) == "ASKED"
    assert _heard(world, Kind.INFORMATION_GIVEN) == []
    assert sorted(_steps(world, case)) == sorted([*before, "picture.sharing_opened", "picture.asked"])
    with world.acting("esra"), connection.cursor() as cursor:
        cursor.execute("SELECT state, answered_at, refusal FROM picture_informationrequest")
        assert cursor.fetchall() == [("ASKED", None, "")]
        cursor.execute("SELECT count(*) FROM picture_reply")
        assert cursor.fetchone() == (0,)


def test_who_may_not_read_an_answer_reminds_and_withdraws_as_if_there_were_none(world, case) -> None:
    asked = _sealed(world, case)
    with world.acting("esra") as esra:
        asking.remind(request=asked, by=esra, now=clock.now())
        asking.withdraw(request=asked, reason="niet meer nodig", by=esra, now=clock.now())
    assert _seen(world, case, asked, "esra") == "WITHDRAWN"
    assert _seen(world, case, asked, "pieterjan") == "ANSWERED"


def test_who_answered_for_some_can_tell_the_others_that_they_may_not_know(world: World, case: Case) -> None:
    asked = _sealed(world, case)
    told.decline(world, asked, "REFUSED", by="marloes")
    assert _seen(world, case, asked, "esra") == "REFUSED"
    assert _seen(world, case, asked, "pieterjan") == "ANSWERED"


# Taking back and reminding


def test_who_asked_or_the_chair_takes_a_request_back_with_a_reason(world: World, case: Case) -> None:
    for by in ("marloes", "joyce"):
        asked = told.ask(world, case)
        for who, reason in (("esra", "x"), ("thijs", "x"), (by, " ")):
            with world.acting(who) as viewer, pytest.raises(Refused):
                asking.withdraw(request=asked, reason=reason, by=viewer, now=clock.now())
        with world.acting(by) as viewer:
            asking.withdraw(request=asked, reason="CANARY-reason", by=viewer, now=clock.now())
            with pytest.raises(Refused):
                asking.withdraw(request=asked, reason="nog eens", by=viewer, now=clock.now())
            with pytest.raises(Refused):
                asking.remind(request=asked, by=viewer, now=clock.now())
        with pytest.raises(Refused):
            told.reply(world, case, asked)
    assert len(told.lines("picture.request_withdrawn")) == 2


def test_a_reminder_rings_again_at_who_was_asked(world: World, case: Case) -> None:
    asked = told.ask(world, case)
    with behind_the_wall("postgres"):
        Notice.objects.behind_the_second_wall().update(seen_at=clock.now())
    with world.acting("esra") as esra, pytest.raises(Refused):
        asking.remind(request=asked, by=esra, now=clock.now())
    with world.acting("marloes") as marloes:
        asking.remind(request=asked, by=marloes, now=clock.now())
    assert _heard(world, Kind.INFORMATION_ASKED) == ["esra", "esra"]
    assert len(told.lines("picture.request_reminded")) == 1


# The alarm


def _alarm(days: int) -> None:
    now = clock.now() + timedelta(days=days)
    deputies = roles_with(DEPUTY_NEEDS[Kind.INFORMATION_LATE])
    with behind_the_wall("casustafel_worker"), connection.cursor() as cursor:
        cursor.execute("SELECT picture_alarm(%s, %s, %s)", [now, now.date(), deputies])


def test_what_is_late_rings_once_on_both_sides(world: World, case: Case, client_of) -> None:
    asked = told.ask(world, case)
    _alarm(10)
    assert _heard(world, Kind.INFORMATION_LATE) == []
    for _again in range(2):
        _alarm(11)
        assert _heard(world, Kind.INFORMATION_LATE) == ["esra", "marloes"]
    with behind_the_wall("postgres"):
        rows = InformationRequest.objects.behind_the_second_wall()
        assert rows.get().alarmed_date == clock.now().date() + timedelta(days=11)
        rows.update(due_date=clock.now().date() - timedelta(days=1))
    page = f"/casussen/{case.id}/witte-vlekken/{asked.id}/"
    for login, times in (("esra", 1), ("marloes", 1), ("joyce", 0)):
        assert shown(client_of(login), "/").count(page) == times, login


def test_what_is_answered_declined_or_withdrawn_rings_for_nobody(world: World, case: Case) -> None:
    told.open_sharing(world, case)
    told.reply(world, case, told.ask(world, case))
    told.decline(world, told.ask(world, case), "REFUSED")
    taken_back = told.ask(world, case)
    with world.acting("marloes") as marloes:
        asking.withdraw(request=taken_back, reason="x", by=marloes, now=clock.now())
    _alarm(11)
    assert _heard(world, Kind.INFORMATION_LATE) == []


def test_a_sealed_answer_silences_no_alarm_for_who_may_not_read_it(world: World, case: Case) -> None:
    _sealed(world, case)
    told.reply(
        world, case, told.ask(world, case, whom="marloes", by="pieterjan"), by="marloes", audience="CORE"
    )
    _alarm(11)
    assert _heard(world, Kind.INFORMATION_LATE) == ["esra"]
    with behind_the_wall("postgres"):
        assert not InformationRequest.objects.behind_the_second_wall().filter(alarmed_date=None).exists()


# The pages


def test_who_was_asked_answers_on_a_page_and_another_does_not(world: World, client_of, case: Case) -> None:
    told.open_sharing(world, case)
    asked = told.ask(world, case)
    page = f"/casussen/{case.id}/witte-vlekken/{asked.id}/"
    door = f"{page}antwoord/"
    assert door in shown(client_of("esra"), page) and door not in shown(client_of("marloes"), page)
    assert told.MINIMUM in shown(client_of("esra"), door)
    assert client_of("marloes").post(door, CONTRIBUTION).status_code == 422
    assert client_of("esra").post(door, CONTRIBUTION).status_code == 302
    assert told.SEEN in shown(client_of("joyce"), f"/casussen/{case.id}/beeld/")
    assert told.SEEN not in shown(client_of("joyce"), page)
    assert client_of("esra").post(door, CONTRIBUTION | {"form_id": "again"}).status_code == 422


def test_a_word_is_sent_from_the_page_of_the_request(world: World, client_of, case: Case) -> None:
    page = f"/casussen/{case.id}/witte-vlekken/{told.ask(world, case).id}/"
    refused = client_of("marloes").post(page, {"outcome": "NONE", "text": "CANARY-reply"})
    assert refused.status_code == 422
    bare = client_of("esra").post(page, {"outcome": "REFUSED", "text": "CANARY-reply"})
    assert bare.status_code == 422 and "CANARY-reply" in bare.content.decode()
    sent = {"outcome": "REFUSED", "refusal": "NO_CONSENT", "text": "CANARY-reply"}
    assert client_of("esra").post(page, sent).status_code == 302
    assert "CANARY-reply" in shown(client_of("joyce"), page)
    assert client_of("esra").post(page, sent | {"form_id": "again"}).status_code == 422


def test_the_list_can_be_narrowed_and_pages(world: World, client_of, case: Case, monkeypatch) -> None:
    told.open_sharing(world, case)
    door = f"/casussen/{case.id}/witte-vlekken/verzoeken/"
    assert f'/casussen/{case.id}/witte-vlekken/"' in shown(client_of("joyce"), door)
    made = {state: told.ask(world, case) for state in ("ASKED", "LATE", "ANSWERED", "NONE", "REFUSED")}
    told.reply(world, case, made["ANSWERED"])
    for outcome in ("NONE", "REFUSED"):
        told.decline(world, made[outcome], outcome)
    with behind_the_wall("postgres"):
        rows = InformationRequest.objects.behind_the_second_wall().filter(pk=made["LATE"].pk)
        rows.update(due_date=clock.now().date() - timedelta(days=1))
    for state in made:
        page = shown(client_of("joyce"), f"{door}?state={state}")
        found = {name for name, row in made.items() if str(row.id) in page}
        assert found == ({"ASKED", "LATE"} if state == "ASKED" else {state})
    monkeypatch.setattr(asking_queries, "PER_PAGE", 2)
    assert "page=3" in shown(client_of("joyce"), door)


def test_who_asked_takes_back_and_reminds_from_the_page(world: World, client_of, case: Case) -> None:
    page = f"/casussen/{case.id}/witte-vlekken/{told.ask(world, case).id}/"
    assert f"{page}intrekken/" not in shown(client_of("esra"), page)
    assert client_of("esra").post(f"{page}herinneren/", {}).status_code == 422
    assert f"{page}herinneren/" in shown(client_of("marloes"), page)
    assert client_of("marloes").post(f"{page}herinneren/", {}).status_code == 302
    assert client_of("marloes").post(f"{page}intrekken/", {"reason": "CANARY-back"}).status_code == 302
    assert "CANARY-back" in shown(client_of("esra"), page)


@pytest.mark.parametrize("login", ["bram", "anouk"])
def test_who_has_no_seat_finds_nothing(world: World, client_of, case: Case, login: str) -> None:
    page = f"/casussen/{case.id}/witte-vlekken/{told.ask(world, case).id}/"
    absent = client_of(login).get("/there/is/no/such/page/")
    for address in (
        page,
        f"{page}antwoord/",
        f"{page}intrekken/",
        f"/casussen/{case.id}/witte-vlekken/verzoeken/",
    ):
        assert client_of(login).get(address).status_code == absent.status_code == 404
    assert client_of(login).post(page, {"outcome": "NONE"}).status_code == 404
