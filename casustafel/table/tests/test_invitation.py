"""The file for a calendar: what RFC 5545 asks of it, and nothing of what the meeting is about."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casustafel.table import invitation
from casustafel.table.invitation import Event, as_file, escaped, folded

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
EVENT = Event(
    id=UUID(int=7),
    starts=datetime(2026, 3, 10, 10, 30, tzinfo=timezone(timedelta(hours=1))),
    minutes=95,
    sequence=2,
    title="Overleg",
    link="https://tafel.example/overleg/",
    host="tafel.example",
)


def _lines(event: Event) -> list[str]:
    return as_file(event, now=NOW).decode().split("\r\n")


def test_it_says_when_how_long_and_where_to_sign_in() -> None:
    lines = _lines(EVENT)
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2:] == ["END:VCALENDAR", ""]
    for line in (
        "VERSION:2.0",
        "METHOD:PUBLISH",
        "UID:00000000-0000-0000-0000-000000000007@tafel.example",
        "SEQUENCE:2",
        "DTSTAMP:20260301T090000Z",
        "DTSTART:20260310T093000Z",
        "DTEND:20260310T110500Z",
        "SUMMARY:Overleg",
        "URL:https://tafel.example/overleg/",
        "STATUS:CONFIRMED",
    ):
        assert lines.count(line) == 1, line


def test_called_off_takes_the_same_event_out_of_the_calendar() -> None:
    lines, before = _lines(replace(EVENT, is_off=True, sequence=3)), _lines(EVENT)
    assert {"METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:3"} <= set(lines)
    assert next(x for x in lines if x.startswith("UID:")) in before


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a,b", "a\\,b"),
        ("a;b", "a\\;b"),
        ("a\\b", "a\\\\b"),
        ("a\r\nb", "a\\nb"),
        ("a\nATTENDEE:x", "a\\nATTENDEE:x"),
    ],
)
def test_signs_that_mean_something_are_escaped(text: str, written: str) -> None:
    assert escaped(text) == written


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=300))
def test_a_long_line_is_folded_between_characters_and_unfolds_to_itself(text: str) -> None:
    parts = folded(text).split("\r\n")
    assert all(len(part.encode()) <= invitation.LONGEST for part in parts)
    assert all(part.startswith(" ") for part in parts[1:])
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == text


def test_a_line_is_folded_only_when_it_has_to_be() -> None:
    assert folded("x" * 75) == "x" * 75
    assert folded("x" * 76) == "x" * 75 + "\r\n x"
