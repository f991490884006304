"""What waits for somebody."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Waiting:
    """Something to do now: in a sentence, with where to do it."""

    text: str
    url: str
    icon: str
    is_late: bool = False
