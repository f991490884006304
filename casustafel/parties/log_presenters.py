"""The log as the data protection officer reads it: who did or saw what, when and what for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.utils.timezone import localtime
from django.utils.translation import gettext

from casustafel.access.roles import ROLES
from casustafel.access.viewer import Viewer
from casustafel.audit.models import UserLine
from casustafel.lib.refusal import N_
from casustafel.parties import deeds, names, queries

NOON = time(12)
# Who acts without being a person.
DOORS = {
    "PUBLIC_FORM": N_("Public form"),
    "REPORTER": N_("Reporter, with the receipt code"),
    "WORKER": N_("The program, in the background"),
    "COMMAND": N_("A command on the server"),
    "DEMO": N_("The practice environment"),
    "INSTALLATION": N_("The installation"),
    "INSTALLER": N_("The installation"),
    "SIGN_IN": N_("The sign-in page"),
    "ACCOUNT_HOLDER": N_("Holder of an account"),
}


@dataclass(frozen=True)
class LogLine:
    at: datetime
    who: str
    who_id: UUID | None
    role: str
    action: str
    purpose: str
    scope_id: UUID | None
    texts_read: str
    result: str
    has_hour: bool = True  # of what came by the public door only the day is known

    @property
    def scope(self) -> str:
        return str(self.scope_id)[:8] if self.scope_id else ""


def log_page(viewer: Viewer, asked: Mapping[str, str]) -> dict[str, Any]:
    """One page of the log; `asked` is what stands in the address: kind, who, file and page."""
    wanted = queries.WantedLines(
        kind=asked.get("kind", ""), who=_id(asked.get("who", "")), file=_id(asked.get("file", ""))
    )
    shown = queries.log_lines(viewer, wanted, page=asked.get("page", 1))
    people = names.of_people(viewer, {line.actor_id for line in shown if line.actor_id} | _one(wanted.who))
    return {
        "page": shown,
        "lines": [_line(line, people) for line in shown],
        "kind": wanted.kind,
        "kinds": [
            ("", gettext("Everything")),
            ("READ", gettext("What was read")),
            ("DONE", gettext("What was done")),
        ],
        "who": people.get(wanted.who, "") if wanted.who else "",
        "file": str(wanted.file)[:8] if wanted.file else "",
    }


def _id(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def _one(person: UUID | None) -> set[UUID]:
    return {person} if person else set()


def _acting_as(code: str) -> str:
    if code in ROLES:
        return gettext(ROLES[code].display_name)
    return gettext(DOORS[code]) if code in DOORS else code


def _read(objects: list[str]) -> str:
    """A search opens all of a kind that its person may see (vault.opening.scan) and names no row."""
    if any(":*:" in name for name in objects):
        return gettext("all of a kind")
    return str(len(objects))


def _line(line: UserLine, people: dict[UUID, str]) -> LogLine:
    content = line.content or {}
    return LogLine(
        at=line.at,
        who=people.get(line.actor_id, "") if line.actor_id else "",
        who_id=line.actor_id,
        role=", ".join(_acting_as(code) for code in content.get("role", "").split(",")),
        action=deeds.done(line.action),
        purpose=deeds.read_for(content.get("purpose", "")),
        scope_id=line.scope_id,
        texts_read=_read(content.get("objects", ())),
        result=content.get("result", ""),
        has_hour=line.actor_id is not None or localtime(line.at).time() != NOON,
    )
