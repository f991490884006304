"""What partners later say of the statements of a life: what contradicts what, and what turned out."""

from typing import Any

from casustafel.cases.models import Case
from casustafel.demo.stage import AT_TABLE, Stage
from casustafel.picture import linking, queries
from casustafel.picture.models import Statement
from casustafel.vault import opening

Life = dict[str, Any]


def play(stage: Stage, life: Life, case: Case) -> None:
    for told in life.get("ties", ()):
        with stage.acting(AT_TABLE[told["organisation"]]) as viewer:
            said = _said(viewer, case, stage.at(told["day"]))
            linking.link(
                statement=said[told["says"]],
                other=said[told["of"]],
                kind=told["kind"],
                by=viewer,
                now=stage.at(told["day"]),
            )
    for told in life.get("verdicts", ()):
        with stage.acting(AT_TABLE[told["organisation"]]) as viewer:
            linking.give_verdict(
                statement=_said(viewer, case, stage.at(told["day"]))[told["of"]],
                kind=told["kind"],
                reason=told["reason"],
                by=viewer,
                now=stage.at(told["day"]),
            )


def _said(viewer: Any, case: Case, now: Any) -> dict[str, Statement]:
    """Every statement this person may read, by its text."""
    rows = queries.picture(viewer, case).statements
    opened = opening.open_all(rows, by=viewer, purpose="picture.link", now=now)
    return {opened(row, "text"): queries.get_statement(viewer, case, row.id) for row in rows}
