from datetime import datetime, timedelta

import pytest

from casustafel.lib.refusal import Refused
from casustafel.notices import rules

NOON = datetime(2026, 11, 2, 12)


@pytest.mark.parametrize(
    ("at", "morning"),
    [
        (datetime(2026, 11, 2, 7, 59), datetime(2026, 11, 1, 8)),
        (datetime(2026, 11, 2, 8), datetime(2026, 11, 2, 8)),
        (datetime(2026, 11, 2, 23, 59), datetime(2026, 11, 2, 8)),
    ],
)
def test_the_last_morning(at: datetime, morning: datetime) -> None:
    assert rules.last_digest(at, 8) == morning


@pytest.mark.parametrize(
    ("waited", "pause"), [(0, 15), (10, 15), (15, 15), (30, 30), (45, 45), (60, 60), (600, 60)]
)
def test_each_pause_is_as_long_as_the_waiting_before_it(waited: int, pause: int) -> None:
    tried = NOON + timedelta(minutes=waited)
    assert not rules.is_time_to_try(NOON, tried, tried + timedelta(minutes=pause - 1))
    assert rules.is_time_to_try(NOON, tried, tried + timedelta(minutes=pause))
    assert rules.is_time_to_try(None, None, NOON)


@pytest.mark.parametrize(
    ("mail", "is_wanted", "is_fine"), [("", True, False), ("", False, True), ("a@b", True, True)]
)
def test_who_wants_mail_gives_an_address(mail: str, is_wanted: bool, is_fine: bool) -> None:
    if is_fine:
        rules.check_can_be_reached(mail=mail, is_wanted=is_wanted)
    else:
        with pytest.raises(Refused):
            rules.check_can_be_reached(mail=mail, is_wanted=is_wanted)
