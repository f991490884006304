"""What waits for somebody, step by step, in sentences that say where to go."""

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
from casustafel.consultation import queries as consultations
from casustafel.inbox import queries as inbox
from casustafel.lib import clock
from casustafel.notices import queries as notices
from casustafel.parties import queries as parties
from casustafel.parties.models import in_force
from casustafel.picture import asking_queries as asking
from casustafel.picture import contributing_queries as contributions
from casustafel.picture import correcting_queries as corrections
from casustafel.reports import queries as desk
from casustafel.reports import worklist
from casustafel.reports.models import SecondLook
from casustafel.reports.worklist import Wanted
from casustafel.sharing import queries as sharing
from casustafel.triage.choices import State as WeighingState
from casustafel.triage.models import Turn, Weighing
from casustafel.triage.queries import TO_TAKE_UP
from casustafel.web import waiting_at_table
from casustafel.web.waits import Waiting


def for_now(viewer: Viewer, *, day: date) -> list[Waiting]:
    """In the order of the method."""
    return [
        *_consultations(viewer),
        *_reports(viewer, day=day),
        *_own_reports(viewer),
        *_second_looks(viewer),
        *_sharing(viewer),
        *_letters(viewer),
        *_weighings(viewer),
        *_cases(viewer, day=day),
        *waiting_at_table.deciding(viewer, day=day),
        *_kept_until(viewer, day=day),
        *waiting_at_table.coming(viewer, day=day),
        *_seats(viewer, day=day),
        *waiting_at_table.looking_back(viewer),
        *_people(viewer, day=day),
        *_agreement(viewer, day=day),
        *_numbers(viewer, day=day),
        *_mail(viewer),
    ]


def _consultations(viewer: Viewer) -> list[Waiting]:
    if not viewer.may(Permission.CONSULTATION_READ):
        return []
    found, url = [], reverse("consultation:list")
    asked, answered = consultations.waiting_for_me(viewer), consultations.answered_to_me(viewer)
    if asked:
        text = ngettext(
            "%(n)d question waits for your advice.", "%(n)d questions wait for your advice.", asked
        )
        found.append(Waiting(text % {"n": asked}, f"{url}?box=TO_ME", "messages"))
    if answered:
        text = ngettext(
            "There is advice on %(n)d question of yours.",
            "There is advice on %(n)d questions of yours.",
            answered,
        )
        found.append(Waiting(text % {"n": answered}, f"{url}?box=MINE", "message"))
    return found


def _reports(viewer: Viewer, *, day: date) -> list[Waiting]:
    """Numbers are counted to a hundred: the worklist says the rest."""
    if not viewer.may(Permission.REPORT_HANDLE):
        return []
    away = worklist.stands_in_for(viewer, day=day)

    def number(wanted: Wanted) -> int:
        return worklist.count(viewer, wanted, day=day, standing_in=away)

    new, late = number(Wanted(whose="NOBODY", state="RECEIVED")), number(Wanted(due="LATE"))
    letters, asked = worklist.new_letters(viewer), number(Wanted(whose="MINE", state="WAITING"))
    url = reverse("reports:list")
    found = []
    if new:
        text = ngettext("%(n)d report waits to be taken in.", "%(n)d reports wait to be taken in.", new)
        found.append(Waiting(text % {"n": new}, f"{url}?whose=NOBODY&state=RECEIVED", "inbox"))
    if late:
        text = ngettext(
            "One reporter should have heard from us already.",
            "%(n)d reporters should have heard from us already.",
            late,
        )
        found.append(Waiting(text % {"n": late}, f"{url}?due=LATE&order=URGENT", "clock", True))
    if letters:
        text = ngettext("A reporter wrote to you.", "%(n)d reporters wrote to you.", letters)
        found.append(Waiting(text % {"n": letters}, f"{url}?whose=MINE", "mail"))
    if asked:
        text = ngettext("%(n)d report waits for information.", "%(n)d reports wait for information.", asked)
        found.append(Waiting(text % {"n": asked}, f"{url}?whose=MINE&state=WAITING", "clock"))
    return found


def _second_looks(viewer: Viewer) -> list[Waiting]:
    if not viewer.may(Permission.REPORT_SECOND):
        return []
    asked = SecondLook.objects.visible_to(viewer).filter(asked_id=viewer.person_id, answer="").count()
    if not asked:
        return []
    text = ngettext("%(n)d report asks you to look along.", "%(n)d reports ask you to look along.", asked)
    return [Waiting(text % {"n": asked}, reverse("reports:looks"), "users")]


def _own_reports(viewer: Viewer) -> list[Waiting]:
    """What the reporting point asks of a professional who reported."""
    return [
        Waiting(
            gettext("The reporting point asks you something about your report of %(day)s.")
            % {"day": date_format(report.received_date, "j F")},
            reverse("reports:own", args=[report.id]),
            "help",
        )
        for report in desk.asked_of_reporter(viewer)
    ]


def _sharing(viewer: Viewer) -> list[Waiting]:
    if not viewer.may(Permission.SHARING_WEIGH):
        return []
    number = sharing.unfinished(viewer)
    if not number:
        return []
    text = ngettext("%(n)d sharing aid is not finished.", "%(n)d sharing aids are not finished.", number)
    return [Waiting(text % {"n": number}, f"{reverse('sharing:list')}?state=DRAFT", "send")]


def _letters(viewer: Viewer) -> list[Waiting]:
    if not viewer.may(Permission.REPORT_HANDLE):
        return []
    found, url = [], reverse("inbox:list")
    number = inbox.waiting(viewer)
    if number:
        text = ngettext("%(n)d mail waits to be read.", "%(n)d mails wait to be read.", number)
        found.append(Waiting(text % {"n": number}, url, "mail"))
    if inbox.standing(viewer, now=clock.now()).is_quiet:
        text = gettext("The mailbox of the reporting point is not being read.")
        found.append(Waiting(text, url, "wifi-off", True))
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
    found = [
        Waiting(
            gettext("You were asked for information, by %(day)s.")
            % {"day": date_format(row.due_date, "j F")},
            reverse("picture:request", args=[row.case_id, row.id]),
            "help",
            row.due_date < day,
        )
        for row in asking.to_answer(viewer)
    ]
    found += [
        Waiting(
            gettext("What you asked has not been answered; it was due on %(day)s.")
            % {"day": date_format(row.due_date, "j F")},
            reverse("picture:request", args=[row.case_id, row.id]),
            "clock",
            True,
        )
        for row in asking.late_for(viewer, day=day)
    ]
    found += _corrections(viewer, day=day)
    late = Case.objects.visible_to(viewer).filter(state=CaseState.OPEN, review_due_date__lt=day).count()
    if late:
        text = ngettext("The review of %(n)d case is late.", "The reviews of %(n)d cases are late.", late)
        found.append(Waiting(text % {"n": late}, reverse("cases:list"), "calendar-check", True))
    return found


def _kept_until(viewer: Viewer, *, day: date) -> list[Waiting]:
    """What one's own organisation brought in, and soon is kept no longer or is past its day."""
    if not viewer.may(Permission.CASE_PARTICIPATE):
        return []
    found = []
    for case in contributions.ending(viewer, day=day)[:10]:
        url = f"{reverse('picture:contributions', args=[case.case_id])}?which=ENDING"
        if case.past:
            text = ngettext(
                "%(n)d contribution of your organisation is past its day: no receiver sees it.",
                "%(n)d contributions of your organisation are past their day: no receiver sees them.",
                case.past,
            )
            found.append(Waiting(text % {"n": case.past}, url, "clock", True))
        if case.soon:
            text = ngettext(
                "%(n)d contribution of your organisation is kept one more month at most.",
                "%(n)d contributions of your organisation are kept one more month at most.",
                case.soon,
            )
            found.append(Waiting(text % {"n": case.soon}, url, "clock"))
    return found


def _corrections(viewer: Viewer, *, day: date) -> list[Waiting]:
    """What was put right and waits for us; and what waits for others longer than was agreed."""
    found, url = [], reverse("picture:corrections")
    waits, late = corrections.to_acknowledge(viewer), corrections.late(viewer, day=day)
    if waits:
        text = ngettext(
            "%(n)d correction waits to be acknowledged.",
            "%(n)d corrections wait to be acknowledged.",
            waits,
        )
        found.append(Waiting(text % {"n": waits}, url, "history"))
    if late:
        text = ngettext(
            "%(n)d correction of yours was not acknowledged in time.",
            "%(n)d corrections of yours were not acknowledged in time.",
            late,
        )
        found.append(Waiting(text % {"n": late}, f"{url}?box=SENT", "history", True))
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


def _mail(viewer: Viewer) -> list[Waiting]:
    if not viewer.may(Permission.ACCOUNT_MANAGE):
        return []
    number = notices.mail_waits(viewer)
    if not number:
        return []
    text = ngettext(
        "The mail to %(n)d person does not go out.", "The mail to %(n)d people does not go out.", number
    )
    return [Waiting(text % {"n": number}, reverse("notices:mail"), "mail", True)]
