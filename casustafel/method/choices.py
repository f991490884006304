from django.db import models
from django.utils.translation import gettext_lazy as _


class Nature(models.TextChoices):
    """What kind of sentence this is; always marked, never mixed."""

    FACT = "FACT", _("Fact")
    OBSERVATION = "OBSERVATION", _("Observation")
    HEARSAY = "HEARSAY", _("Hearsay")
    INTERPRETATION = "INTERPRETATION", _("Interpretation")
    FEELING = "FEELING", _("Feeling")


class Bearing(models.TextChoices):
    RISK = "RISK", _("Worrying")
    PROTECTIVE = "PROTECTIVE", _("Protective")
    NEITHER = "NEITHER", _("Neither")


class Reliability(models.TextChoices):
    RELIABLE = "RELIABLE", _("Reliable")
    USUALLY = "USUALLY", _("Usually reliable")
    DOUBTFUL = "DOUBTFUL", _("Doubtful")
    UNKNOWN = "UNKNOWN", _("Not known")
