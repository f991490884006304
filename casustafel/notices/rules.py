from datetime import datetime, timedelta

from casustafel.lib.refusal import N_, Refused

SHORTEST_PAUSE, LONGEST_PAUSE = timedelta(minutes=15), timedelta(hours=1)


def check_can_be_reached(*, mail: str, is_wanted: bool) -> None:
    if is_wanted and not mail.strip():
        raise Refused(N_("Give the address for the mail, or choose Never."), field="mail")


def last_digest(now: datetime, hour: int) -> datetime:
    """The morning up to which a daily mail speaks: today's when it has been, else yesterday's."""
    today = now.replace(hour=hour, minute=0, second=0, microsecond=0)
    return today if today <= now else today - timedelta(days=1)


def is_time_to_try(waits_since: datetime | None, tried_at: datetime | None, now: datetime) -> bool:
    """After a failure each pause is as long as the waiting before it, up to an hour."""
    if waits_since is None or tried_at is None:
        return True
    pause = min(max(tried_at - waits_since, SHORTEST_PAUSE), LONGEST_PAUSE)
    return now - tried_at >= pause
