"""What lies beside statements: ties between them and what turned out; and whose contribution one adds to."""

from casustafel.cases.models import Case
from casustafel.picture import linking
from casustafel.picture.models import Contribution, Statement
from tests.architecture.matrix.laid import Laid, core, table


def lay(laid: Laid, case: Case, which: str) -> None:
    """A tie and a verdict that the whole table may know, and one of each for core partners alone."""
    place = (laid.partnership, which)
    readers = {"TABLE": table(place), "CORE": core(place)}
    for audience, part in (("TABLE", "probation"), ("CORE", "police")):
        with laid.as_(part) as viewer:
            about = _said(laid, viewer, case, "POLICE", audience)
            other = _said(laid, viewer, case, "PROBATION", "TABLE")
            made = linking.link(statement=about, other=other, kind="CONTRADICTS", **laid.at(viewer))
            reason = laid.say(f"verdict-{audience}", readers[audience])
            linking.give_verdict(statement=about, kind="CONFIRMED", reason=reason, **laid.at(viewer))
        along = {"case_id": case.id, "statement_id": other.id}
        laid.note("link_id", f"{which} {audience}", made, readers[audience], **along)


def _said(laid: Laid, viewer: object, case: Case, kind: str, audience: str) -> Statement:
    made = Contribution.objects.visible_to(viewer).get(
        case=case, organisation=laid.organisation(kind), audience=audience
    )
    found: Statement = (
        Statement.objects.visible_to(viewer)
        .select_related("case__key", "key", "contribution__case__key", "contribution__key")
        .get(contribution=made)
    )
    return found
