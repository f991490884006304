from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    PLANNED = "PLANNED", _("Planned")
    OPEN = "OPEN", _("Under way")
    ENDED = "ENDED", _("Ended")
    OFF = "OFF", _("Called off")


# Nobody is expected there any more.
PAST = frozenset({State.ENDED, State.OFF})


class Role(models.TextChoices):
    """What somebody does at this table, beside what their seat says."""

    CHAIR = "CHAIR", _("Chair")
    MINUTES = "MINUTES", _("Keeps the minutes")
    TIME = "TIME", _("Watches the time")
    PARTICIPANT = "PARTICIPANT", _("Takes part")
    LISTENER = "LISTENER", _("Listens only")


class Big(models.TextChoices):
    """What the big screen shows."""

    FOLLOW = "FOLLOW", _("The step that is on")
    MAP = "MAP", _("The map of blank spots")
    PLAN = "PLAN", _("Goals and plan")
    AGENDA = "AGENDA", _("The order of the day")
    BLANK = "BLANK", _("Nothing")


class LookBackState(models.TextChoices):
    NOT_YET = "NOT_YET", _("Not yet")
    ALONE = "ALONE", _("Each looks back alone")
    SHOWN = "SHOWN", _("Shown together")


class Turn(models.TextChoices):
    """A turn the chair gave the table; the last one can be taken back."""

    CALL = "CALL", _("Put a case on the table")
    MOVE = "MOVE", _("Went to another step")
    UNLOCK = "UNLOCK", _("Unlocked the name")
    LOCK = "LOCK", _("Locked the name again")
    BIG = "BIG", _("Changed the big screen")
    PAUSE = "PAUSE", _("Paused")
    RESUME = "RESUME", _("Went on after the pause")


class Heard(models.TextChoices):
    """Answers to the look back; words, and nothing adds them up into a number about somebody."""

    YES = "YES", _("Yes")
    PARTLY = "PARTLY", _("Partly")
    NO = "NO", _("No")


class Entry(StrEnum):
    """Where somebody stands before the door of the case that is on. Kept nowhere: it follows."""

    INSIDE = "INSIDE"
    ENDED = "ENDED"
    UNCONFIRMED = "UNCONFIRMED"
    WENT_HOME = "WENT_HOME"
    NOTHING_ON = "NOTHING_ON"
    ELSEWHERE = "ELSEWHERE"
    NOT_EXPECTED = "NOT_EXPECTED"
    LEFT_ROOM = "LEFT_ROOM"
