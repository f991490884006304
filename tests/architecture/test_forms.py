"""Every form of the product is sent odd input by some test; this list says which."""

import ast
import importlib
from pathlib import Path

import pytest
from django import forms

from casustafel.lib import fields
from tests.architecture import source

# Other forms are made from these; they have no page of their own.
MOULDS = {
    "consultation.AnonymousForm",
    "deciding.AtTableForm",
    "joining.SeatedForm",
    "lib.OneTimeForm",
    "lib.VersionedForm",
    "picture.AudienceForm",
    "picture.ProvidingForm",
    "picture.NearForm",
    "plan.WordedForm",
    "reports.WorryForm",
    "sharing.StepForm",
}
# Shows how forms look, in a demo only; nothing can be sent to it.
SHOWN_ONLY = {"web.SampleForm"}
FUZZED = {
    "access.LoginForm": "web/tests/test_odd_input.py:test_signing_in",
    "cases.EndSeatForm": "cases/tests/test_views.py:test_an_odd_reason_comes_back",
    "cases.SeatForm": "cases/tests/test_views.py:test_odd_input_comes_back_beside_the_field",
    "consultation.AdviceForm": "consultation/tests/test_views.py:test_odd_input_in_advice",
    "consultation.AskForm": "consultation/tests/test_views.py:test_odd_input_while_asking",
    "consultation.FollowUpForm": "consultation/tests/test_views.py:test_odd_input_while_asking_further",
    "deciding.AdviceForm": "deciding/tests/test_fuzz.py:test_odd_input_about_a_decision",
    "deciding.AnswerForm": "deciding/tests/test_fuzz.py:test_odd_input_about_an_expectation",
    "deciding.ChangeForm": "deciding/tests/test_fuzz.py:test_odd_input_about_a_decision",
    "deciding.ConsentForm": "deciding/tests/test_fuzz.py:test_odd_input_about_a_decision",
    "deciding.EndImpasseForm": "deciding/tests/test_fuzz.py:test_odd_input_about_an_objection",
    "deciding.ExpectationForm": "deciding/tests/test_fuzz.py:test_odd_input_about_an_expectation",
    "deciding.ImpasseForm": "deciding/tests/test_fuzz.py:test_odd_input_about_an_objection",
    "deciding.OutcomeForm": "deciding/tests/test_fuzz.py:test_odd_input_about_an_expectation",
    "deciding.OverruleForm": "deciding/tests/test_fuzz.py:test_odd_input_about_an_objection",
    "deciding.ProposalForm": "deciding/tests/test_fuzz.py:test_odd_input_about_a_decision",
    "deciding.WithdrawForm": "deciding/tests/test_fuzz.py:test_odd_input_about_a_decision",
    "inbox.AsideForm": "inbox/tests/test_views.py:test_odd_input_while_setting_aside",
    "inbox.MailWorryForm": "inbox/tests/test_views.py:test_odd_input_while_making_a_report",
    "joining.MergeForm": "joining/tests/test_views.py:test_odd_input_while_merging",
    "joining.SplitForm": "joining/tests/test_splitting_views.py:test_odd_input_while_splitting",
    "joining.UndoForm": "joining/tests/test_views.py:test_odd_input_while_undoing",
    "monitoring.ClosingForm": "monitoring/tests/test_fuzz.py:test_every_form_of_a_review",
    "monitoring.DecisionForm": "monitoring/tests/test_fuzz.py:test_every_form_of_a_review",
    "monitoring.MeasureForm": "monitoring/tests/test_fuzz.py:test_every_form_of_a_review",
    "monitoring.ReviewForm": "monitoring/tests/test_fuzz.py:test_the_question_whether_it_is_still_needed",
    "monitoring.SendForm": "monitoring/tests/test_fuzz.py:test_what_the_reporter_is_told",
    "notices.MailForm": "notices/tests/test_mail_page.py:test_odd_input",
    "papers.PurposeForm": "papers/tests/test_views.py:test_odd_input",
    "papers.TakeAlongForm": "papers/tests/test_views.py:test_odd_input",
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
    "picture.ContactChangeForm": "picture/tests/test_network.py:test_odd_input",
    "picture.ContactForm": "picture/tests/test_network.py:test_odd_input",
    "picture.ContributionForm": "picture/tests/test_odd_input.py:test_a_contribution",
    "picture.DeclineForm": "picture/tests/test_odd_input.py:test_a_word_without_an_answer",
    "picture.ExportForm": "picture/tests/test_correcting_views.py:test_odd_input_while_taking_along",
    "picture.JointForm": "picture/tests/test_odd_input.py:test_a_conclusion",
    "picture.ProlongForm": "picture/tests/test_contributing_views.py:test_odd_input_while_deciding_about_it",
    "picture.ReleaseForm": "picture/tests/test_contributing_views.py:test_odd_input_while_deciding_about_it",
    "picture.AnewForm": "picture/tests/test_odd_input.py:test_a_reason_to_prepare_anew",
    "picture.PreparingForm": "picture/tests/test_odd_input.py:test_what_is_said_alone",
    "picture.FactorForm": "picture/tests/test_factors.py:test_odd_input_while_saying",
    "picture.InstrumentForm": "picture/tests/test_instruments.py:test_odd_input_in_a_result",
    "picture.OwnFactorForm": "picture/tests/test_factors.py:test_odd_input_in_own_words",
    "picture.SearchForm": "picture/tests/test_searching.py:test_odd_searches",
    "picture.StatementForm": "picture/tests/test_odd_input.py:test_a_contribution",
    "picture.ToldForm": "picture/tests/test_contributing_views.py:test_odd_input_while_telling",
    "picture.WidenForm": "picture/tests/test_contributing_views.py:test_odd_input_while_deciding_about_it",
    "picture.TakeBackForm": "picture/tests/test_odd_input.py:test_a_request_taken_back",
    "picture.WithdrawForm": "picture/tests/test_correcting_views.py:test_odd_input_while_withdrawing",
    "picture.NarrowForm": "picture/tests/test_drawing.py:test_whatever_stands_in_the_address",
    "picture.TieForm": "picture/tests/test_network.py:test_odd_input",
    "picture.LinkForm": "picture/tests/test_statement_page.py:test_odd_input_beside_a_statement",
    "picture.PasteForm": "picture/tests/test_entering.py:test_an_odd_text_to_cut",
    "picture.QuickForm": "picture/tests/test_entering.py:test_an_odd_line",
    "picture.ReviseForm": "picture/tests/test_odd_input.py:test_a_statement_put_otherwise",
    "picture.RowForm": "picture/tests/test_entering.py:test_odd_sentences",
    "picture.RowsForm": "picture/tests/test_entering.py:test_odd_sentences",
    "picture.VerdictForm": "picture/tests/test_statement_page.py:test_odd_input_beside_a_statement",
    "plan.CommitmentForm": "plan/tests/test_fuzz.py:test_every_form_of_the_plan",
    "plan.DropForm": "plan/tests/test_fuzz.py:test_a_reason_why_something_will_not_be_done",
    "plan.GoalForm": "plan/tests/test_fuzz.py:test_every_form_of_the_plan",
    "plan.GoalTextForm": "plan/tests/test_fuzz.py:test_a_goal_put_otherwise",
    "plan.InterventionForm": "plan/tests/test_fuzz.py:test_every_form_of_the_plan",
    "plan.SessionsForm": "plan/tests/test_fuzz.py:test_sessions_that_are_no_number",
    "reports.AddForm": "reports/tests/test_mailbox.py:test_odd_input_while_adding_or_answering",
    "reports.AdviceForm": "reports/tests/test_deciding_views.py:test_odd_input_in_each_form",
    "reports.AnswerForm": "reports/tests/test_views.py:test_odd_input_in_each_form_of_a_report",
    "reports.AskForm": "reports/tests/test_handling.py:test_odd_input_in_each_form",
    "reports.AssignForm": "reports/tests/test_handling.py:test_odd_input_in_each_form",
    "reports.CloseForm": "reports/tests/test_deciding_views.py:test_odd_input_in_each_form",
    "reports.CodeForm": "reports/tests/test_mailbox.py:test_odd_codes",
    "reports.FeedbackForm": "reports/tests/test_deciding_views.py:test_odd_input_in_each_form",
    "reports.FileForm": "reports/tests/test_file_pages.py:test_odd_input_while_opening_a_file",
    "reports.FilesForm": "reports/tests/test_adding_files.py:test_odd_files",
    "reports.FollowForm": "reports/tests/test_professional.py:test_odd_input_while_following",
    "reports.HandOnForm": "reports/tests/test_deciding_views.py:test_odd_input_in_each_form",
    "reports.NotForwardingForm": "reports/tests/test_deciding_views.py:test_odd_input_in_each_form",
    "reports.NoteForm": "reports/tests/test_deciding_views.py:test_odd_input_in_each_form",
    "reports.PageForm": "reports/tests/test_public_views.py:test_odd_input_on_every_page",
    "reports.ProfessionalForm": "reports/tests/test_professional.py:test_odd_input_while_telling",
    "reports.ReasonForm": "reports/tests/test_deciding_views.py:test_odd_input_in_each_form",
    "reports.ReplyForm": "reports/tests/test_mailbox.py:test_odd_input_while_adding_or_answering",
    "reports.SamePersonForm": "reports/tests/test_deciding_views.py:test_odd_input_about_the_same_person",
    "reports.SecondLookForm": "reports/tests/test_deciding_views.py:test_odd_input_while_looking_along",
    "reports.SentenceForm": "reports/tests/test_handling.py:test_odd_input_while_setting_apart",
    "reports.SetApartForm": "reports/tests/test_handling.py:test_odd_input_while_setting_apart",
    "reports.SignalForm": "reports/tests/test_views.py:test_odd_input_in_each_form_of_a_report",
    "reports.StaffWorryForm": "reports/tests/test_views.py:test_odd_input_when_entering",
    "reports.SubjectForm": "reports/tests/test_deciding_views.py:test_odd_input_in_each_form",
    "reports.TakeBackForm": "reports/tests/test_professional.py:test_odd_input_while_following",
    "reports.WaitForm": "reports/tests/test_deciding_views.py:test_odd_input_in_each_form",
    "reports.WithdrawForm": "reports/tests/test_mailbox.py:test_odd_input_while_taking_back",
    "reports.WorklistForm": "reports/tests/test_worklist.py:test_whatever_stands_in_the_address",
    "sharing.BeginForm": "sharing/tests/test_views.py:test_odd_input_while_beginning",
    "sharing.ColleaguesForm": "sharing/tests/test_views.py:test_odd_input_in_each_step",
    "sharing.ConsentForm": "sharing/tests/test_views.py:test_odd_input_in_each_step",
    "sharing.OutcomeForm": "sharing/tests/test_views.py:test_odd_input_in_the_outcome",
    "sharing.PersonForm": "sharing/tests/test_views.py:test_odd_input_in_each_step",
    "sharing.ReceiverForm": "sharing/tests/test_views.py:test_odd_input_in_each_step",
    "sharing.RiskForm": "sharing/tests/test_views.py:test_odd_input_in_each_step",
    "sharing.SecrecyForm": "sharing/tests/test_views.py:test_odd_input_in_each_step",
    "sharing.SignalsForm": "sharing/tests/test_views.py:test_odd_input_in_each_step",
    "table.BigForm": "table/tests/test_console_views.py:test_odd_presses_of_the_chair",
    "table.HomeForm": "table/tests/test_entering_views.py:test_whatever_comes_with_going_home",
    "table.LeaveForm": "table/tests/test_entering_views.py:test_odd_words_while_leaving_the_room",
    "table.LookBackForm": "table/tests/test_entering_views.py:test_odd_words_while_looking_back",
    "table.AgendaForm": "table/tests/test_planning_views.py:test_an_odd_agenda_comes_back",
    "table.CallOffForm": "table/tests/test_planning_views.py:test_other_odd_input_comes_back",
    "table.ChangeForm": "table/tests/test_planning_views.py:test_an_odd_change_comes_back",
    "table.ExpectedForm": "table/tests/test_planning_views.py:test_other_odd_input_comes_back",
    "table.IncompleteForm": "table/tests/test_planning_views.py:test_other_odd_input_comes_back",
    "table.PersonForm": "table/tests/test_planning_views.py:test_other_odd_input_comes_back",
    "table.StandInForm": "table/tests/test_planning_views.py:test_other_odd_input_comes_back",
    "table.AgreeForm": "table/tests/test_minuting.py:test_odd_remarks_come_back",
    "table.MeetingForm": "table/tests/test_views.py:test_an_odd_meeting_comes_back",
    "table.MinutesForm": "table/tests/test_views.py:test_odd_minutes_come_back",
    "table.RoleForm": "table/tests/test_entering_views.py:test_odd_roles",
    "table.ScreenCodeForm": "table/tests/test_odd_input.py:test_the_code_of_a_screen",
    "table.SinceForm": "table/tests/test_changed.py:test_whatever_stands_in_the_address",
    "table.TurnForm": "table/tests/test_console_views.py:test_odd_presses_of_the_chair",
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
