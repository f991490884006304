"""A case that went up in the one that is worked in: what the police brought in there came for who had it."""

from casustafel.cases import queries as cases
from casustafel.cases.models import Case
from casustafel.joining import actions
from casustafel.picture import contributing, preparing, stating
from casustafel.triage import queries as triage
from tests.architecture.matrix import giving
from tests.architecture.matrix.laid import Laid, both, either, table, works_at
from tests.architecture.matrix.people import CAST, login_of


def lay(laid: Laid, here: Case, there: Case) -> None:
    open_table, merged_table = table((laid.partnership, "open")), table((laid.partnership, "merged"))
    had = {organisation for _roles, organisation, sits in CAST.values() if sits}
    readers = either(merged_table, both(open_table, works_at(laid.partnership, *had)))
    with laid.as_("police") as police:
        new = stating.NewStatement(
            nature="FACT",
            text=laid.say("statement-merged", readers),
            source=laid.say("source-merged", readers),
            domain="NETWORK",
            bearing="RISK",
            reliability="RELIABLE",
            first_hand=True,
        )
        given = giving.given(police, laid.say("purpose-merged", readers), "TABLE")
        contributing.contribute(case=there, given=given, statements=[new], **laid.at(police))
    chair_alone = both(open_table, lambda who: who.login == login_of(laid.partnership, "chair"))
    with laid.as_("chair") as chair:
        preparing.open_sharing(case=there, **laid.at(chair))
        reason = laid.say("reason-merged", either(open_table, merged_table))
        made = actions.merge(case=here, other=there, seats=[], reason=reason, **laid.at(chair))
        another = next(case for case in cases.chaired(chair) if case.pk != here.pk)
        weighed = triage.to_take_up(chair, page=1)[0]
    laid.note("weighed_id", "to be taken up", weighed, chair_alone, case_id=here.id)
    laid.note("joined_id", "another", another, chair_alone, case_id=here.id)
    laid.note("joining_id", "merged", made, open_table, case_id=here.id)
    laid.note("undone_id", "merged", made, chair_alone, case_id=here.id)
