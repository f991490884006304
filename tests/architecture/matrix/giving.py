"""For one purpose, to one audience, with all that must hold besides the ground confirmed."""

from casustafel.access.viewer import Viewer
from casustafel.picture import grounds
from casustafel.picture.contributing import Given

CATEGORY = "CONDUCT"


def given(viewer: Viewer, purpose: str, audience: str) -> Given:
    conditions = grounds.condition_codes(viewer.organisation_kind, CATEGORY)
    return Given(purpose, "LEGAL_DUTY", CATEGORY, audience, conditions=conditions)
