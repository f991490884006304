"""What only some are asked, beside the questions of everybody: the one list of it, in the order in which a
report shows it. The answers lie in Worry.more."""

from django.utils.translation import gettext_lazy as _

from casustafel.reports.choices import Asked, Urgency

NO_CODE, SHARING_AID = "no_code", "sharing_aid"

HEADINGS = {
    "organisation": _("Your organisation"),
    "function": _("Your function"),
    "known": _("How do you know this person, and how long?"),
    "urgency": _("How soon should somebody look at this?"),
    "consulted": _("With whom in your own organisation did you talk about it?"),
    "spoken": _("Did you talk about it with the person or the parents? If not, why not?"),
    "consent": _("Did you ask the person whether you may tell us?"),
    "consent_reason": _("Why, or why not? What did the person say?"),
    "around": _("Which other organisations are around this person?"),
    "callback": _("How may we call back, and when not?"),
    "feedback_how": _("How does the reporter want to hear what we did?"),
    NO_CODE: _("The reporter wanted no receipt code"),
    SHARING_AID: _("The sharing aid that was filled in"),
}
SAID = {"urgency": Urgency, "consent": Asked}


def in_words(name: str, answer: str) -> str:
    known = SAID.get(name)
    return str(known(answer).label) if known and answer in known.values else answer
