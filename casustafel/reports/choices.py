from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    PUBLIC = "PUBLIC", _("Public form")
    PROFESSIONAL = "PROFESSIONAL", _("Professional")
    PHONE = "PHONE", _("Phone call")
    VISIT = "VISIT", _("Visit")
    LETTER = "LETTER", _("Letter")
    EMAIL = "EMAIL", _("E-mail")


class Wants(models.TextChoices):
    ADVICE = "ADVICE", _("Advice")
    REPORT = "REPORT", _("To report my worry")
    BOTH = "BOTH", _("Both: advice and to report my worry")


class Wanted(models.TextChoices):
    """What a reporter wants, as the desk reads it."""

    ADVICE = "ADVICE", _("Advice")
    REPORT = "REPORT", _("Report")
    BOTH = "BOTH", _("Advice and report")


class Naming(models.TextChoices):
    """To whom the reporting point may say who reported."""

    NOBODY = "NOBODY", _("To nobody")
    DESK = "DESK", _("Only the reporting point may know")
    PARTNERS = "PARTNERS", _("The organisations that help may know")
    PERSON = "PERSON", _("The person it is about may know as well")


class State(models.TextChoices):
    RECEIVED = "RECEIVED", _("Received")
    TAKEN_IN = "TAKEN_IN", _("Taken in")
    WAITING = "WAITING", _("Waiting for information")
    ADVICE = "ADVICE", _("Advice given")
    OTHER_ROUTE = "OTHER_ROUTE", _("Other route")
    TO_WEIGHING = "TO_WEIGHING", _("To weighing")
    PROPOSED = "PROPOSED", _("Not forwarding: somebody looks along")
    UNFORWARDED = "UNFORWARDED", _("Not forwarded")
    CLOSED = "CLOSED", _("Closed")


# What still asks for something: the worklist shows these, and the indexes of the reports hold them.
OPEN = (
    State.RECEIVED,
    State.TAKEN_IN,
    State.WAITING,
    State.ADVICE,
    State.OTHER_ROUTE,
    State.TO_WEIGHING,
    State.PROPOSED,
)


class Direction(models.TextChoices):
    REPLY = "REPLY", _("Answer to the reporter")
    QUESTION = "QUESTION", _("Question to the reporter")
    FEEDBACK = "FEEDBACK", _("Feedback")
    FROM_REPORTER = "FROM_REPORTER", _("From the reporter")
    WITHDRAWAL = "WITHDRAWAL", _("The reporter takes the report back")


class Attached(models.TextChoices):
    """Where a file that somebody sent stands. Only CLEAN opens without a decision."""

    WAITING = "WAITING", _("Waits for the check")
    CLEAN = "CLEAN", _("Checked and cleaned")
    QUARANTINE = "QUARANTINE", _("Set apart: not to be opened without a decision")
    REFUSED = "REFUSED", _("Refused: something harmful was found")


class Route(models.TextChoices):
    """Where somebody is helped who does not go to the weighing."""

    CARE = "CARE", _("Care")
    SCHOOL = "SCHOOL", _("School")
    YOUTH_WORK = "YOUTH_WORK", _("Youth work")
    SOCIAL_TEAM = "SOCIAL_TEAM", _("Neighbourhood team")
    POLICE = "POLICE", _("Police")
    OTHER = "OTHER", _("Another organisation")


class Second(models.TextChoices):
    """What the second person, of another organisation, says of not forwarding, or nothing any more."""

    AGREED = "AGREED", _("I agree: do not forward")
    DISAGREED = "DISAGREED", _("I do not agree: look at it again")
    WITHDRAWN = "WITHDRAWN", _("Taken back by who asked")


class NoForwarding(models.TextChoices):
    """What not forwarding is based on. NO_IDEOLOGY never carries it alone (rules.check_grounds)."""

    CONTRADICTED = "CONTRADICTED", _("What was told turned out not to be so")
    EXPLAINED = "EXPLAINED", _("There is another explanation")
    HELPED = "HELPED", _("Help is there already, and it is enough")
    NO_WORRY = "NO_WORRY", _("No worry is left, also not for the reporter")
    ELSEWHERE = "ELSEWHERE", _("It is about something else, and somebody looks after that")
    TOO_LITTLE = "TOO_LITTLE", _("Too little was told to go on, and nobody can be asked")
    NO_IDEOLOGY = "NO_IDEOLOGY", _("No ideology is visible")
    OTHER = "OTHER", _("Something else, which I explain below")


class Whose(models.TextChoices):
    """Whose reports the worklist shows; nothing chosen is what one has to look after."""

    MINE = "MINE", _("Mine")
    STAND_IN = "STAND_IN", _("Mine, and of whom I stand in for")
    NOBODY = "NOBODY", _("Nobody's yet")
    ALL = "ALL", _("All")


class Due(models.TextChoices):
    LATE = "LATE", _("Late")
    WEEK = "WEEK", _("Late or due within a week")


class Order(models.TextChoices):
    NEWEST = "NEWEST", _("Newest first")
    URGENT = "URGENT", _("What is due first")


class Asked(models.TextChoices):
    """Whether a professional asked the person, and what came of it."""

    YES = "YES", _("Yes, and the person agrees")
    REFUSED = "REFUSED", _("Yes, and the person does not agree")
    NO = "NO", _("No, it was not asked")


class Urgency(models.TextChoices):
    """In the words of a professional. Danger now is 112, not a choice in a form."""

    TODAY = "TODAY", _("Somebody should look today or tomorrow")
    WEEK = "WEEK", _("This week is soon enough")
    LATER = "LATER", _("There is no hurry")
