"""What waits for somebody, step by step, in sentences that say where to go; and which meetings are coming."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from casustafel.access.permissions import Permission
from casustafel.access.roles import ROLES
from casustafel.access.viewer import Viewer
from casustafel.cases.choices import SeatRole
from casustafel.cases.choices import State as CaseState
from casustafel.cases.models import Case, Seat, open_seats
from casustafel.parties import queries as parties
from casustafel.parties.models import in_force
from casustafel.picture.choices import RequestState
from casustafel.picture.models import InformationRequest
from casustafel.reports.choices import State as ReportState
from casustafel.reports.models import Report
from casustafel.table.choices import State as MeetingState
from casustafel.table.models import Meeting
from casustafel.triage.choices import State as WeighingState
from casustafel.triage.models import Turn, Weighing
from casustafel.triage.queries import TO_TAKE_UP


@dataclass(frozen=True)
class Waiting:
    """Something to do now: in a sentence, with where to do it."""

    text: str
    url: str
    icon: str
    is_late: bool = False


def for_now(viewer: Viewer, *, day: date) -> list[Waiting]:
    """In the order of the method."""
    return [
        *_reports(viewer),
        *_weighings(viewer),
        *_cases(viewer, day=day),
        *_seats(viewer, day=day),
        *_people(viewer, day=day),
        *_agreement(viewer, day=day),
        *_numbers(viewer, day=day),
    ]


def _reports(viewer: Viewer) -> list[Waiting]:
    if not viewer.may(Permission.REPORT_HANDLE):
        return []
    mine = Report.objects.visible_to(viewer)
    new = mine.filter(state=ReportState.RECEIVED).count()
    asked = mine.filter(state=ReportState.WAITING).count()
    url = reverse("reports:list")
    found = []
    if new:
        text = ngettext("%(n)d report waits to be taken in.", "%(n)d reports wait to be taken in.", new)
        found.append(Waiting(text % {"n": new}, f"{url}?state=RECEIVED", "inbox"))
    if asked:
        text = ngettext("%(n)d report waits for information.", "%(n)d reports wait for information.", asked)
        found.append(Waiting(text % {"n": asked}, f"{url}?state=WAITING", "clock"))
    return found


def _weighings(viewer: Viewer) -> list[Waiting]:
    found = []
    url = reverse("triage:list")
    if viewer.may(Permission.WEIGHING_JUDGE):
        given = Turn.objects.visible_to(viewer).filter(organisation_id=viewer.organisation_id)
        todo = Weighing.objects.visible_to(viewer).filter(state=WeighingState.ALONE)
        number = todo.exclude(pk__in=given.values("weighing")).count()
        if number:
            text = ngettext(
                "%(n)d weighing asks for your view.", "%(n)d weighings ask for your view.", number
            )
            found.append(Waiting(text % {"n": number}, url, "scale"))
    if viewer.may(Permission.CASE_OPEN):
        number = Weighing.objects.visible_to(viewer).filter(TO_TAKE_UP).count()
        if number:
            text = ngettext(
                "%(n)d weighing asks you to open a case.", "%(n)d weighings ask you to open a case.", number
            )
            found.append(Waiting(text % {"n": number}, f"{url}?state=DECIDED", "folder"))
    return found


def _cases(viewer: Viewer, *, day: date) -> list[Waiting]:
    if not viewer.may(Permission.CASE_PARTICIPATE):
        return []
    asked = InformationRequest.objects.visible_to(viewer).filter(
        organisation_id=viewer.organisation_id, state=RequestState.ASKED
    )
    found = [
        Waiting(
            gettext("You were asked for information, by %(day)s.")
            % {"day": date_format(row.due_date, "j F")},
            reverse("picture:reply", args=[row.case_id, row.id]),
            "help",
            row.due_date < day,
        )
        for row in asked.order_by("due_date", "id")[:10]
    ]
    late = Case.objects.visible_to(viewer).filter(state=CaseState.OPEN, review_due_date__lt=day).count()
    if late:
        text = ngettext("The review of %(n)d case is late.", "The reviews of %(n)d cases are late.", late)
        found.append(Waiting(text % {"n": late}, reverse("cases:list"), "calendar-check", True))
    return found


def _seats(viewer: Viewer, *, day: date) -> list[Waiting]:
    """Seats of who left stand empty until the process director of that table gives them on."""
    if not viewer.may(Permission.MEETING_CHAIR):
        return []
    chaired = open_seats(viewer).filter(role=SeatRole.CHAIR, case__state=CaseState.OPEN)
    rows = Seat.objects.visible_to(viewer).filter(
        in_force(day), case__in=chaired.values("case"), person__until_date__lte=day
    )
    return [
        Waiting(
            gettext("At one of your tables a seat is empty: somebody no longer works here."),
            reverse("case", args=[case]),
            "user-x",
        )
        for case in rows.order_by("case").values_list("case", flat=True).distinct()[:10]
    ]


def _people(viewer: Viewer, *, day: date) -> list[Waiting]:
    if not viewer.may(Permission.ACCOUNT_MANAGE):
        return []
    found, url = [], reverse("parties:people")
    idle = parties.without_role(viewer, day=day).count()
    if idle:
        text = ngettext("%(n)d person has no role.", "%(n)d people have no role.", idle)
        found.append(Waiting(text % {"n": idle}, f"{url}?state=WITHOUT_ROLE", "users"))
    for row in parties.ending_mandates(viewer, day=day).order_by("until_date", "id")[:10]:
        text = gettext("The role %(role)s of somebody ends on %(day)s.") % {
            "role": gettext(ROLES[row.role].display_name),
            "day": date_format(row.until_date or day, "j F"),
        }
        found.append(Waiting(text, reverse("parties:person", args=[row.person_id]), "clock"))
    return found


def _agreement(viewer: Viewer, *, day: date) -> list[Waiting]:
    if not viewer.may(Permission.ACCOUNT_MANAGE):
        return []
    url = reverse("parties:record_agreement")
    known = parties.agreements(viewer, day=day)
    if known.current is None:
        return [Waiting(gettext("No agreement is recorded. Record it, and who signed."), url, "file-text")]
    ends = known.current.until_date
    if ends and ends <= day + parties.SOON and not known.coming:
        text = gettext("The agreement ends on %(day)s.") % {"day": date_format(ends, "j F")}
        return [Waiting(text, url, "file-text")]
    return []


def _numbers(viewer: Viewer, *, day: date) -> list[Waiting]:
    if not viewer.may(Permission.PARAMETER_VERIFY):
        return []
    number = parties.unverified(viewer, day=day)
    if not number:
        return []
    text = ngettext(
        "%(n)d term or number was not verified.", "%(n)d terms and numbers were not verified.", number
    )
    return [Waiting(text % {"n": number}, f"{reverse('parties:partnership')}#parameters", "calendar-check")]


def meetings(viewer: Viewer) -> list[Meeting]:
    if not viewer.may(Permission.CASE_PARTICIPATE):
        return []
    rows = Meeting.objects.visible_to(viewer).exclude(state=MeetingState.ENDED)
    return list(rows.order_by("day", "starts", "id")[:5])
