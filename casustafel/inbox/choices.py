from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    WAITING = "WAITING", _("Waits to be read")
    UNREADABLE = "UNREADABLE", _("Could not be read")
    REPORTED = "REPORTED", _("Became a report")
    SET_ASIDE = "SET_ASIDE", _("Set aside")


class Aside(models.TextChoices):
    """Why a mail does not become a report."""

    SPAM = "SPAM", _("Advertising or nonsense")
    NOT_FOR_US = "NOT_FOR_US", _("Not for the reporting point")
    ANSWERED = "ANSWERED", _("Answered by phone or in person")
    KNOWN = "KNOWN", _("Came in already in another way")
    OTHER = "OTHER", _("Another reason")


class Wrong(models.TextChoices):
    """What of a mail could not be read, or not wholly."""

    BROKEN = "BROKEN", _("This is not put together as a mail. The program cannot read it.")
    CUT_OFF = "CUT_OFF", _("The mail is cut off. Its end is missing.")
    ENCRYPTED = "ENCRYPTED", _("The mail is encrypted. Ask the sender to tell it in another way.")
    TOO_LARGE = "TOO_LARGE", _("The mail is too large to take in.")
    NOT_GIVEN = "NOT_GIVEN", _("The mail server does not hand over this mail.")
    CHARSET = "CHARSET", _("Some signs could not be read. They show as question marks or odd letters.")
    TOO_LONG = "TOO_LONG", _("The text is longer than fits here. The last part is not shown.")
    TOO_MANY = "TOO_MANY", _("The mail has more parts than the program looks through.")
    OUTLOOK = "OUTLOOK", _("Part of the mail is in a form of Outlook (winmail.dat). It is not shown here.")
    EMPTY = "EMPTY", _("There is no text in this mail.")


class Trouble(models.TextChoices):
    """Why the mailbox could not be read."""

    NO_ANSWER = "NO_ANSWER", _("The mail server does not answer.")
    NOT_TRUSTED = "NOT_TRUSTED", _("The mail server could not prove who it is.")
    REFUSED = "REFUSED", _("The mail server refuses the name or the password.")
    NO_FOLDER = "NO_FOLDER", _("The mail server does not open the folder.")
    NO_PASSWORD = "NO_PASSWORD", _("The password of the mailbox is not there.")
    OURS = "OURS", _("The program could not keep a mail.")
