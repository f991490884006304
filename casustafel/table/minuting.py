"""The words of the minutes: put down by the chair, kept in every version, agreed at a later meeting."""

from datetime import datetime

from django.db import transaction

from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.cases import actions as cases
from casustafel.lib import live
from casustafel.lib.refusal import Conflict, Refused
from casustafel.table import minuting_rules, policy, rules
from casustafel.table.models import AgendaItem, Meeting, MinutesWords
from casustafel.vault import sealing


@transaction.atomic
def note_minutes(*, item: AgendaItem, text: str, version: int, by: Viewer, now: datetime) -> AgendaItem:
    """The chair's words in the minutes about this case; what was decided stands beside them, unchanged."""
    policy.check_can_chair(by, item.meeting)
    rules.check_words(text)
    locked = _locked(item, by=by)
    if locked.version != version:
        raise Conflict(mine=text)
    locked.version += 1
    sealing.seal(locked, words=text)
    kept = MinutesWords(
        case=locked.case, key=locked.key, item=locked, number=locked.version, by_id=by.person_id, at=now
    )
    sealing.seal(kept, words=text)
    kept.save(force_insert=True)
    locked.save(update_fields=["version", "words"])
    log.record("table.minutes_noted", by=by, now=now, on=("item", locked.id), scope=locked.case_id)
    return locked


@transaction.atomic
def agree_minutes(
    *, item: AgendaItem, meeting: Meeting, remarks: str, version: int, by: Viewer, now: datetime
) -> AgendaItem:
    """At a later meeting the table agrees on the minutes about this case; the chair records it, with what
    people said about them. `version`: the words that the table had before it."""
    policy.check_can_chair(by, meeting)
    minuting_rules.check_may_agree(
        state=meeting.state,
        ended_at=item.meeting.ended_at,
        opened_at=meeting.opened_at,
        was_called=item.called_at is not None,
        is_on_agenda=AgendaItem.objects.visible_to(by).filter(meeting=meeting, case=item.case_id).exists(),
    )
    locked = _locked(item, by=by)
    if locked.version != version:
        raise Conflict(mine=remarks)
    locked.agreed_in, locked.agreed_at = meeting, now
    sealing.seal(locked, remarks=remarks)
    locked.save(update_fields=["agreed_in", "agreed_at", "remarks"])
    cases.record_step(locked.case, "table.minutes_agreed", by=by, now=now)
    live.changed(meeting.id)
    log.record("table.minutes_agreed", by=by, now=now, on=("item", locked.id), scope=locked.case_id)
    return locked


def _locked(item: AgendaItem, *, by: Viewer) -> AgendaItem:
    """The second wall locks no item of which the minutes were agreed."""
    rows = AgendaItem.objects.visible_to(by).filter(pk=item.pk)
    locked: AgendaItem | None = (
        rows.select_for_update(of=("self",)).select_related("case__key", "key", "meeting").first()
    )
    if locked is None:
        raise Refused(minuting_rules.AGREED)
    return locked
