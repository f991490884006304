"""Text kept while it is being typed. Sealed under the key of the file, so it dies with the file."""

from datetime import datetime

from casustafel.access.models import Draft
from casustafel.access.viewer import Viewer
from casustafel.lib import locking
from casustafel.vault import opening, sealing
from casustafel.vault.models import DataKey


def keep(*, by: Viewer, place: str, key: DataKey, body: str, now: datetime) -> Draft:
    """Keep the newest text of this person at this place (an opaque name such as "contribute:<case>")."""
    locking.alone(f"draft|{by.person_id}|{place}")  # two windows keep the same text
    draft = Draft.objects.visible_to(by).filter(place=place).first()
    if draft is None:
        draft = Draft(person_id=by.person_id, place=place, key=key, saved_at=now)
        sealing.seal(draft, body=body)
        draft.save(force_insert=True)
        return draft
    draft.key, draft.saved_at, draft.version = key, now, draft.version + 1
    sealing.seal(draft, body=body)
    draft.save(update_fields=["key", "body", "version", "saved_at"])
    return draft


def find(*, by: Viewer, place: str, now: datetime) -> str:
    """The kept text, or ""."""
    draft = Draft.objects.visible_to(by).filter(place=place).first()
    if draft is None:
        return ""
    return opening.open_all([draft], by=by, purpose="draft", now=now)(draft, "body")


def drop(*, by: Viewer, place: str) -> None:
    Draft.objects.visible_to(by).filter(place=place).delete()
