"""What a settled plan says: the plan in words, so that it reads the same when goals have changed since."""

import json
from datetime import datetime
from typing import Any

from casustafel.access.viewer import Viewer
from casustafel.plan.models import Goal
from casustafel.plan.queries import PlanFile
from casustafel.vault import opening
from casustafel.vault.opening import Opened


def of_plan(file: PlanFile, *, by: Viewer, now: datetime) -> dict[str, Any]:
    rows = [*file.goals, *file.interventions, *file.commitments]
    opened = opening.open_all(rows, by=by, purpose="plan.settle", now=now)
    return {
        "goals": [_goal(goal, opened) for goal in file.goals],
        "interventions": [
            {
                "kind": each.kind,
                "text": opened(each, "text"),
                "organisation": each.organisation.name,
                "goals": [str(goal) for goal in each.serves],
                "planned": each.planned,
            }
            for each in file.interventions
        ],
        "commitments": [
            {
                "what": opened(each, "what"),
                "organisation": each.organisation.name,
                "due": each.due_date.isoformat(),
                "state": each.state,
            }
            for each in file.commitments
        ],
    }


def _goal(goal: Goal, opened: Opened) -> dict[str, Any]:
    return {
        "id": str(goal.id),
        "domain": goal.domain,
        "text": opened(goal, "text"),
        "own_words": opened(goal, "own_words"),
        "levels": json.loads(opened(goal, "levels")),
        "baseline": goal.baseline,
        "owner": goal.owner.name,
        "due": goal.due_date.isoformat(),
    }
