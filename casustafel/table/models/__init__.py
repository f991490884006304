from casustafel.table.models.console import Hand, Presence, TableTurn
from casustafel.table.models.looking_back import LookBack, LookedBack
from casustafel.table.models.meetings import (
    USUAL_MINUTES,
    AgendaItem,
    Attendance,
    Expected,
    Leave,
    Meeting,
    MinutesWords,
    Proxy,
)
from casustafel.table.models.screens import Screen

__all__ = [
    "USUAL_MINUTES",
    "AgendaItem",
    "Attendance",
    "Expected",
    "Hand",
    "Leave",
    "LookBack",
    "LookedBack",
    "Meeting",
    "MinutesWords",
    "Presence",
    "Proxy",
    "Screen",
    "TableTurn",
]
