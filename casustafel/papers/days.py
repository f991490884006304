"""Days and moments as papers write them: in Dutch, by the clock on the wall."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format


def day(given: date | None) -> str:
    return date_format(given, "j F Y") if given else ""


def day_of(moment: datetime) -> str:
    return day(timezone.localtime(moment).date())


def moment(given: datetime) -> str:
    return date_format(timezone.localtime(given), "j F Y, H.i")


def hour(given: datetime) -> str:
    return date_format(timezone.localtime(given), "H.i")
