import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casustafel.access.viewer import Viewer
from casustafel.consultation import policy, rules
from casustafel.consultation.choices import ReplyKind, State, To
from casustafel.consultation.models import Consultation, Reply
from casustafel.consultation.queries import ConsultationFile
from casustafel.parties import names
from casustafel.parties.models import Person
from casustafel.vault import opening
from casustafel.vault.opening import Opened

PARTS = (
    ("situation", _("What is the situation?")),
    ("worries", _("What worries you?")),
    ("goes_well", _("What goes well? Who is good for this person?")),
    ("done", _("What did you do already?")),
    ("wants", _("What do you want to know?")),
)


@dataclass(frozen=True)
class Row:
    id: UUID
    reference: str
    asked: date
    to: str
    organisation: str
    state: str
    state_name: str


@dataclass(frozen=True)
class Part:
    title: str
    text: str


@dataclass(frozen=True)
class Said:
    """One advice or further question, with who gave it."""

    is_advice: bool
    title: str
    who: str
    at: datetime
    text: str
    not_names: Sequence[str]


@dataclass(frozen=True)
class ConsultationPage:
    id: UUID
    reference: str
    state: str
    state_name: str
    asked: date
    until: date
    to: str
    asker: str
    parts: list[Part]
    not_names: Sequence[str]
    thread: list[Said]
    report_id: UUID | None
    is_mine: bool
    may_advise: bool
    may_follow_up: bool
    may_withdraw: bool


def row(consultation: Consultation) -> Row:
    return Row(
        consultation.id,
        str(consultation.id)[:8],
        consultation.asked_date,
        consultation.get_to_display(),
        consultation.asked_by.organisation.name,
        consultation.state,
        consultation.get_state_display(),
    )


def page(viewer: Viewer, file: ConsultationFile, *, now: datetime) -> ConsultationPage:
    asked, replies = file.consultation, file.replies
    opened = opening.open_all([asked, *replies], by=viewer, purpose="consultation.page", now=now)
    people = [asked.asked_by_id, *(reply.by_id for reply in replies)]
    known = names.of_people(viewer, [*people, *([asked.asked_of_id] if asked.asked_of_id else [])])
    is_mine = policy.is_asker(viewer, asked)
    goes_on = asked.state not in rules.ENDED
    return ConsultationPage(
        id=asked.id,
        reference=str(asked.id)[:8],
        state=asked.state,
        state_name=asked.get_state_display(),
        asked=asked.asked_date,
        until=asked.until_date,
        to=known[asked.asked_of_id] if asked.asked_of_id else asked.get_to_display(),
        asker=f"{known[asked.asked_by_id]}, {asked.asked_by.organisation.name}",
        parts=[Part(str(title), opened(asked, name)) for name, title in PARTS if opened(asked, name)],
        not_names=_words(asked, opened),
        thread=[_said(reply, opened, known) for reply in replies],
        report_id=file.report_id,
        is_mine=is_mine,
        may_advise=goes_on and not is_mine and policy.is_asked(viewer, asked),
        may_follow_up=is_mine and asked.state == State.ANSWERED,
        may_withdraw=is_mine and asked.state in rules.WAITS_FOR_ADVICE,
    )


def _said(reply: Reply, opened: Opened, known: dict[UUID, str]) -> Said:
    return Said(
        is_advice=reply.kind == ReplyKind.ADVICE,
        title=reply.get_kind_display(),
        who=f"{known[reply.by_id]}, {reply.by.organisation.name}",
        at=reply.at,
        text=opened(reply, "text"),
        not_names=_words(reply, opened),
    )


def _words(record: Consultation | Reply, opened: Opened) -> list[str]:
    """Of which the writer said that they are no name of a person."""
    kept = opened(record, "not_names")
    return list(json.loads(kept)) if kept else []


def whom(places: Sequence[str], people: Sequence[Person], known: dict[UUID, str]) -> list[tuple[str, object]]:
    """To choose from: the places, and under their heading the people of partners."""
    offered: list[tuple[str, object]] = [(place, str(To(place).label)) for place in places]
    if people:
        persons = [(f"{To.PARTNER}:{p.id}", f"{p.organisation.name}: {known[p.id]}") for p in people]
        offered.insert(0, ("", gettext("Choose whom you ask")))
        offered.append((gettext("Somebody at a partner"), persons))
    return offered
