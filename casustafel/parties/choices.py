from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    MUNICIPALITY = "MUNICIPALITY", _("Municipality")
    POLICE = "POLICE", _("Police")
    PROSECUTOR = "PROSECUTOR", _("Public prosecutor")
    SAFETY_HOUSE = "SAFETY_HOUSE", _("Care and safety house")
    PROBATION = "PROBATION", _("Probation service")
    CHILD_PROTECTION = "CHILD_PROTECTION", _("Child protection board")
    MENTAL_HEALTH = "MENTAL_HEALTH", _("Mental health care")
    PRISON = "PRISON", _("Prison service")
    SCHOOL = "SCHOOL", _("School")
    OTHER = "OTHER", _("Other organisation")


class Tie(models.TextChoices):
    """Fixed at every weighing and table; fixed kind that joins when the case asks; invited for one case."""

    CORE = "CORE", _("Core partner")
    CASE = "CASE", _("Case partner")
    EXTERNAL = "EXTERNAL", _("External partner")


class Unit(models.TextChoices):
    MINUTES = "MINUTES", _("minutes")
    HOURS = "HOURS", _("hours")
    DAYS = "DAYS", _("days")
    MONTHS = "MONTHS", _("months")
    YEARS = "YEARS", _("years")
    COUNT = "COUNT", _("organisations")
