import pytest

from casustafel.audit.log import Door
from casustafel.audit.models import UserLine
from casustafel.lib import clock
from casustafel.lib.refusal import NotYours, Refused
from casustafel.reports import actions, deciding, presenters, public_presenters, queries, receiving
from casustafel.reports.choices import State
from casustafel.reports.models import Report
from casustafel.reports.worry import Worry
from tests.world import World, behind_the_wall

pytestmark = pytest.mark.django_db
SEEN = "CANARY-seen: hij gooide een steen door de ruit van de bibliotheek"


@pytest.fixture
def received(world: World) -> tuple[Report, str]:
    worry = Worry(channel="PUBLIC", wants="BOTH", saw=SEEN, think="ik denk dat hij boos is")
    return receiving.receive(
        partnership=world.partnerships["merenwoude"], worry=worry, by=Door("PUBLIC_FORM"), now=clock.now()
    )


def test_the_officer_reads_what_was_told_and_the_log_says_so(
    world: World, received: tuple[Report, str]
) -> None:
    with world.acting("saskia") as saskia:
        file = queries.whole(saskia, received[0].id)
        page = presenters.report_page(saskia, file, now=clock.now())
    assert page.parts[0].text == SEEN
    with behind_the_wall("postgres"):
        lines = UserLine.objects.filter(scope_id=received[0].id, action="vault.read")
        assert [line.actor_id for line in lines] == [world.people["saskia"].id]


@pytest.mark.parametrize("login", ["anouk", "farid", "joyce", "elisabeth", "dennis", "mirjam"])
def test_nobody_else_finds_the_report(world: World, received: tuple[Report, str], login: str) -> None:
    with world.acting(login) as charlie:
        with pytest.raises(NotYours):
            queries.get(charlie, received[0].id)
        assert Report.objects.behind_the_second_wall().count() == 0


def test_without_a_viewer_there_are_no_rows(world: World, received: tuple[Report, str]) -> None:
    assert Report.objects.behind_the_second_wall().count() == 0


def test_what_was_told_stands_nowhere_in_plain_text(world: World, received: tuple[Report, str]) -> None:
    with behind_the_wall("postgres"):
        row = Report.objects.behind_the_second_wall().get(pk=received[0].id)
    assert SEEN.encode() not in bytes(row.told)


def test_a_decision_needs_a_reason_and_is_taken_once(world: World, received: tuple[Report, str]) -> None:
    report, now = received[0], clock.now()
    with world.acting("saskia") as saskia:
        with pytest.raises(Refused):
            deciding.decide(report=report, way_out="ADVICE", reason="x", by=saskia, now=now)
        actions.take_in(report=report, by=saskia, now=now)
        with pytest.raises(Refused) as refused:
            deciding.decide(report=report, way_out="ADVICE", reason="  ", by=saskia, now=now)
        assert refused.value.field == "reason"
        decided = deciding.decide(
            report=report, way_out="ADVICE", reason="Gesprek met ouders", by=saskia, now=now
        )
        assert decided.state == State.ADVICE
        with pytest.raises(Refused):
            deciding.decide(report=report, way_out="ADVICE", reason="nog eens", by=saskia, now=now)


def test_a_report_does_not_close_before_the_reporter_is_thought_of(
    world: World, received: tuple[Report, str]
) -> None:
    report, now = received[0], clock.now()
    with world.acting("saskia") as saskia:
        actions.take_in(report=report, by=saskia, now=now)
        deciding.decide(report=report, way_out="ADVICE", reason="wijkteam", by=saskia, now=now)
        with pytest.raises(Refused):
            deciding.close(report=report, reason="klaar", by=saskia, now=now)
        deciding.give_feedback(
            report=report, text="Dank, het wijkteam helpt.", reason="mag", by=saskia, now=now
        )
        assert deciding.close(report=report, reason="klaar", by=saskia, now=now).state == State.CLOSED


def test_the_receipt_opens_the_mailbox_and_nothing_else(world: World, received: tuple[Report, str]) -> None:
    report, code = received
    with world.acting("saskia") as saskia:
        actions.answer(
            report=report, text="Wij bellen u niet; kijk hier over een week.", by=saskia, now=clock.now()
        )
    assert queries.open_mailbox("0000-0000-0000-0000") is None
    opened = queries.open_mailbox(code.lower().replace("-", " "))
    assert opened is not None
    letters = public_presenters.mailbox_letters(opened)
    assert [letter.text for letter in letters] == ["Wij bellen u niet; kijk hier over een week."]
    assert Report.objects.behind_the_second_wall().count() == 1


def test_the_hour_of_reporting_is_kept_nowhere(world: World, received: tuple[Report, str]) -> None:
    with behind_the_wall("postgres"):
        line = UserLine.objects.get(scope_id=received[0].id, action="report.received")
    assert (line.at.hour, line.at.minute, line.at.second) == (12, 0, 0)
