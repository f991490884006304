"""When one case may go up in another, and for whom what was brought in there comes over. Plain Python."""

from collections.abc import Sequence
from datetime import date

from casustafel.lib.refusal import N_, Refused


def check_another(*, is_same: bool) -> None:
    if is_same:
        raise Refused(N_("A case cannot be merged with itself."))


def check_same_regime(here: str, there: str) -> None:
    """What was given under one law is not kept under another."""
    if here != there:
        raise Refused(
            N_("These cases are kept under different laws. They cannot be merged; close one of the two.")
        )


def check_same_model(here: str, there: str) -> None:
    if here != there:
        raise Refused(N_("These cases follow different versions of the working model and cannot be merged."))


def check_same_model_anew(current: str, version: str) -> None:
    """What was brought in by one working model has no place in a case that follows another."""
    if current != version:
        raise Refused(
            N_("This case follows an older version of the working model. It cannot be split any more.")
        )


def check_finished(blocks: Sequence[str]) -> None:
    if blocks:
        raise Refused(
            N_("In the case that would go up in this one, this has to be finished first: %(what)s."),
            what=", ".join(blocks),
        )


def check_may_undo(*, undone: bool, until: date | None, day: date) -> None:
    if until is None:
        raise Refused(N_("Splitting is not undone. The new case can be closed like any other."))
    if undone:
        raise Refused(N_("This merging was undone already."))
    if day > until:
        raise Refused(
            N_("This can be undone no more: the term ended on %(until)s."), until=until.strftime("%d-%m-%Y")
        )


def audience_here(
    *, audience: str, onward: str, is_shared: bool, is_past: bool, sits: bool, is_named: bool
) -> str:
    """For whom a contribution comes over; "" when it stays behind. Twin: joining_audience in wall.sql.

    `is_past`: its day to be kept until is over. `sits`: who provided it has a seat here; `is_named`: a seat
    here had it there. What was not shared stays with its own organisation; the whole table gets only what its
    provider lets go within the partnership; all else is for the seats that had it.
    """
    if is_past:
        return ""
    if not is_shared:
        return "LATER" if sits else ""
    if onward == "PARTNERSHIP" and audience in {"TABLE", "CORE"}:
        return audience
    return "SEATS" if sits or is_named else ""
