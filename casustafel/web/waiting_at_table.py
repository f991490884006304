"""What waits for who sits at a table: meetings that come, what is asked and expected, the look back."""

from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext

from casustafel.access.permissions import Permission
from casustafel.access.viewer import Viewer
from casustafel.deciding import objecting
from casustafel.deciding import queries as decisions
from casustafel.table import looking_back_queries
from casustafel.table import planning_queries as planning
from casustafel.web.waits import Waiting


def coming(viewer: Viewer, *, day: date) -> list[Waiting]:
    """A meeting comes up: its chair sees what is missing, who is expected prepares."""
    if not viewer.may(Permission.CASE_PARTICIPATE):
        return []
    chaired, to_prepare = planning.coming_up(viewer, day=day)
    sentences = [
        *(
            (meeting, gettext("Your meeting of %(day)s comes up. See what is still missing."))
            for meeting in chaired
        ),
        *((meeting, gettext("Prepare for the meeting of %(day)s.")) for meeting in to_prepare),
    ]
    return [
        Waiting(
            text % {"day": date_format(meeting.day, "j F")},
            reverse("table:before", args=[meeting.id]),
            "calendar-event",
        )
        for meeting, text in sentences
    ]


def deciding(viewer: Viewer, *, day: date) -> list[Waiting]:
    """What one is asked about, what keeps a table divided, and what organisations expect of each other."""
    if not viewer.may(Permission.CASE_PARTICIPATE):
        return []
    waits = decisions.waiting_for(viewer, day=day)
    asked = gettext("You are asked whether you agree.")
    found = [Waiting(asked, objecting.subject_of(row).path, "users") for row in waits.rounds]
    found += [
        Waiting(
            gettext("A table does not get further; this was to be broken by %(day)s.")
            % {"day": date_format(row.until_date, "j F")},
            objecting.subject_of(row).path,
            "flag",
            row.until_date < day,
        )
        for row in waits.impasses
    ]
    found += [
        Waiting(
            gettext("Another organisation expects something of yours by %(day)s. Say whether you accept it.")
            % {"day": date_format(row.until_date, "j F")},
            reverse("deciding:answer", args=[row.case_id, row.id]),
            "help",
            row.until_date < day,
        )
        for row in waits.to_answer
    ]
    return found + [
        Waiting(
            gettext("Was it lived up to, what you expected by %(day)s?")
            % {"day": date_format(row.until_date, "j F")},
            reverse("deciding:look_back", args=[row.case_id, row.id]),
            "calendar-check",
        )
        for row in waits.to_look_back
    ]


def looking_back(viewer: Viewer) -> list[Waiting]:
    if not viewer.may(Permission.CASE_PARTICIPATE):
        return []
    return [
        Waiting(
            gettext("You were asked to look back on the meeting of %(day)s.")
            % {"day": date_format(meeting.day, "j F")},
            reverse("table:look_back", args=[meeting.id]),
            "message",
        )
        for meeting in looking_back_queries.to_look_back(viewer)
    ]
