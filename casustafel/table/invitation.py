"""A meeting as a file for a calendar (RFC 5545): when, how long and a link, and nothing of what it is about.

The library `icalendar` would do this and much more. A file of one event in UTC, without attendees, time
zones or repetition, needs little of that standard: folding, escaping, and a handful of properties. That is
less to look after than a dependency; whoever needs repetition or time zones takes the library.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

LONGEST = 75  # bytes of a line, without its end (RFC 5545, 3.1)


@dataclass(frozen=True)
class Event:
    """`sequence` goes up with every change, so that a calendar replaces what it had (RFC 5545, 3.8.7.4)."""

    id: UUID
    starts: datetime
    minutes: int
    sequence: int
    title: str
    link: str
    host: str
    is_off: bool = False


def as_file(event: Event, *, now: datetime) -> bytes:
    """One event: planned, or called off, which takes it out of the calendar again."""
    status, method = ("CANCELLED", "CANCEL") if event.is_off else ("CONFIRMED", "PUBLISH")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Casustafel//Casustafel//NL",
        f"METHOD:{method}",
        "BEGIN:VEVENT",
        f"UID:{event.id}@{escaped(event.host)}",
        f"SEQUENCE:{event.sequence}",
        f"DTSTAMP:{_moment(now)}",
        f"DTSTART:{_moment(event.starts)}",
        f"DTEND:{_moment(event.starts + timedelta(minutes=event.minutes))}",
        f"SUMMARY:{escaped(event.title)}",
        f"URL:{event.link}",
        "CLASS:PRIVATE",
        f"STATUS:{status}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines).encode()


def escaped(text: str) -> str:
    """RFC 5545, 3.3.11."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return "\\n".join(text.splitlines())


def folded(line: str) -> str:
    """A long line goes on after a line end and a space, and never in the middle of a character."""
    parts, size = [""], 0
    for sign in line:
        width = len(sign.encode())
        if size + width > LONGEST:
            parts.append(" ")
            size = 1
        parts[-1] += sign
        size += width
    return "\r\n".join(parts)


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
