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


class State(models.TextChoices):
    RECEIVED = "RECEIVED", _("Received")
    TAKEN_IN = "TAKEN_IN", _("Taken in")
    WAITING = "WAITING", _("Waiting for information")
    ADVICE = "ADVICE", _("Advice given")
    OTHER_ROUTE = "OTHER_ROUTE", _("Other route")
    TO_WEIGHING = "TO_WEIGHING", _("To weighing")
    CLOSED = "CLOSED", _("Closed")


class Direction(models.TextChoices):
    REPLY = "REPLY", _("Answer to the reporter")
    FEEDBACK = "FEEDBACK", _("Feedback")
    FROM_REPORTER = "FROM_REPORTER", _("From the reporter")
