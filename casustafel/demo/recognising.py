"""Plays what a table recognises in a life, and the assessments that were brought in."""

from typing import Any

from casustafel.access.viewer import Viewer
from casustafel.cases.models import Case
from casustafel.demo.stage import AT_TABLE, Stage
from casustafel.lib import clock
from casustafel.picture import factor_queries, factors, grounds, instruments, queries
from casustafel.picture.choices import Side
from casustafel.picture.contributing import Given
from casustafel.picture.factors import OwnWords, Said
from casustafel.picture.instruments import NewResult
from casustafel.vault import opening

Life = dict[str, Any]


def play(stage: Stage, life: Life, case: Case, first: int) -> None:
    for place, told in enumerate(life.get("factors", ())):
        _say(stage, told, case, told.get("day", first), minute=40 + place)
    for told in life.get("instruments", ()):
        _assess(stage, told, case)


def _say(stage: Stage, told: Life, case: Case, day: int, *, minute: int) -> None:
    with stage.acting(AT_TABLE[told["organisation"]]) as viewer:
        said = Said(told["stand"], told["reason"], _sides(told, case, viewer))
        at: dict[str, Any] = {"by": viewer, "now": stage.at(day, minute=minute)}
        if "words" in told:
            own = OwnWords(told["domain"], told["bearing"], told["words"])
            factors.recognise_own(case=case, own=own, said=said, **at)
            return
        there = factor_queries.find(viewer, case, told["code"])
        if there is None:
            factors.recognise(case=case, code=told["code"], said=said, **at)
        else:
            factors.say_anew(factor=there, version=there.version, said=said, **at)


def _sides(told: Life, case: Case, viewer: Viewer) -> dict[Any, str]:
    """The statements are named by how they begin."""
    rows = queries.picture(viewer, case).statements
    opened = opening.open_all(rows, by=viewer, purpose="picture.factor", now=clock.now())
    wanted = {text: Side.FOR for text in told.get("speaks", ())}
    wanted |= {text: Side.AGAINST for text in told.get("against", ())}
    return {
        next(row.id for row in rows if opened(row, "text").startswith(text)): side
        for text, side in wanted.items()
    }


def _assess(stage: Stage, told: Life, case: Case) -> None:
    with stage.acting(AT_TABLE[told["organisation"]]) as viewer:
        given = Given(
            **{name: told[name] for name in ("purpose", "ground", "category", "audience")},
            conditions=grounds.condition_codes(viewer.organisation_kind, told["category"]),
        )
        words = ("instrument", "edition", "assessor", "certificate", "conclusion")
        new = NewResult(**{name: told[name] for name in words}, assessed_date=stage.day(told["assessed"]))
        instruments.add_result(case=case, given=given, new=new, by=viewer, now=stage.at(told["day"]))
