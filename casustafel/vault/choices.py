from django.db import models


class Scope(models.TextChoices):
    """What a data key is for. HOUSE holds what the partnership knows of its own professionals."""

    HOUSE = "HOUSE"
    REPORT = "REPORT"
    WEIGHING = "WEIGHING"
    CASE = "CASE"
    CORE = "CORE"


class Wrapping(models.TextChoices):
    EPOCH = "EPOCH"
    DESK = "DESK"
