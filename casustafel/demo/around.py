"""Who stands around the person in some of the lives: by role, with what was said of them."""

from collections import defaultdict
from typing import Any

from casustafel.access.viewer import Viewer
from casustafel.cases.models import Case
from casustafel.demo.stage import AT_TABLE, Stage
from casustafel.picture import contacts
from casustafel.picture.models import Statement
from casustafel.vault import opening


def play(stage: Stage, told: list[dict[str, Any]], case: Case) -> None:
    """Each belongs to the first contribution of their organisation that speaks of them."""
    by_kind = defaultdict(list)
    for each in told:
        by_kind[each["organisation"]].append(each)
    for kind, people in by_kind.items():
        with stage.acting(AT_TABLE[kind]) as viewer:
            for each in people:
                _add(stage, each, case, viewer)


def _add(stage: Stage, told: dict[str, Any], case: Case, viewer: Viewer) -> None:
    own = Statement.objects.visible_to(viewer).filter(
        case=case, contribution__organisation_id=viewer.organisation_id
    )
    rows = list(own.select_related("contribution__case", "contribution__key").order_by("observed_date", "id"))
    opened = opening.open_all(rows, by=viewer, purpose="picture.network", now=stage.at(told["day"]))
    about = [row for row in rows if told["about"] in f"{opened(row, 'text')} {opened(row, 'source')}"]
    made = contacts.add(
        contribution=about[0].contribution,
        near=contacts.Near(told["kind"], told["called"], told.get("note", "")),
        by=viewer,
        now=stage.at(told["day"], minute=40),
    )
    contacts.tie(contact=made, statements=about, by=viewer, now=stage.at(told["day"], minute=41))
