from datetime import date

from django.utils.timesince import timesince
from django.utils.translation import gettext


def ago(day: date, today: date) -> str:
    """How long ago a day was, in words."""
    if day >= today:
        return gettext("today")
    return gettext("%(age)s ago") % {"age": timesince(day, today, depth=1)}
