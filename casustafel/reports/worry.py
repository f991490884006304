"""What a reporter tells, in their words, and how it lies in the vault: one text, so that no size tells which
questions were answered."""

import json
from dataclasses import dataclass, field, fields

ABOUT = ("subject_name", "subject_birth")
APART = frozenset({"channel", "wants", "naming", *ABOUT})


@dataclass(frozen=True)
class Worry:
    """Only `saw` or `heard` must be there. `more` holds what only the longer form of professionals asks."""

    channel: str
    wants: str
    naming: str = "DESK"
    reporter: str = ""
    subject_name: str = ""
    subject_birth: str = ""
    saw: str = ""
    when_where: str = ""
    heard: str = ""
    think: str = ""
    against: str = ""
    protects: str = ""
    done: str = ""
    wishes: str = ""
    more: dict[str, str] = field(default_factory=dict)

    def texts(self) -> dict[str, str]:
        return {"told": told_of(self), **{name: getattr(self, name) for name in ABOUT}}


ANSWERS = tuple(each.name for each in fields(Worry) if each.name not in APART and each.name != "more")


def told_of(worry: Worry) -> str:
    answers = {name: getattr(worry, name) for name in ANSWERS} | worry.more
    return json.dumps({name: text for name, text in answers.items() if text}, ensure_ascii=False)


def answers_in(told: str) -> dict[str, str]:
    """Every question of the form with its answer, and after them what only some are asked."""
    found: dict[str, str] = json.loads(told) if told else {}
    return {name: found.pop(name, "") for name in ANSWERS} | found
