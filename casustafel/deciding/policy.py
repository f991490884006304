from casustafel.access.viewer import Viewer
from casustafel.cases import policy
from casustafel.cases.choices import SeatRole
from casustafel.deciding import rules
from casustafel.deciding.choices import About
from casustafel.deciding.models import Decision, Objection


def check_can_overrule(viewer: Viewer, objection: Objection) -> None:
    """Twin in the database: wall_may_overrule()."""
    seat = policy.check_can_work(viewer, objection.case)
    decision = (
        Decision.objects.visible_to(viewer).filter(pk=objection.subject_id).first()
        if objection.about == About.DECISION
        else None
    )
    rules.check_may_overrule(
        about=objection.about,
        is_decider=decision is not None and decision.decides_id == viewer.organisation_id,
        chairs=seat.role == SeatRole.CHAIR,
    )


def check_can_decide(viewer: Viewer, decision: Decision) -> None:
    policy.check_can_work(viewer, decision.case)
    rules.check_decides(is_decider=decision.decides_id == viewer.organisation_id)


def check_can_change(viewer: Viewer, decision: Decision) -> None:
    """Who proposed it, or who directs the case."""
    seat = policy.check_can_work(viewer, decision.case)
    rules.check_may_withdraw(
        is_proposer=decision.proposed_by_id == viewer.person_id, directs=directs(seat.role)
    )


def directs(role: str) -> bool:
    return role in {SeatRole.CHAIR, SeatRole.DIRECTOR}
