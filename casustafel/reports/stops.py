"""The public form as a road of stops, one question each, and what was told so far. Plain Python."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace


@dataclass(frozen=True)
class Stop:
    """`name` stands in the address. Who wants advice only is not asked what is about a person."""

    name: str
    asks: tuple[str, ...]
    of_a_person: bool = False


# What I saw and what I think never share a page.
STOPS = (
    Stop("wens", ("wants",)),
    Stop("gezien", ("saw",)),
    Stop("wanneer", ("when_where",)),
    Stop("gehoord", ("heard",)),
    Stop("denken", ("think",)),
    Stop("tegen", ("against",)),
    Stop("steun", ("protects",)),
    Stop("gedaan", ("done",)),
    Stop("persoon", ("subject_name", "subject_birth"), of_a_person=True),
    Stop("uzelf", ("reporter", "naming"), of_a_person=True),
    Stop("bestand", ()),
)
FIRST, FILES = STOPS[0], STOPS[-1]
MOST_FILES = 10
CHECK = "controle"


@dataclass(frozen=True)
class Told:
    """What a draft holds: the answers by field, the stops that were passed, and what its files are called."""

    answers: Mapping[str, str] = field(default_factory=dict)
    passed: Sequence[str] = ()
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def wants(self) -> str:
        return self.answers.get("wants", "")

    @property
    def is_enough(self) -> bool:
        """Something seen or something heard: without either there is no report."""
        return bool(self.answers.get("saw") or self.answers.get("heard"))

    def road(self) -> tuple[Stop, ...]:
        return road(self.wants)

    def at(self, stop: Stop, answers: Mapping[str, str]) -> "Told":
        """With this page answered. Answers that are not asked any more are not kept."""
        merged = {**self.answers, **answers}
        asked = {name for each in road(merged.get("wants", "")) for name in each.asks}
        passed = [*(name for name in self.passed if name != stop.name), stop.name]
        kept = {name: text for name, text in merged.items() if name in asked and text}
        return replace(self, answers=kept, passed=passed)

    def with_files(self, files: Mapping[str, str]) -> "Told":
        return replace(self, files={**self.files, **files})

    def without_file(self, file: str) -> "Told":
        return replace(self, files={key: name for key, name in self.files.items() if key != file})

    def first_open(self) -> str:
        return next((stop.name for stop in self.road() if stop.name not in self.passed), CHECK)

    def as_text(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


def told_in(text: str) -> Told:
    return Told(**json.loads(text))


def road(wants: str) -> tuple[Stop, ...]:
    return tuple(stop for stop in STOPS if not (stop.of_a_person and wants == "ADVICE"))


def named(name: str) -> Stop | None:
    return next((stop for stop in STOPS if stop.name == name), None)


def number_of(name: str, wants: str) -> tuple[int, int]:
    """Where this page stands and how many there are, the check page counted."""
    names = [*(stop.name for stop in road(wants)), CHECK]
    return (names.index(name) + 1 if name in names else len(names), len(names))


def after(name: str, wants: str) -> str:
    names = [*(stop.name for stop in road(wants)), CHECK]
    return names[names.index(name) + 1] if name in names[:-1] else CHECK


def before(name: str, wants: str) -> str:
    """The page before this one; empty at the first."""
    names = [*(stop.name for stop in road(wants)), CHECK]
    place = names.index(name) if name in names else len(names) - 1
    return names[place - 1] if place else ""
