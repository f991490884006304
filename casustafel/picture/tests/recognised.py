"""Factors and results of instruments, in the tests."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from casustafel.cases.models import Case
from casustafel.lib import clock
from casustafel.picture import factors, instruments
from casustafel.picture.factors import OwnWords, Said
from casustafel.picture.instruments import NewResult
from casustafel.picture.models import Factor, InstrumentResult, Statement
from casustafel.picture.tests import told
from tests.world import World

CODE = "IDENTITY_LOSS"
REASON = "CANARY-reason: wij lazen het samen terug"
WORDS = "CANARY-words: hij is elke avond alleen thuis"
CONCLUSION = "CANARY-conclusion: er is steun van zijn werk, en zorg over het alleen zijn"


def said(stand: str = "RECOGNISED", sides: dict[UUID, str] | None = None, reason: str = REASON) -> Said:
    return Said(stand, reason, sides or {})


def statement(world: World, case: Case, *, by: str = "marloes", **other: Any) -> Statement:
    return told.statement_of(world, told.contribute(world, case, by=by, **other), by=by)


def recognise(world: World, case: Case, what: Said, *, code: str = CODE, by: str = "esra") -> Factor:
    with world.acting(by) as viewer:
        return factors.recognise(case=case, code=code, said=what, by=viewer, now=clock.now())


def recognise_own(world: World, case: Case, what: Said, *, by: str = "esra", **other: str) -> Factor:
    own = OwnWords(**{"domain": "NETWORK", "bearing": "RISK", "words": WORDS, **other})
    with world.acting(by) as viewer:
        return factors.recognise_own(case=case, own=own, said=what, by=viewer, now=clock.now())


def say_anew(world: World, factor: Factor, what: Said, *, version: int = 1, by: str = "thijs") -> Factor:
    with world.acting(by) as viewer:
        return factors.say_anew(factor=factor, version=version, said=what, by=viewer, now=clock.now())


def result(world: World, case: Case, *, by: str = "esra", **other: Any) -> InstrumentResult:
    given = {name: other.pop(name) for name in ("audience", "seats", "purpose", "ground") if name in other}
    new = {
        "instrument": "VERA-2R",
        "edition": "2018",
        "assessor": "CANARY-assessor: de gedragsdeskundige",
        "assessed_date": clock.now().date() - timedelta(days=30),
        "conclusion": CONCLUSION,
        "certificate": "CANARY-certificate: opgeleid in 2024",
        **other,
    }
    with world.acting(by) as viewer:
        return instruments.add_result(
            case=case, given=told.given(**given), new=NewResult(**new), by=viewer, now=clock.now()
        )
