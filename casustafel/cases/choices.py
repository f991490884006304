from django.db import models
from django.utils.translation import gettext_lazy as _


class Regime(models.TextChoices):
    """The law under which a case, and every record in it, is kept."""

    PGA = "PGA", _("Person-centred approach to radicalisation (Wet PGA)")
    WGS_ZVH = "WGS_ZVH", _("Partnership act, care and safety house (WGS)")
    TRANSITION = "TRANSITION", _("Transitional agreement")


class Level(models.TextChoices):
    """How much the table is asked to do. A word about the table's effort, not about the person."""

    LIGHT = "LIGHT", _("Light: follow at a distance")
    REGULAR = "REGULAR", _("Regular: the table meets by rhythm")
    INTENSIVE = "INTENSIVE", _("Intensive: the table meets often")


class State(models.TextChoices):
    OPEN = "OPEN", _("Open")
    CLOSED = "CLOSED", _("Closed")
    MERGED = "MERGED", _("Merged with another case")


# Read, and worked in no more.
ENDED = frozenset({State.CLOSED, State.MERGED})


class SeatRole(models.TextChoices):
    CHAIR = "CHAIR", _("Process director")
    DIRECTOR = "DIRECTOR", _("Case director")
    PARTICIPANT = "PARTICIPANT", _("Participant")
