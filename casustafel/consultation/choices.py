from django.db import models
from django.utils.translation import gettext_lazy as _


class To(models.TextChoices):
    DESK = "DESK", _("The reporting point")
    SUPPORT_POINT = "SUPPORT_POINT", _("The national support point")
    PARTNER = "PARTNER", _("Somebody at a partner")


class State(models.TextChoices):
    ASKED = "ASKED", _("Waits for advice")
    ANSWERED = "ANSWERED", _("Advice given")
    FOLLOWED_UP = "FOLLOWED_UP", _("Asked further")
    CLOSED = "CLOSED", _("Closed")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


class ReplyKind(models.TextChoices):
    ADVICE = "ADVICE", _("Advice")
    FOLLOW_UP = "FOLLOW_UP", _("Asked further")
