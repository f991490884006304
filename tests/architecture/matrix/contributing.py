"""What is brought in for named seats, sealed for later, or told aloud; what its provider decided since."""

from datetime import timedelta
from uuid import UUID

from casustafel.cases.models import Case, Seat
from casustafel.picture import contributing, grounds, stating
from casustafel.picture.models import Contribution
from tests.architecture.matrix.laid import Laid, both, either, oneself, table, works_at
from tests.architecture.matrix.people import Rule, login_of


def lay(laid: Laid, case: Case, which: str) -> None:
    """Once sharing is open at this table: the police names the probation service, and seals for later."""
    place = (laid.partnership, which)
    own = both(table(place), works_at(laid.partnership, "POLICE"))
    named = either(own, oneself(place, login_of(laid.partnership, "probation")))
    seats = [_seat_of(laid, case, "probation")]
    for word, audience, readers in ((f"{which} SEATS", "SEATS", named), (f"{which} LATER", "LATER", own)):
        made = _bring_in(laid, case, word, audience, readers, seats if audience == "SEATS" else [])
        laid.note("contribution_id", word, made, readers, case_id=case.id)
        _prolong(laid, made, own)
    laid.note("contribution_id", f"{which} told", _tell(laid, case, seats, named), named, case_id=case.id)


def _seat_of(laid: Laid, case: Case, part: str) -> UUID:
    with laid.as_("chair") as chair:
        seat: Seat = Seat.objects.visible_to(chair).get(case=case, person=laid.person(part))
        return seat.id


def _given(purpose: str, audience: str, seats: list[UUID]) -> contributing.Given:
    codes = grounds.condition_codes("POLICE", "CONDUCT")
    return contributing.Given(purpose, "LEGAL_DUTY", "CONDUCT", audience, conditions=codes, seats=seats)


def _bring_in(
    laid: Laid, case: Case, word: str, audience: str, readers: Rule, seats: list[UUID]
) -> Contribution:
    text = f"sealed-{word.replace(' ', '-')}"
    new = stating.NewStatement(
        nature="FACT",
        text=laid.say(text, readers),
        source=laid.say(f"source-{text}", readers),
        domain="FAMILY",
        bearing="RISK",
        reliability="RELIABLE",
        first_hand=True,
    )
    with laid.as_("police") as police:
        given = _given(laid.say(f"purpose-{text}", readers), audience, seats)
        return contributing.contribute(case=case, given=given, statements=[new], **laid.at(police))


def _prolong(laid: Laid, made: Contribution, own: Rule) -> None:
    with laid.as_("police") as police:
        until, reason = made.until_date + timedelta(days=9), laid.say("reason-kept-longer", own)
        contributing.prolong(contribution=made, until_date=until, reason=reason, **laid.at(police))


def _tell(laid: Laid, case: Case, seats: list[UUID], readers: Rule) -> Contribution:
    with laid.as_("police") as police:
        given = _given(laid.say("purpose-told", readers), "SEATS", seats)
        return contributing.record_told(
            case=case, given=given, domain="FAMILY", told_date=laid.now.date(), **laid.at(police)
        )
