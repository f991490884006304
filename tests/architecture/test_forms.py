"""Every form of the product is sent odd input by some test; this list says which."""

import ast
import importlib
from pathlib import Path

import pytest
from django import forms

from casustafel.lib import fields
from tests.architecture import source

# Other forms are made from these; they have no page of their own.
MOULDS = {"lib.OneTimeForm", "lib.VersionedForm", "plan.WordedForm"}
# Shows how forms look, in a demo only; nothing can be sent to it.
SHOWN_ONLY = {"web.SampleForm"}
FUZZED = {
    "access.LoginForm": "web/tests/test_odd_input.py:test_signing_in",
    "cases.EndSeatForm": "cases/tests/test_views.py:test_an_odd_reason_comes_back",
    "cases.SeatForm": "cases/tests/test_views.py:test_odd_input_comes_back_beside_the_field",
    "monitoring.ClosingForm": "monitoring/tests/test_fuzz.py:test_every_form_of_a_review",
    "monitoring.DecisionForm": "monitoring/tests/test_fuzz.py:test_every_form_of_a_review",
    "monitoring.MeasureForm": "monitoring/tests/test_fuzz.py:test_every_form_of_a_review",
    "monitoring.ReviewForm": "monitoring/tests/test_fuzz.py:test_the_question_whether_it_is_still_needed",
    "monitoring.SendForm": "monitoring/tests/test_fuzz.py:test_what_the_reporter_is_told",
    "papers.PurposeForm": "papers/tests/test_views.py:test_odd_input",
    "parties.AgreementForm": "parties/tests/test_fuzz.py:test_odd_input",
    "parties.DeputyForm": "parties/tests/test_fuzz.py:test_odd_input",
    "parties.DescriptionForm": "parties/tests/test_fuzz.py:test_odd_input",
    "parties.EndMandateForm": "parties/tests/test_fuzz.py:test_odd_input",
    "parties.InviteForm": "parties/tests/test_fuzz.py:test_odd_input",
    "parties.LeaveForm": "parties/tests/test_fuzz.py:test_odd_input",
    "parties.MandateForm": "parties/tests/test_fuzz.py:test_odd_input",
    "parties.OrganisationForm": "parties/tests/test_fuzz.py:test_odd_input",
    "parties.PersonForm": "parties/tests/test_fuzz.py:test_odd_input",
    "parties.SignatureForm": "parties/tests/test_fuzz.py:test_odd_input",
    "parties.ValueForm": "parties/tests/test_fuzz.py:test_odd_input",
    "picture.AnswerForm": "picture/tests/test_odd_input.py:test_an_answer",
    "picture.AskForm": "picture/tests/test_odd_input.py:test_a_request",
    "picture.ContributionForm": "picture/tests/test_odd_input.py:test_a_contribution",
    "picture.JointForm": "picture/tests/test_odd_input.py:test_a_conclusion",
    "picture.ReplyForm": "picture/tests/test_odd_input.py:test_a_reply",
    "picture.StatementForm": "picture/tests/test_odd_input.py:test_a_contribution",
    "picture.StatementTextForm": "picture/tests/test_odd_input.py:test_a_statement_put_otherwise",
    "plan.CommitmentForm": "plan/tests/test_fuzz.py:test_every_form_of_the_plan",
    "plan.ConsentForm": "plan/tests/test_fuzz.py:test_every_form_of_the_plan",
    "plan.DropForm": "plan/tests/test_fuzz.py:test_a_reason_why_something_will_not_be_done",
    "plan.GoalForm": "plan/tests/test_fuzz.py:test_every_form_of_the_plan",
    "plan.GoalTextForm": "plan/tests/test_fuzz.py:test_a_goal_put_otherwise",
    "plan.InterventionForm": "plan/tests/test_fuzz.py:test_every_form_of_the_plan",
    "plan.SessionsForm": "plan/tests/test_fuzz.py:test_sessions_that_are_no_number",
    "reports.AddForm": "reports/tests/test_public_views.py:test_odd_input_while_adding",
    "reports.AnswerForm": "reports/tests/test_views.py:test_odd_input_in_each_form_of_a_report",
    "reports.CloseForm": "reports/tests/test_views.py:test_odd_input_in_each_form_of_a_report",
    "reports.CodeForm": "reports/tests/test_public_views.py:test_odd_codes",
    "reports.DecisionForm": "reports/tests/test_views.py:test_odd_input_in_each_form_of_a_report",
    "reports.FeedbackForm": "reports/tests/test_views.py:test_odd_input_in_each_form_of_a_report",
    "reports.SignalForm": "reports/tests/test_views.py:test_odd_input_in_each_form_of_a_report",
    "reports.StaffWorryForm": "reports/tests/test_views.py:test_odd_input_when_entering",
    "reports.WorryForm": "reports/tests/test_public_views.py:test_odd_input_while_telling",
    "table.MeetingForm": "table/tests/test_views.py:test_an_odd_meeting_comes_back",
    "table.MinutesForm": "table/tests/test_views.py:test_odd_minutes_come_back",
    "triage.JointForm": "triage/tests/test_views.py:test_odd_input_while_deciding",
    "triage.PrepareForm": "triage/tests/test_views.py:test_odd_input_while_preparing",
    "triage.TakeUpForm": "triage/tests/test_views.py:test_odd_input_while_opening_a_case",
    "triage.ViewForm": "triage/tests/test_views.py:test_odd_input_in_a_view",
    "web.FirstTimeForm": "access/tests/test_accounts.py:test_odd_input_the_first_time",
}


def every_form() -> set[str]:
    """By step and name, of every form class that the product declares."""
    for file in source.python_files():
        if source.PACKAGE in file.parents and "tests" not in file.parts and "Form" in file.read_text():
            importlib.import_module(".".join(file.relative_to(source.PROJECT).with_suffix("").parts))
    return {_name(each) for each in _below(forms.BaseForm) if _is_ours(each.__module__)}


def _is_ours(module: str) -> bool:
    return module.startswith("casustafel.") and ".tests." not in module


def _below(form: type) -> set[type]:
    return {each for child in form.__subclasses__() for each in {child, *_below(child)}}


def _name(form: type) -> str:
    return f"{form.__module__.split('.')[1]}.{form.__qualname__}"


def forgotten(found: set[str]) -> set[str]:
    return found - FUZZED.keys() - MOULDS - SHOWN_ONLY


def sends_what_it_is_given(code: str, name: str) -> bool:
    """Whether there is a test of this name that takes its input from Hypothesis and sends it."""
    return any(
        isinstance(node, ast.FunctionDef)
        and node.name == name
        and any(ast.unparse(decorator).startswith("given(") for decorator in node.decorator_list)
        and any(word in ast.unparse(node) for word in (".post(", "is_taken_or_returned(", "send("))
        for node in ast.walk(ast.parse(code))
    )


def test_no_form_is_forgotten() -> None:
    found = every_form()
    assert forgotten(found) == set()
    assert found >= FUZZED.keys() | MOULDS | SHOWN_ONLY  # nor does the list name a form that is gone


def test_a_form_that_nobody_sends_odd_input_is_seen() -> None:
    class PlantedForm(fields.OneTimeForm):
        text = fields.Text()

    PlantedForm.__module__ = "casustafel.reports.forms"
    planted = "reports.test_a_form_that_nobody_sends_odd_input_is_seen.<locals>.PlantedForm"
    assert forgotten(every_form()) == {planted}
    PlantedForm.__module__ = __name__  # until it is collected


@pytest.mark.parametrize("place", sorted(set(FUZZED.values())))
def test_the_test_is_there_and_sends_what_hypothesis_gives(place: str) -> None:
    file, name = place.split(":")
    assert sends_what_it_is_given(Path(source.PACKAGE, file).read_text(), name)


@pytest.mark.parametrize(
    "code",
    [
        "def test_odd():\n    client.post('/')",
        "@given(x=st.text())\ndef test_odd(x):\n    pass",
        "@given(x=st.text())\ndef test_other(x):\n    client.post('/')",
        "@parametrize('x', [1])\ndef test_odd(x):\n    client.post('/')",
    ],
)
def test_a_test_that_sends_nothing_odd_does_not_count(code: str) -> None:
    assert not sends_what_it_is_given(code, "test_odd")
    assert sends_what_it_is_given("@given(x=st.text())\ndef test_odd(x):\n    client.post('/')", "test_odd")
