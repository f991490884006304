from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from casustafel.cases.choices import Level, State
from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.monitoring import actions
from casustafel.monitoring.models import FeedbackProposal, Review
from casustafel.plan import actions as plan
from casustafel.plan.models import Goal
from casustafel.plan.tests import seated
from casustafel.reports.models import Report
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]
WORDS = {
    "reason": "het gaat goed",
    "aftercare": "CANARY-aftercare",
    "reopening": "bij een nieuwe melding",
    "feedback": "CANARY-told",
    "feedback_reason": "mag",
}


def _url(name: str, case: Case, *args: object) -> str:
    return reverse(f"monitoring:{name}", args=[case.id, *args])


def _hold(client: Client, case: Case) -> Review:
    assert client.post(_url("hold_review", case), {"necessity": "CANARY-needed"}).status_code == 302
    with behind_the_wall("postgres"):
        review: Review = Review.objects.behind_the_second_wall().get(case=case, decision="")
    return review


def _measure(client: Client, case: Case, review: Review, goal: Goal, level: int, **more: str) -> int:
    sent = {"voice": "PARTNER", "level": str(level), "evidence": "CANARY-evidence", **more}
    return client.post(_url("measure", case, review.id, goal.id), sent).status_code


def _commit(world: World, case: Case, *, days: int, login: str = "marloes") -> None:
    with world.acting(login) as viewer:
        plan.commit(
            case=case,
            organisation=world.people[login].organisation,
            what=f"CANARY-commitment {days}",
            why="contact",
            due_date=date.today() + timedelta(days=days),
            by=viewer,
            now=clock.now(),
        )


def test_a_review_from_question_to_decision(client_of: ClientOf, case: Case, goal: Goal) -> None:
    thijs = client_of("thijs")
    review = _hold(thijs, case)
    assert _measure(client_of("marloes"), case, review, goal, 0) == 302
    assert _measure(client_of("esra"), case, review, goal, 1, voice="PERSON") == 302
    page = client_of("pieterjan").get(_url("case", case))
    track = page.context["page"].goals[0]
    assert [(line.level, line.level_text) for line in track.lines] == [
        ("0", seated.LADDER[2]),
        ("+1", seated.LADDER[3]),
    ]
    assert "CANARY-evidence" in page.content.decode() and "CANARY-needed" in page.content.decode()
    sent = {"kind": "SCALE_DOWN", "reason": "CANARY-decided", "next_date": ""}
    assert thijs.post(_url("decide", case, review.id), sent).status_code == 302
    page = thijs.get(_url("case", case))
    assert "CANARY-decided" in page.content.decode()
    assert page.context["case_page"].level == Level.LIGHT.label
    assert page.context["page"].waiting is None
    assert _measure(client_of("marloes"), case, review, goal, 1) == 422


def test_the_picture_has_a_sentence_and_a_table(
    world: World, client_of: ClientOf, case: Case, goal: Goal
) -> None:
    review = _hold(client_of("thijs"), case)
    _measure(client_of("marloes"), case, review, goal, 2)
    page = client_of("thijs").get(_url("case", case))
    track, text = page.context["page"].goals[0], page.content.decode()
    police = world.people["marloes"].organisation.name
    assert f"{police} +2" in track.sentence and "\u22121" in track.sentence
    assert f'aria-label="{track.sentence}"' in text
    assert "<polyline" in text and "style=" not in text
    assert [series.name for series in track.chart.series] == [police]


def test_the_page_of_a_case_costs_few_queries(
    world: World, client_of: ClientOf, case: Case, goal: Goal
) -> None:
    thijs = client_of("thijs")
    for level in (-1, 0):
        review = _hold(thijs, case)
        for login in ("marloes", "esra", "thijs"):
            _measure(client_of(login), case, review, goal, level)
        thijs.post(_url("decide", case, review.id), {"kind": "CONTINUE", "reason": "x", "next_date": ""})
    _commit(world, case, days=3)
    page, queries_done = seated.counted(thijs, _url("case", case))
    assert "CANARY-evidence" in page
    assert len(queries_done) <= 12


@pytest.mark.parametrize("name", ["case", "hold_review", "close"])
@pytest.mark.parametrize("login", ["anouk", "nienke", "saskia"])
def test_not_yours_is_the_same_as_absent(client_of: ClientOf, case: Case, name: str, login: str) -> None:
    charlie = client_of(login)
    theirs, absent = (charlie.get(reverse(f"monitoring:{name}", args=[row])) for row in (case.id, uuid4()))
    assert theirs.status_code == absent.status_code == 404
    assert theirs.content == absent.content


@pytest.mark.parametrize("login", ["anouk", "nienke"])
def test_a_review_of_others_is_absent_too(client_of: ClientOf, case: Case, goal: Goal, login: str) -> None:
    review, charlie = _hold(client_of("thijs"), case), client_of(login)
    for theirs, absent in [
        (_url("measure", case, review.id, goal.id), _url("measure", case, uuid4(), goal.id)),
        (_url("decide", case, review.id), _url("decide", case, uuid4())),
    ]:
        answers = [charlie.post(url, {}) for url in (theirs, absent)]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].content == answers[1].content


def test_a_goal_of_another_case_is_not_on_this_ladder(world: World, client_of: ClientOf, case: Case) -> None:
    elsewhere = seated.set_goal(world, seated.open_case(world, pseudonym="Merel"))
    assert _measure(client_of("marloes"), case, _hold(client_of("thijs"), case), elsewhere, 0) == 404


def test_closing_says_what_blocks_and_keeps_what_was_typed(
    world: World, client_of: ClientOf, case: Case, goal: Goal
) -> None:
    _commit(world, case, days=3)
    thijs = client_of("thijs")
    assert len(thijs.get(_url("case", case)).context["page"].blocks) == 2
    answer = thijs.post(_url("close", case), WORDS)
    assert answer.status_code == 422
    assert len(answer.context["blocks"]) == 2
    assert "CANARY-aftercare" in answer.content.decode()
    missing = thijs.post(_url("close", case), {**WORDS, "aftercare": "", "feedback_reason": ""})
    assert {"aftercare", "feedback_reason"} <= set(missing.context["form"].errors)


def test_a_case_is_closed_and_the_reporter_hears(
    world: World, client_of: ClientOf, case: Case, report: Report
) -> None:
    assert client_of("thijs").post(_url("close", case), WORDS).status_code == 302
    page = client_of("esra").get(_url("case", case))
    assert page.context["case_page"].state == State.CLOSED.label
    assert "CANARY-aftercare" in page.content.decode() and "CANARY-told" not in page.content.decode()
    assert client_of("thijs").post(_url("close", case), WORDS).status_code == 422
    saskia = client_of("saskia")
    waiting = saskia.get(reverse("monitoring:feedback_proposals"))
    assert "CANARY-told" in waiting.content.decode() and "CANARY-aftercare" not in waiting.content.decode()
    assert "Linde" not in waiting.content.decode()
    url = reverse("monitoring:send_feedback", args=[waiting.context["rows"][0].id])
    assert "CANARY-told" in saskia.get(url).content.decode()
    answer = saskia.post(url, {"text": "Dank u.", "reason": "mag"})
    assert answer.headers["Location"] == reverse("reports:show", args=[report.id])
    assert "Dank u." in saskia.get(answer.headers["Location"]).content.decode()
    assert not saskia.get(reverse("monitoring:feedback_proposals")).context["rows"]
    assert saskia.get(reverse("monitoring:feedback_proposals"), {"state": "ALL"}).context["rows"]


def test_the_proposal_of_one_report_is_found_from_its_page(
    world: World, client_of: ClientOf, case: Case, report: Report
) -> None:
    client_of("thijs").post(_url("close", case), WORDS)
    url, saskia = reverse("monitoring:feedback_proposals"), client_of("saskia")
    assert len(saskia.get(url, {"report": str(report.id)}).context["rows"]) == 1
    assert not saskia.get(url, {"report": str(uuid4())}).context["rows"]
    assert saskia.get(url, {"report": "' OR 1=1"}).status_code == 404


@pytest.mark.parametrize("login", ["anouk", "thijs", "farid"])
def test_proposals_are_for_the_desk_that_took_the_report(client_of: ClientOf, case: Case, login: str) -> None:
    client_of("thijs").post(_url("close", case), WORDS)
    with behind_the_wall("postgres"):
        proposal = FeedbackProposal.objects.behind_the_second_wall().get()
    charlie = client_of(login)
    answers = [charlie.get(reverse("monitoring:send_feedback", args=[row])) for row in (proposal.id, uuid4())]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


def test_the_list_shows_what_is_late_or_near(world: World, client_of: ClientOf, case: Case) -> None:
    for days in (-3, 5, 40):
        _commit(world, case, days=days)
    marloes, url = client_of("marloes"), reverse("monitoring:list")

    def days_of(**query: str) -> list[int]:
        rows = marloes.get(url, query).context["rows"]
        return [(row.day - date.today()).days for row in rows]

    assert days_of() == [-3, 5]
    assert days_of(when="LATE") == [-3]
    assert days_of(when="ALL") == [-3, 5, 40, 90]
    assert days_of(when="ALL", kind="REVIEW") == [90]
    assert days_of(when="ALL", kind="COMMITMENT") == [-3, 5, 40]
    page = marloes.get(url, {"when": "ALL", "kind": "COMMITMENT"}).content.decode()
    assert "kind=COMMITMENT" in page and "when=ALL" in page


def test_the_list_holds_only_my_cases_and_can_be_my_organisations(
    world: World, client_of: ClientOf, case: Case
) -> None:
    _commit(world, case, days=-1)
    url = reverse("monitoring:list")
    assert len(client_of("esra").get(url).context["rows"]) == 1
    assert not client_of("esra").get(url, {"own": "1"}).context["rows"]
    for login in ("nienke", "anouk"):
        assert "CANARY-commitment" not in client_of(login).get(url, {"when": "ALL"}).content.decode()
    assert client_of("saskia").get(url).status_code == 404


def test_a_closed_case_has_nothing_due(world: World, client_of: ClientOf, case: Case) -> None:
    with world.acting("thijs") as thijs:
        actions.close(case=case, **WORDS, by=thijs, now=clock.now())
    assert not client_of("thijs").get(reverse("monitoring:list"), {"when": "ALL"}).context["rows"]


def test_the_list_costs_as_much_with_many_as_with_few(world: World, client_of: ClientOf, case: Case) -> None:
    marloes, url = client_of("marloes"), f"{reverse('monitoring:list')}?when=ALL"
    _commit(world, case, days=1)
    _page, few = seated.counted(marloes, url)
    for number in range(3):
        more = seated.open_case(world, pseudonym=f"Merel {number}")
        for days in range(8):
            _commit(world, more, days=days)
    page, many = seated.counted(marloes, url)
    # One line per file in each of the two logs; nothing else grows.
    reads = 2 * (1 + 3) - 2
    assert len(many) <= len(few) + reads
    assert page.count("CANARY-commitment") == 25
    assert marloes.get(url, {"page": "2", "when": "ALL"}).context["rows"]
