import pytest

from casustafel.deciding import rules
from casustafel.lib.refusal import Refused


@pytest.mark.parametrize(
    ("note", "objection", "kind"), [("", "", "AGREE"), ("let op", " ", "NOTE"), ("", "te vroeg", "OBJECT")]
)
def test_a_seat_agrees_agrees_with_a_note_or_objects(note: str, objection: str, kind: str) -> None:
    assert rules.consent_kind(note, objection) == kind


def test_nobody_agrees_and_objects_at_once() -> None:
    with pytest.raises(Refused):
        rules.consent_kind("ja", "nee")


@pytest.mark.parametrize(
    ("about", "is_decider", "chairs", "may"),
    [
        ("DECISION", True, False, True),
        ("DECISION", False, True, False),
        ("GOAL", True, False, False),
        ("GOAL", False, True, True),
        ("PLAN", True, False, False),
        ("PLAN", False, True, True),
    ],
)
def test_who_may_overrule(about: str, is_decider: bool, chairs: bool, may: bool) -> None:
    if may:
        rules.check_may_overrule(about=about, is_decider=is_decider, chairs=chairs)
    else:
        with pytest.raises(Refused):
            rules.check_may_overrule(about=about, is_decider=is_decider, chairs=chairs)


@pytest.mark.parametrize(
    ("state", "words"), [("IMPASSE", "impasse"), ("MET", "stand"), ("OVERRULED", "stand")]
)
def test_only_what_stands_is_overruled(state: str, words: str) -> None:
    rules.check_stands("STANDING")
    with pytest.raises(Refused, match=words):
        rules.check_stands(state)
