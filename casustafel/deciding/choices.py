from django.db import models
from django.utils.translation import gettext_lazy as _


class About(models.TextChoices):
    """What a consent round is about."""

    GOAL = "GOAL", _("A goal")
    PLAN = "PLAN", _("The plan")
    DECISION = "DECISION", _("A decision")


class RoundState(models.TextChoices):
    OPEN = "OPEN", _("Each says what they think")
    ACCEPTED = "ACCEPTED", _("Accepted")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


class ConsentKind(models.TextChoices):
    AGREE = "AGREE", _("Agrees")
    NOTE = "NOTE", _("Agrees, with a note")
    OBJECT = "OBJECT", _("Objects")


class ObjectionState(models.TextChoices):
    """What became of an objection. While it stands or is an impasse, nothing is decided."""

    STANDING = "STANDING", _("Stands")
    MET = "MET", _("Met")
    OVERRULED = "OVERRULED", _("Overruled, with a reason")
    IMPASSE = "IMPASSE", _("Impasse")


class DecisionState(models.TextChoices):
    PROPOSED = "PROPOSED", _("Proposed")
    DECIDED = "DECIDED", _("Decided")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


class ExpectationState(models.TextChoices):
    ASKED = "ASKED", _("Asked")
    ACCEPTED = "ACCEPTED", _("Accepted")
    DECLINED = "DECLINED", _("Not accepted")
    DONE = "DONE", _("Lived up to")
    NOT_DONE = "NOT_DONE", _("Not lived up to")
