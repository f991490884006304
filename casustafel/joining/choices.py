from django.db import models
from django.utils.translation import gettext_lazy as _


class Way(models.TextChoices):
    MERGE = "MERGE", _("Merged")
    SPLIT = "SPLIT", _("Split off")


class SeatChoice(models.TextChoices):
    NO = "NO", _("No seat at this table")
    YES = "YES", _("A seat at this table")


class NewSeatChoice(models.TextChoices):
    NO = "NO", _("Only here")
    YES = "YES", _("Also at the new table")


class Passes(models.TextChoices):
    """What becomes of a contribution, in words; by the audience it gets, "" when it stays behind."""

    TABLE = "TABLE", _("Comes over for the whole table here")
    CORE = "CORE", _("Comes over for the core partners here")
    SEATS = "SEATS", _("Comes over, only for the seats here that had it there")
    LATER = "LATER", _("Comes over for its own organisation only: it was not shared yet")
    PAST = "PAST", _("Stays in the other file: the day until which it is kept is over")
    STAYS = "STAYS", _("Stays in the other file: nobody here had it")


class Along(models.TextChoices):
    """The same, when a case is split."""

    TABLE = "TABLE", _("Goes along for the whole new table")
    CORE = "CORE", _("Goes along for the core partners at the new table")
    SEATS = "SEATS", _("Goes along, only for the seats there that had it here")
    LATER = "LATER", _("Goes along for its own organisation only: it was not shared yet")
    PAST = "PAST", _("Stays here: the day until which it is kept is over")
    STAYS = "STAYS", _("Stays here: nobody at the new table had it")
