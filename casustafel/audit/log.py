import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import connection
from psycopg.types.json import Jsonb

from casustafel.audit import trace
from casustafel.audit.choices import Result
from casustafel.audit.models import LogLine, ProcessingLine, UserLine
from casustafel.lib import credentials

REGISTER = "urn:casustafel:verwerking:"
READ = "vault.read"


class Actor(Protocol):
    """Who acts. A person at a door, or one of the doors themselves (public form, worker, command)."""

    @property
    def person_id(self) -> UUID | None: ...
    @property
    def partnership_id(self) -> UUID | None: ...
    @property
    def acting_as(self) -> str: ...


@dataclass(frozen=True)
class Door:
    """An actor without a person: the public form, the worker, a command at the terminal."""

    acting_as: str
    partnership_id: UUID | None = None
    person_id: UUID | None = None


def pseudonym(scope: UUID) -> str:
    """The data subject in the processing log: HMAC-SHA-256 of the file under a key outside the database."""
    return hmac.new(credentials.secret("log-subject.key"), scope.bytes, hashlib.sha256).hexdigest()


def commit_to(salt: bytes, content: Any) -> bytes:
    """SHA-256 over the salt (16 bytes) and the content as JSON with sorted keys and no spaces."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(salt + canonical.encode()).digest()


def record(
    action: str,
    *,
    by: Actor,
    now: datetime,
    on: tuple[str, UUID] | None = None,
    scope: UUID | None = None,
    objects: Sequence[str] = (),
    purpose: str = "",
    result: Result = Result.DONE,
) -> None:
    """Write one line in the users' log and, when it is about somebody's file, one in the processing log.

    `on` is what was acted on (kind, id); `scope` the file it belongs to (report, weighing or case), which
    stands for one data subject; `objects` names the rows that were read ("picture.statement:<id>:text").
    Nothing given here may hold content of a case.
    """
    entry = _Entry(on, scope, objects)
    _write(action, [entry], by=by, now=now, purpose=purpose, result=result)


def record_read(read: Mapping[UUID, Sequence[str]], *, by: Actor, now: datetime, purpose: str) -> None:
    """One line for each file of which rows were read, in one statement however many files a list shows."""
    entries = [_Entry(None, scope, objects) for scope, objects in read.items()]
    _write(READ, entries, by=by, now=now, purpose=purpose, result=Result.DONE)


@dataclass(frozen=True)
class _Entry:
    on: tuple[str, UUID] | None
    scope: UUID | None
    objects: Sequence[str]


def _write(
    action: str, entries: Sequence[_Entry], *, by: Actor, now: datetime, purpose: str, result: Result
) -> None:
    lines = [_user_line(action, each, by=by, now=now, purpose=purpose, result=result) for each in entries]
    about = [line for line in lines if line.scope_id]
    if lines:
        _insert(lines, [_processing_line(line, result=result) for line in about])


BOTH = ("id", "trace_id", "span_id", "content", "salt", "commitment")
USER_ROW = (*BOTH, "at", "partnership_id", "scope_id", "actor_id", "action")
PROCESSING_ROW = (*BOTH, "name", "start_time")


def _insert(lines: Sequence[UserLine], about: Sequence[ProcessingLine]) -> None:
    """Both logs in one statement: every page that shows a text of a file waits for this."""
    statement, values = _into("audit_userline", USER_ROW, lines)
    if about:
        second, more = _into("audit_processingline", PROCESSING_ROW, about)
        statement, values = f"WITH said AS ({statement}) {second}", [*values, *more]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _into(table: str, columns: Sequence[str], lines: Sequence[LogLine]) -> tuple[str, list[Any]]:
    row = f"({', '.join(['%s'] * len(columns))})"
    rows = ", ".join([row] * len(lines))
    statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES {rows}"  # noqa: S608  names of our own
    return statement, [_value(line, column) for line in lines for column in columns]


def _value(line: LogLine, column: str) -> Any:
    value = getattr(line, column)
    return Jsonb(value) if column == "content" else value


def _user_line(
    action: str, entry: _Entry, *, by: Actor, now: datetime, purpose: str, result: Result
) -> UserLine:
    content = {
        "at": now.isoformat(),
        "actor": str(by.person_id) if by.person_id else None,
        "role": by.acting_as,
        "partnership": str(by.partnership_id) if by.partnership_id else None,
        "action": action,
        "on": [entry.on[0], str(entry.on[1])] if entry.on else None,
        "scope": str(entry.scope) if entry.scope else None,
        "objects": list(entry.objects),
        "purpose": purpose,
        "result": result.value,
        "origin": trace.current().origin,
    }
    trace_id, span_id = trace.current().trace_id, trace.new_span_id()
    salt = secrets.token_bytes(16)
    return UserLine(
        trace_id=trace_id,
        span_id=span_id,
        at=now,
        partnership_id=by.partnership_id,
        scope_id=entry.scope,
        actor_id=by.person_id,
        action=action,
        content=content,
        salt=salt,
        commitment=commit_to(salt, _with_ids(content, trace_id, span_id)),
    )


def _processing_line(line: UserLine, *, result: Result) -> ProcessingLine:
    assert line.scope_id is not None  # noqa: S101  the caller looked
    content = {
        "name": line.action,
        "start_time": line.at.isoformat(),
        "end_time": line.at.isoformat(),
        "status_code": "OK" if result is Result.DONE else "ERROR",
        "resource": "casustafel",
        "dpl.core.processing_activity_id": REGISTER + line.action.partition(".")[0],
        "dpl.core.data_subject_id": pseudonym(line.scope_id),
        "dpl.core.data_subject_id_type": "file-pseudonym",
    }
    salt = secrets.token_bytes(16)
    return ProcessingLine(
        trace_id=line.trace_id,
        span_id=line.span_id,
        name=line.action,
        start_time=line.at,
        content=content,
        salt=salt,
        commitment=commit_to(salt, _with_ids(content, line.trace_id, line.span_id)),
    )


def _with_ids(content: dict[str, Any], trace_id: str, span_id: str) -> dict[str, Any]:
    return {**content, "trace_id": trace_id, "span_id": span_id}


def is_intact(line: UserLine | ProcessingLine) -> bool:
    """Whether the content still answers to its commitment; erased content (no salt) cannot be judged."""
    if line.content is None or line.salt is None:
        return True
    content = _with_ids(line.content, line.trace_id, line.span_id)
    return bytes(line.commitment) == commit_to(bytes(line.salt), content) and _columns_agree(line)


def _columns_agree(line: UserLine | ProcessingLine) -> bool:
    content = line.content
    assert content is not None  # noqa: S101  is_intact looked
    if isinstance(line, UserLine):
        pairs: Iterable[tuple[object, object]] = (
            (line.action, content["action"]),
            (line.at, datetime.fromisoformat(content["at"])),
            (str(line.actor_id) if line.actor_id else None, content["actor"]),
            (str(line.scope_id) if line.scope_id else None, content["scope"]),
            (str(line.partnership_id) if line.partnership_id else None, content["partnership"]),
        )
    else:
        pairs = (
            (line.name, content["name"]),
            (line.start_time, datetime.fromisoformat(content["start_time"])),
        )
    return all(kept == said for kept, said in pairs)
