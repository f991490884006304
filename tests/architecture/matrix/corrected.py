"""What the police put right and withdrew after it was shared: whole table and core partners apart, one notice
acknowledged."""

from casustafel.cases.models import Case
from casustafel.picture import contributing, correcting, stating
from casustafel.picture.models import CorrectionNotice, Statement
from casustafel.picture.stating import MARKS, NewStatement
from tests.architecture.matrix import giving
from tests.architecture.matrix.laid import Laid, both, works_at
from tests.architecture.matrix.people import Rule


def lay(laid: Laid, case: Case, which: str, readers: dict[str, Rule]) -> None:
    own = works_at(laid.partnership, "POLICE")
    for audience, seen_by in readers.items():
        for end in ("corrected", "withdrawn"):
            word = f"{which} {audience} {end}"
            said = _said(
                laid, case, audience, word, seen_by if end == "corrected" else both(seen_by, own), seen_by
            )
            _end(laid, said, end, word, seen_by)
            laid.note("contribution_id", word, said.contribution, seen_by, case_id=case.id)
    _acknowledge(laid, case, which)


def _said(laid: Laid, case: Case, audience: str, word: str, legible: Rule, seen_by: Rule) -> Statement:
    mark = word.replace(" ", "-")
    with laid.as_("police") as police:
        new = stating.NewStatement(
            nature="OBSERVATION",
            text=laid.say(f"given-{mark}", legible),
            source=laid.say(f"source-{mark}", legible),
            domain="FAMILY",
            bearing="NEITHER",
            reliability="USUALLY",
            first_hand=False,
        )
        made = contributing.contribute(
            case=case,
            given=giving.given(police, laid.say(f"purpose-{mark}", seen_by), audience),
            statements=[new],
            **laid.at(police),
        )
        rows = Statement.objects.visible_to(police).select_related("case", "key", "contribution__case")
        found: Statement = rows.get(contribution=made)
        return found


def _end(laid: Laid, said: Statement, end: str, word: str, seen_by: Rule) -> None:
    reason = laid.say("reason-of-correction", seen_by)
    with laid.as_("police") as police:
        if end == "withdrawn":
            correcting.withdraw(statement=said, reason=reason, **laid.at(police))
        else:
            text = laid.say(f"put-right-{word.replace(' ', '-')}", seen_by)
            new = NewStatement(text=text, source="", **{name: getattr(said, name) for name in MARKS})
            correcting.put_right(statement=said, version=1, new=new, reason=reason, **laid.at(police))


def _acknowledge(laid: Laid, case: Case, which: str) -> None:
    """Found by whoever sat at the table for the organisation that received it."""
    with laid.as_("probation") as probation:
        notices = list(CorrectionNotice.objects.visible_to(probation).filter(case=case).order_by("id"))
        correcting.acknowledge(notice=notices[0], **laid.at(probation))
    laid.note("notice_id", which, notices[1], works_at(laid.partnership, "PROBATION"))
