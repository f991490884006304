"""Days and moments as papers write them: in the language of the paper, by the clock on the wall."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext


def day(given: date | None) -> str:
    return date_format(given, "j F Y") if given else ""


def day_of(moment: datetime) -> str:
    return day(timezone.localtime(moment).date())


def mark(withdrawn: datetime | None, corrected: datetime | None) -> str:
    """What happened to a statement since, as every copy says it."""
    if withdrawn:
        return gettext("Withdrawn on %(day)s") % {"day": day_of(withdrawn)}
    return gettext("Corrected on %(day)s") % {"day": day_of(corrected)} if corrected else ""


def moment(given: datetime) -> str:
    return date_format(timezone.localtime(given), "j F Y, H.i")


def hour(given: datetime) -> str:
    return date_format(timezone.localtime(given), "H.i")
