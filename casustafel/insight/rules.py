"""What a number may say. Plain Python."""

from collections.abc import Sequence


def shown(road: Sequence[int], smallest: int) -> list[int | None]:
    """The numbers of a road on which each step is a part of the one before; None where it points at persons.

    It does when it is small, and when so few stay behind that subtracting gives them away. Nobody and
    everybody are shown. `smallest` is the parameter SMALL_COUNT.
    """
    told: list[int | None] = []
    before = None
    for number in road:
        left_behind = 0 if before is None else before - number
        is_safe = not (0 < number < smallest or 0 < left_behind < smallest)
        told.append(number if is_safe else None)
        before = number if is_safe else before
    return told
