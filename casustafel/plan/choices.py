from django.db import models
from django.utils.translation import gettext_lazy as _


class InterventionKind(models.TextChoices):
    SOCIAL = "SOCIAL", _("Social")
    CARE = "CARE", _("Care")
    ADMINISTRATIVE = "ADMINISTRATIVE", _("Administrative")
    CRIMINAL_LAW = "CRIMINAL_LAW", _("Criminal law")


class CommitmentState(models.TextChoices):
    OPEN = "OPEN", _("Open")
    DONE = "DONE", _("Kept")
    DROPPED = "DROPPED", _("Dropped")
