from django.db import models
from django.utils.translation import gettext_lazy as _


class Decision(models.TextChoices):
    CONTINUE = "CONTINUE", _("Go on as agreed")
    ADJUST = "ADJUST", _("Adjust the plan")
    SCALE_UP = "SCALE_UP", _("Scale up: the table does more")
    SCALE_DOWN = "SCALE_DOWN", _("Scale down: the table does less")


class Voice(models.TextChoices):
    """Whose view of a goal this is: the partner's, or the person's own as the partner heard it."""

    PARTNER = "PARTNER", _("Our own view")
    PERSON = "PERSON", _("What the person says about it")
