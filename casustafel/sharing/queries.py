import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext

from casustafel.access.viewer import Viewer
from casustafel.lib.refusal import NotYours
from casustafel.sharing import catalogue, rules
from casustafel.sharing.choices import NO_GROUND, OPTIONS, QUESTIONS, State, Step
from casustafel.sharing.models import Aid
from casustafel.vault import opening
from casustafel.vault.opening import Opened

PER_PAGE = 25


def mine(viewer: Viewer, *, state: str, page: int | str) -> Page[Aid]:
    """Last changed on top. `state` is one of State, or "" for all."""
    found: QuerySet[Aid] = Aid.objects.visible_to(viewer)
    if state in State.values:
        found = found.filter(state=state)
    return Paginator(found.order_by("-changed_date", "id"), PER_PAGE).get_page(page)


def get(viewer: Viewer, aid_id: UUID) -> Aid:
    found: Aid | None = Aid.objects.visible_to(viewer).filter(pk=aid_id).select_related("key").first()
    if found is None:
        raise NotYours
    return found


def draft_place(aid: Aid, step: Step) -> str:
    """Where text of this step is kept while it is being typed."""
    return f"sharing:{aid.id}:{step.value}"


def unfinished(viewer: Viewer) -> int:
    count: int = Aid.objects.visible_to(viewer).filter(state=State.DRAFT).count()
    return count


@dataclass(frozen=True)
class Told:
    """A question of a step with its answer, in words."""

    name: str
    question: str
    answer: str


def answers_of(aid: Aid, opened: Opened) -> dict[str, dict[str, str]]:
    """By step and question; steps that were not answered are not in it."""
    return {step.value: json.loads(opened(aid, step.value)) for step in aid.answered}


def told(aid: Aid, step: Step, answers: Mapping[str, str]) -> list[Told]:
    return [
        Told(name, str(question), in_words(aid, step, name, answers.get(name, "")))
        for name, question in QUESTIONS[step].items()
    ]


def in_words(aid: Aid, step: Step, name: str, answer: str) -> str:
    if name == "ground":
        return _ground_in_words(aid, answer)
    if (step, name) not in OPTIONS or not answer:
        return answer
    words = {code: str(label) for code, label in OPTIONS[step, name].choices}
    return "; ".join(words[code] for code in answer.split(","))


def _ground_in_words(aid: Aid, code: str) -> str:
    if code == NO_GROUND:
        return gettext("I found no ground")
    found = catalogue.of(aid.catalogue).find(code)
    return f"{found.label} ({found.article})" if found else code


@dataclass(frozen=True)
class Finished:
    """A finished sharing aid of one's own, to choose from."""

    id: UUID
    label: str


def finished(viewer: Viewer, *, now: datetime) -> list[Finished]:
    rows = list(Aid.objects.visible_to(viewer).filter(state=State.DONE).order_by("-done_date", "id"))
    opened = opening.open_all(rows, by=viewer, purpose="sharing.choose", now=now)
    return [Finished(row.id, f"{opened(row, 'called')}, {_done(row)}") for row in rows]


def _done(aid: Aid) -> str:
    day = date_format(aid.done_date or aid.changed_date, "j F Y")
    return f"{day}: {aid.get_outcome_display().lower()}"


def result_text(viewer: Viewer, aid_id: UUID, *, now: datetime) -> str:
    """What goes along of one's own finished sharing aid, in words, for another file to keep under its key.
    The sharing aid itself stays with its maker. NotYours for another's, or for one in progress."""
    aid = get(viewer, aid_id)
    if aid.state != State.DONE:
        raise NotYours
    opened = opening.open_all([aid], by=viewer, purpose="sharing.attach", now=now)
    return along(aid, opened)


def along(aid: Aid, opened: Opened) -> str:
    """The outcome with its reason, and of the steps what may go along (rules.GOES_ALONG)."""
    answers = answers_of(aid, opened)
    lines = [
        gettext("Sharing aid of %(day)s") % {"day": _done(aid)},
        f"{gettext('Why')}: {opened(aid, 'reason')}",
        "",
    ]
    for step, names in rules.GOES_ALONG.items():
        for each in told(aid, Step(step), answers.get(step, {})):
            if each.name in names:
                lines.append(f"{each.question} {each.answer}")
    return "\n".join(lines)
