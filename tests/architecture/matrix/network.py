"""People around: one for the whole table, one for the core partners alone, and what speaks of each."""

from casustafel.cases.models import Case
from casustafel.picture import contacts
from casustafel.picture.models import Contribution, Statement
from tests.architecture.matrix.laid import Laid, core, table


def lay(laid: Laid, case: Case, which: str) -> None:
    place = (laid.partnership, which)
    with laid.as_("police") as police:
        for audience, readers in (("TABLE", table(place)), ("CORE", core(place))):
            own = Contribution.objects.visible_to(police).select_related("case", "key")
            wanted = own.filter(case=case, audience=audience, organisation_id=police.organisation_id)
            stands = Statement.objects.visible_to(police).standing().filter(case=case)
            given = wanted.filter(pk__in=stands.values("contribution")).earliest("made_at")
            near = contacts.Near(
                "FAMILY",
                laid.say(f"called-{audience}", readers),
                laid.say(f"note-{audience}", readers),
                is_no_name=True,
            )
            made = contacts.add(contribution=given, near=near, **laid.at(police))
            said = stands.filter(contribution=given)
            contacts.tie(contact=made, statements=list(said), **laid.at(police))
            laid.note("contact_id", f"{which} for {audience}", made, readers, case_id=case.id)
