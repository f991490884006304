"""When words of minutes may still change, and when they can be agreed. Plain Python."""

from datetime import datetime

from casustafel.lib.refusal import N_, Refused

AGREED = N_("These minutes were agreed. Their words do not change any more.")


def check_may_agree(
    *,
    state: str,
    ended_at: datetime | None,
    opened_at: datetime | None,
    was_called: bool,
    is_on_agenda: bool,
) -> None:
    """At a later meeting that is under way and has the case on its agenda."""
    if state != "OPEN" or opened_at is None:
        raise Refused(N_("Minutes are agreed at a meeting that is under way."))
    if ended_at is None or ended_at > opened_at:
        raise Refused(N_("Minutes are agreed at a later meeting than the one they are about."))
    if not was_called:
        raise Refused(N_("This case did not come on the table at that meeting. There is nothing to agree."))
    if not is_on_agenda:
        raise Refused(N_("This case is not on the agenda of this meeting."))
