from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One measurement. `target` is a bound: at most, or at least when `at_least`."""

    name: str
    value: float
    unit: str
    target: float
    against: str
    at_least: bool = False

    @property
    def is_met(self) -> bool:
        return self.value >= self.target if self.at_least else self.value <= self.target

    def as_row(self) -> dict[str, Any]:
        row = asdict(self)
        row.pop("at_least")
        row["target"] = f"{'>=' if self.at_least else '<='} {self.target:g}"
        row["value"] = round(self.value, 3)
        return row


def table(figures: list[Figure]) -> str:
    lines = [f"{'figure':<22}{'value':>10}  {'unit':<10}{'target':<12}{'met':<5}against"]
    for figure in figures:
        row = figure.as_row()
        met = "yes" if figure.is_met else "NO"
        lines.append(
            f"{figure.name:<22}{row['value']:>10}  {figure.unit:<10}{row['target']:<12}"
            f"{met:<5}{figure.against}"
        )
    return "\n".join(lines)
