from django.db import models
from django.utils.translation import gettext_lazy as _

from casustafel.access.permissions import Permission


class Kind(models.TextChoices):
    """What can ring the bell. A closed list: a sentence without name, reference or content."""

    REPORT_CAME = "REPORT_CAME", _("A new report came in.")
    REPORT_GIVEN = "REPORT_GIVEN", _("A report was given to you.")
    REPORTER_ADDED = "REPORTER_ADDED", _("A reporter added something.")
    REPORT_DUE = "REPORT_DUE", _("A reporter waits for an answer from you.")
    MAIL_CAME = "MAIL_CAME", _("Mail came in at the reporting point.")
    SECOND_ASKED = "SECOND_ASKED", _("You are asked to look along.")
    SECOND_SAID = "SECOND_SAID", _("Somebody looked along with you.")
    FEEDBACK_PROPOSED = "FEEDBACK_PROPOSED", _("A table proposes what a reporter may be told.")
    QUESTION_PUT = "QUESTION_PUT", _("You are asked for advice.")
    ADVICE_GIVEN = "ADVICE_GIVEN", _("There is advice on your question.")
    WEIGHING_PREPARED = "WEIGHING_PREPARED", _("A weighing asks for your view.")
    WEIGHING_DECIDED = "WEIGHING_DECIDED", _("A weighing was decided.")
    SEAT_GIVEN = "SEAT_GIVEN", _("You have a seat at a table.")
    MEETING_PLANNED = "MEETING_PLANNED", _("You are expected at a meeting.")
    MEETING_CHANGED = "MEETING_CHANGED", _("A meeting was changed. Look when you are expected.")
    MEETING_OFF = "MEETING_OFF", _("A meeting was called off.")
    MEETING_PROXY = "MEETING_PROXY", _("You are asked to come to a meeting instead of a colleague.")
    MEETING_PREPARE = "MEETING_PREPARE", _("A meeting comes up. Prepare what you bring in.")
    INFORMATION_ASKED = "INFORMATION_ASKED", _("Your organisation is asked for information.")
    INFORMATION_GIVEN = "INFORMATION_GIVEN", _("There is an answer to a request for information.")
    INFORMATION_LATE = "INFORMATION_LATE", _("The day of a request for information has passed.")
    CORRECTION_CAME = "CORRECTION_CAME", _("Something your organisation received was put right or withdrawn.")
    COMMITMENT_MADE = "COMMITMENT_MADE", _("There is a commitment for your organisation.")
    DECISION_PUT = "DECISION_PUT", _("A decision is proposed at your table.")
    CONSENT_ASKED = "CONSENT_ASKED", _("You are asked whether you agree.")
    OBJECTION_MADE = "OBJECTION_MADE", _("Somebody at your table objects.")
    IMPASSE_FLAGGED = "IMPASSE_FLAGGED", _("Your table does not get further with something.")
    DECISION_TAKEN = "DECISION_TAKEN", _("A decision was taken at your table.")
    EXPECTATION_PUT = "EXPECTATION_PUT", _("Somebody expects something of your organisation.")
    EXPECTATION_ANSWERED = "EXPECTATION_ANSWERED", _("What you expect of another was answered.")
    CASES_MERGED = "CASES_MERGED", _("Two cases about one person were merged.")
    MERGE_UNDONE = "MERGE_UNDONE", _("The merging of two cases was undone.")
    CAME_NARROWED = "CAME_NARROWED", _("What you brought in came over for some seats only.")
    CASE_SPLIT = "CASE_SPLIT", _("A case about two people was split. Look what of yours stays where it was.")
    SPLIT_COPIED = (
        "SPLIT_COPIED",
        _("What you brought in is also in a new case. Only about the other? Withdraw it here."),
    )
    REVIEW_DUE = "REVIEW_DUE", _("The review of a case comes up.")
    STANDS_IN = "STANDS_IN", _("You stand in for a colleague.")


# A deputy hears of it who has a role that works with such a page. What is not named is for one person only.
DEPUTY_NEEDS = {
    Kind.REPORT_CAME: Permission.REPORT_HANDLE,
    Kind.REPORT_GIVEN: Permission.REPORT_HANDLE,
    Kind.REPORTER_ADDED: Permission.REPORT_HANDLE,
    Kind.REPORT_DUE: Permission.REPORT_HANDLE,
    Kind.MAIL_CAME: Permission.REPORT_HANDLE,
    Kind.SECOND_ASKED: Permission.REPORT_SECOND,
    Kind.SECOND_SAID: Permission.REPORT_HANDLE,
    Kind.FEEDBACK_PROPOSED: Permission.REPORT_HANDLE,
    Kind.QUESTION_PUT: Permission.CONSULTATION_ADVISE,
    Kind.WEIGHING_PREPARED: Permission.WEIGHING_JUDGE,
    Kind.WEIGHING_DECIDED: Permission.WEIGHING_READ,
    Kind.SEAT_GIVEN: Permission.CASE_PARTICIPATE,
    Kind.MEETING_PLANNED: Permission.CASE_PARTICIPATE,
    Kind.MEETING_CHANGED: Permission.CASE_PARTICIPATE,
    Kind.MEETING_OFF: Permission.CASE_PARTICIPATE,
    Kind.MEETING_PROXY: Permission.CASE_PARTICIPATE,
    Kind.MEETING_PREPARE: Permission.CASE_PARTICIPATE,
    Kind.INFORMATION_ASKED: Permission.CASE_PARTICIPATE,
    Kind.INFORMATION_GIVEN: Permission.CASE_PARTICIPATE,
    Kind.INFORMATION_LATE: Permission.CASE_PARTICIPATE,
    Kind.CORRECTION_CAME: Permission.CASE_PARTICIPATE,
    Kind.COMMITMENT_MADE: Permission.CASE_PARTICIPATE,
    Kind.DECISION_PUT: Permission.CASE_PARTICIPATE,
    Kind.CONSENT_ASKED: Permission.CASE_PARTICIPATE,
    Kind.OBJECTION_MADE: Permission.CASE_PARTICIPATE,
    Kind.IMPASSE_FLAGGED: Permission.CASE_PARTICIPATE,
    Kind.DECISION_TAKEN: Permission.CASE_PARTICIPATE,
    Kind.EXPECTATION_PUT: Permission.CASE_PARTICIPATE,
    Kind.EXPECTATION_ANSWERED: Permission.CASE_PARTICIPATE,
    Kind.CASES_MERGED: Permission.CASE_PARTICIPATE,
    Kind.MERGE_UNDONE: Permission.CASE_PARTICIPATE,
    Kind.CAME_NARROWED: Permission.CASE_PARTICIPATE,
    Kind.CASE_SPLIT: Permission.CASE_PARTICIPATE,
    Kind.SPLIT_COPIED: Permission.CASE_PARTICIPATE,
    Kind.REVIEW_DUE: Permission.CASE_PARTICIPATE,
}


class Rhythm(models.TextChoices):
    """When somebody wants a mail that something waits."""

    AT_ONCE = "AT_ONCE", _("At once, at most one mail every quarter of an hour")
    DAILY = "DAILY", _("Once a day, in the morning")
    NEVER = "NEVER", _("Never")
