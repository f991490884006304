from datetime import UTC, datetime

from django.utils import timezone


def now() -> datetime:
    """The moment a request, a job or a command begins; from there it travels as now=. In the time of the
    place, so that its day is the day that people there mean: after midnight too."""
    return timezone.localtime(datetime.now(UTC))  # noqa: TID251  the one place that looks at the clock
