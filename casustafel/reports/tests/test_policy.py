"""Question and query agree: who may handle a report is who finds it, at both walls."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casustafel.demo.people import PEOPLE
from casustafel.lib import clock
from casustafel.reports import deciding, policy
from casustafel.reports.models import Message, Report, SecondLook, Signal, Step
from casustafel.reports.tests import given as made
from tests.bad_input import some, undone
from tests.world import World

pytestmark = pytest.mark.django_db
logins = st.sampled_from([someone.login for someone in PEOPLE])


@some
@given(login=logins, slug=st.sampled_from(["merenwoude", "hogezijde"]))
def test_who_may_handle_a_report_is_who_finds_it(world: World, login: str, slug: str) -> None:
    report, _code = made.received(world, slug)
    with world.acting(login) as viewer:
        found = Report.objects.visible_to(viewer).filter(pk=report.pk).exists()
        assert policy.can_handle(viewer, report) == found
        assert Report.objects.behind_the_second_wall().filter(pk=report.pk).exists() == found


@some
@given(login=logins)
def test_what_hangs_on_a_report_goes_the_way_of_the_report(world: World, login: str) -> None:
    report, _code = made.advised(world)
    with world.acting(login) as viewer:
        may = policy.can_handle(viewer, report)
        for model in (Signal, Message, Step):
            seen = list(model.objects.visible_to(viewer).filter(report=report).order_by("id"))
            wall = list(model.objects.behind_the_second_wall().filter(report=report).order_by("id"))
            assert seen == wall
            assert may or not seen
    assert may == (login == "saskia")


@some
@given(
    login=logins,
    asked=st.sampled_from(["marloes", "pieterjan"]),
    answer=st.sampled_from(["", "AGREED", "DISAGREED", "WITHDRAWN"]),
)
def test_who_looks_along_finds_the_report_while_the_question_stands(
    world: World, login: str, asked: str, answer: str
) -> None:
    """Everybody else finds what they found before, and the two walls agree."""
    with undone():
        report, look = made.proposed(world, asked)
        told = {"reason": "daarom", "now": clock.now()}
        if answer == "WITHDRAWN":
            with world.acting("saskia") as saskia:
                deciding.withdraw_proposal(report=report, by=saskia, **told)
        elif answer:
            with world.acting(asked) as second:
                deciding.answer_second_look(look=look, answer=answer, by=second, **told)
        look.answer = answer
        with world.acting(login) as viewer:
            may = policy.can_handle(viewer, report) or policy.can_look_along(viewer, look)
            assert may == (login == "saskia" or (login == asked and not answer))
            for model in (Report, Signal, Message, Step, SecondLook):
                mine = set(model.objects.visible_to(viewer).values_list("pk", flat=True))
                wall = set(model.objects.behind_the_second_wall().values_list("pk", flat=True))
                assert mine == wall, model
            assert Report.objects.visible_to(viewer).filter(pk=report.pk).exists() == may
            assert Step.objects.visible_to(viewer).filter(report=report).exists() == may
