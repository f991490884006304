from django.db import models


class Scope(models.TextChoices):
    """What a data key is for. HOUSE holds what the partnership knows of its own professionals;
    SEALED is of one case too, for named seats or for later."""

    HOUSE = "HOUSE"
    REPORT = "REPORT"
    MAIL = "MAIL"
    CONSULTATION = "CONSULTATION"
    SHARING = "SHARING"
    WEIGHING = "WEIGHING"
    CASE = "CASE"
    CORE = "CORE"
    SEALED = "SEALED"


class Wrapping(models.TextChoices):
    EPOCH = "EPOCH"
    DESK = "DESK"
