"""Each alone, until the chair opens sharing; and alone anew, for a next meeting.

What somebody prepares leaves no trace for the others: no step in the file, no event, no bell. Only that
somebody is ready shows, and nothing about when.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.cases import actions as cases
from casustafel.cases import policy
from casustafel.cases.models import Case
from casustafel.lib import live, locking
from casustafel.method import model
from casustafel.picture import rules
from casustafel.picture.choices import Stand
from casustafel.picture.models import Preparation, Prepared, Sharing
from casustafel.picture.telling import tell_askers
from casustafel.vault import opening, sealing
from casustafel.vault.opening import Opened


def is_sharing(case: Case, viewer: Viewer) -> bool:
    return Sharing.objects.visible_to(viewer).filter(case=case, closed_at__isnull=True).exists()


@dataclass(frozen=True)
class Said:
    """Nothing, unknown or may not share, with words if one wants. Without a stand it is taken back."""

    question: str
    stand: str
    text: str = ""


@transaction.atomic
def say(*, case: Case, said: Sequence[Said], by: Viewer, now: datetime) -> None:
    """What one says to questions without a statement. May be said otherwise until the chair opens sharing."""
    number = _preparing(case, by)
    known = {question.code for question in model.of(case.model_version).questions}
    own = Prepared.objects.visible_to(by).filter(case=case, person_id=by.person_id, number=number)
    there = {row.question: row for row in own.select_related("key")}
    opened = opening.open_all(there.values(), by=by, purpose="picture.prepare", now=now)
    for each in said:
        row = there.get(each.question)
        if each.question not in known or _says(row, opened) == (each.stand, each.text.strip()):
            continue
        row = row or Prepared(
            case=case,
            key=case.key,
            organisation_id=by.organisation_id,
            person_id=by.person_id,
            number=number,
            question=each.question,
        )
        _put(row, each, by=by, now=now)


def _says(row: Prepared | None, opened: Opened) -> tuple[str, str]:
    return (row.stand, opened(row, "text")) if row else ("", "")


def _put(row: Prepared, said: Said, *, by: Viewer, now: datetime) -> None:
    is_new, on = row._state.adding, ("prepared", row.id)
    if not said.stand:
        if not is_new:
            row.delete()
            log.record("picture.prepared_taken_back", by=by, now=now, on=on, scope=row.case_id)
        return
    row.stand, row.given_at = Stand(said.stand), now
    sealing.seal(row, text=said.text.strip())
    row.save(force_insert=is_new)
    log.record("picture.prepared", by=by, now=now, on=on, scope=row.case_id)


@transaction.atomic
def say_ready(*, case: Case, by: Viewer, now: datetime) -> None:
    """Done, and nothing more. Who is ready already stays so."""
    number = _preparing(case, by)
    own = Preparation.objects.visible_to(by).filter(person_id=by.person_id, case=case, number=number)
    if not own.exists():
        made = Preparation(
            case=case,
            key=case.key,
            organisation_id=by.organisation_id,
            person_id=by.person_id,
            number=number,
            done_at=now,
        )
        made.save(force_insert=True)
        live.changed(case.id)
    log.record("picture.ready", by=by, now=now, on=("case", case.id), scope=case.id)


@transaction.atomic
def take_ready_back(*, case: Case, by: Viewer, now: datetime) -> None:
    number = _preparing(case, by)
    own = Preparation.objects.visible_to(by).filter(person_id=by.person_id, case=case, number=number)
    if own.delete()[0]:
        live.changed(case.id)
    log.record("picture.ready_taken_back", by=by, now=now, on=("case", case.id), scope=case.id)


@transaction.atomic
def open_sharing(*, case: Case, by: Viewer, now: datetime) -> Sharing:
    """The chair opens sharing: what every organisation prepared alone shows to its audience from now on. Not
    everybody has to be ready; that is the chair's to weigh."""
    policy.check_can_chair(by, case)
    locking.alone(f"sharing|{case.id}")
    rules.check_not_shared_yet(is_sharing(case, by))
    made = Sharing(case=case, key=case.key, opened_by_id=by.person_id, opened_at=now)
    made.save(force_insert=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT picture_open_sharing(%s, %s)", [case.id, now])
    tell_askers(case.id, now=now)
    cases.record_step(case, "picture.sharing_opened", by=by, now=now)
    log.record("picture.sharing_opened", by=by, now=now, on=("case", case.id), scope=case.id)
    return made


@transaction.atomic
def prepare_anew(*, case: Case, reason: str, by: Viewer, now: datetime) -> None:
    """The chair closes sharing for a next meeting. What was shared stays where it is; what is brought in from
    now on waits until sharing opens again."""
    policy.check_can_chair(by, case)
    locking.alone(f"sharing|{case.id}")
    rules.check_is_sharing(is_sharing(case, by))
    rules.check_reason(reason)
    Sharing.objects.visible_to(by).filter(case=case, closed_at__isnull=True).update(closed_at=now)
    cases.record_step(case, "picture.preparing_anew", by=by, now=now, reason=reason)
    log.record("picture.preparing_anew", by=by, now=now, on=("case", case.id), scope=case.id)


def _preparing(case: Case, by: Viewer) -> int:
    """How many times sharing was opened before; nobody opens it meanwhile."""
    policy.check_can_work(by, case)
    locking.share(f"sharing|{case.id}")
    rules.check_preparing(is_sharing(case, by))
    return int(Sharing.objects.visible_to(by).filter(case=case).count())
