"""Each looks back alone, then all together. Plain Python."""

from casustafel.lib.refusal import N_, Refused

# Shown together, fewer look backs would say who said what.
FEWEST = 3


def check_may_open(state: str, look_back: str) -> None:
    if state != "OPEN":
        raise Refused(N_("This meeting is not under way."))
    if look_back != "NOT_YET":
        raise Refused(N_("The look back was opened already."))


def check_alone(look_back: str) -> None:
    if look_back == "NOT_YET":
        raise Refused(N_("The chair has not opened the look back yet."))
    if look_back == "SHOWN":
        raise Refused(N_("The look back was shown together already. What was said stays as it was."))


def check_was_there(attended: bool) -> None:
    if not attended:
        raise Refused(N_("Only who took a place at the table looks back on the talk."))


def check_may_show(look_back: str, *, done: int) -> None:
    check_alone(look_back)
    if done < FEWEST:
        raise Refused(
            N_("This shows when three people have looked back. With fewer it would say who said what.")
        )
