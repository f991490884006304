from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    ALONE = "ALONE", _("Each weighs alone")
    TOGETHER = "TOGETHER", _("Views are on the table")
    DECIDED = "DECIDED", _("Decided")
    TAKEN_UP = "TAKEN_UP", _("Taken up in a case")


class Outcome(models.TextChoices):
    NO_ACTION = "NO_ACTION", _("No action")
    MORE_INFORMATION = "MORE_INFORMATION", _("More information")
    OTHER_ROUTE = "OTHER_ROUTE", _("Other route")
    PERSON_CENTRED = "PERSON_CENTRED", _("Person-centred approach")
    CRIMINAL = "CRIMINAL", _("Criminal investigation")
