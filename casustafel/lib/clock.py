from datetime import UTC, datetime


def now() -> datetime:
    """The moment a request, a job or a command begins; from there it travels as now=."""
    return datetime.now(UTC)  # noqa: TID251  the one place that looks at the clock
