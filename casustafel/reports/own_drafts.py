"""What an officer or a professional is typing before there is a report: under a key of its own, which goes
when the report is sent."""

from datetime import datetime
from uuid import uuid4

from django.http import QueryDict

from casustafel.access import drafts
from casustafel.access.models import Draft
from casustafel.access.viewer import Viewer
from casustafel.vault import keys
from casustafel.vault.choices import Scope
from casustafel.vault.models import DataKey

STAFF, PROFESSIONAL = "report:staff", "report:professional"
NOT_KEPT = ("csrfmiddlewaretoken", "form_id")


def keep(*, by: Viewer, place: str, fields: QueryDict, now: datetime) -> int:
    """The fields of a form as they stand, without what belongs to one sending. Gives the version kept."""
    body, kept = _typed(fields), _kept(by, place)
    key = kept.key if kept else keys.make(Scope.REPORT, uuid4())
    return drafts.keep(by=by, place=place, key=key, body=body, now=now).version


def _typed(fields: QueryDict) -> str:
    kept = fields.copy()
    for name in NOT_KEPT:
        kept.pop(name, None)
    return kept.urlencode()


def drop(*, by: Viewer, place: str) -> None:
    kept = _kept(by, place)
    if kept:
        drafts.drop(by=by, place=place)
        DataKey.objects.filter(pk=kept.key_id).delete()


def _kept(by: Viewer, place: str) -> Draft | None:
    return Draft.objects.visible_to(by).select_related("key").filter(place=place).first()
