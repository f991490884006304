"""What a number may say. Plain Python."""


def shown(number: int, smallest: int) -> int | None:
    """The number, or None where it is small enough to point at persons. Nothing is nobody: 0 is shown.

    `smallest` is the parameter SMALL_COUNT: the smallest count that is shown to who works with figures only.
    """
    return number if number == 0 or number >= smallest else None
