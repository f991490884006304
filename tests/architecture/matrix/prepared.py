"""Prepared alone: before sharing one's own organisation's; after it the whole table's."""

from casustafel.cases.models import Case
from casustafel.picture import preparing
from tests.architecture.matrix.laid import Laid, both, table, works_at

SAYS = {"police": "POLICE", "probation": "PROBATION"}


def lay(laid: Laid, case: Case, which: str, *, shared: bool) -> None:
    place = (laid.partnership, which)
    for part, kind in SAYS.items():
        own = both(table(place), works_at(laid.partnership, kind))
        words = laid.say(f"prepared-{which}-{part}", table(place) if shared else own)
        with laid.as_(part) as viewer:
            said = [preparing.Said("MONEY_1", "MAY_NOT", words)]
            preparing.say(case=case, said=said, **laid.at(viewer))
            preparing.say_ready(case=case, **laid.at(viewer))
