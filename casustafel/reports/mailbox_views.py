"""Back with the code: go on telling, or read, answer, add and take back. The code is in no address."""

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from casustafel.access.gate import public
from casustafel.audit.log import Door
from casustafel.files.receiving import received, takes_files
from casustafel.lib import clock
from casustafel.lib.forms import carried_out, sent_from, sentence
from casustafel.lib.refusal import Refused
from casustafel.reports import adding_files, carrying, public_presenters, queries, receiving, slowing
from casustafel.reports.braking import Ask
from casustafel.reports.models import Report
from casustafel.reports.public_forms import AddForm, CodeForm, ReplyForm, WithdrawForm
from casustafel.reports.queries import Mailbox, OpenDraft


@public
def come_back(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return _ask_code(request, form)
    held = slowing.slowed(request, "code", counts=False)
    if held:
        return held
    typed = form.cleaned_data["code"]
    found = queries.by_code(typed, day=clock.now().date())
    if found is None:
        ask = slowing.count(request, "code") if queries.receipt_of(typed) else None
        form.add_error("code", _unknown(ask))
        return _ask_code(request, form, ask)
    response = _onward(request, found, typed)
    carrying.carry(response, typed)
    return response


def _unknown(ask: Ask | None) -> str:
    sentence = _("We do not know this code. Look at it once more: a code has sixteen letters and digits.")
    if ask is None:
        return sentence
    wait = _("Wait %(seconds)d seconds before you try again; after many mistakes we slow down.")
    return f"{sentence} {wait % {'seconds': ask.wait}}"


def _ask_code(request: HttpRequest, form: CodeForm, ask: Ask | None = None) -> HttpResponse:
    context = {"form": form, "ask": ask, "text": request.POST.get("text", "")}
    return render(request, "reports/public/code.html", context, status=422 if form.is_bound else 200)


def _onward(request: HttpRequest, found: OpenDraft | Report, typed: str) -> HttpResponse:
    if isinstance(found, OpenDraft):
        slug, name = found.row.partnership.slug, found.told.first_open()
        return redirect(reverse("report:page", args=[slug, name]) + "?bericht=bewaard")
    text = request.POST.get("text", "")
    opened = queries.open_mailbox(typed) if text else None
    if opened is not None:  # typed in a mailbox that was closed meanwhile: back in its box
        return _page(request, opened, add=AddForm(initial={"text": text}))
    return redirect("report:mailbox")


@public
def mailbox(request: HttpRequest) -> HttpResponse:
    opened = _opened(request)
    return _page(request, opened) if opened else redirect("report:code")


@public
@sent_from("report:mailbox")
def add(request: HttpRequest) -> HttpResponse:
    """An addition, or the answer to a question."""
    opened = _opened(request)
    if opened is None:
        return _ask_code(request, CodeForm({"code": ""}))
    held = slowing.slowed(request, "send")
    if held:
        return held
    form = ReplyForm(request.POST) if "question" in request.POST else AddForm(request.POST)
    report, by = opened.report, _by(opened)
    done = carried_out(
        form,
        lambda: receiving.add_from_reporter(
            report=report,
            text=form.cleaned_data["text"],
            answers=queries.question(opened, form.cleaned_data.get("question")),
            by=by,
            now=clock.now(),
        ),
    )
    if done:
        return redirect(reverse("report:mailbox") + "?bericht=toegevoegd")
    return _page(
        request,
        opened,
        add=form if isinstance(form, AddForm) else None,
        reply=form if isinstance(form, ReplyForm) else None,
    )


@takes_files()
@public
@sent_from("report:mailbox")
def add_file(request: HttpRequest) -> HttpResponse:
    opened = _opened(request)
    if opened is None:
        return redirect("report:code")
    arrived = received(request)
    problems = [(each.name, sentence(each.refused)) for each in arrived.problems]
    try:
        slowing.check_files(request)
        adding_files.from_mailbox(report=opened.report, arrived=arrived.kept, by=_by(opened), now=clock.now())
    except Refused as refused:
        problems.append(("", sentence(refused)))
    if problems:
        return _page(request, opened, problems=problems)
    return redirect(reverse("report:mailbox") + "?bericht=toegevoegd")


@public
def withdraw(request: HttpRequest) -> HttpResponse:
    opened = _opened(request)
    if opened is None:
        return redirect("report:code")
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    done = carried_out(
        form,
        lambda: receiving.withdraw(
            report=opened.report, reason=form.cleaned_data["reason"], by=_by(opened), now=clock.now()
        ),
    )
    if done or opened.report.withdrawn_date:
        return redirect(reverse("report:mailbox") + "?bericht=ingetrokken")
    context = {"form": form, "received": opened.report.state == "RECEIVED"}
    return render(request, "reports/public/withdraw.html", context, status=422 if form.is_bound else 200)


@public
@sent_from("report:choose")
def done(request: HttpRequest) -> HttpResponse:
    """Finished on this computer: what these pages left in the browser goes."""
    response = render(request, "reports/public/done.html")
    carrying.leave_nothing(request, response)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@public
def leave(request: HttpRequest) -> HttpResponse:
    """Away, at once: nothing is asked or looked up, so that it is quick."""
    response = redirect(settings.REPORT_LEAVE_TO)
    carrying.leave_nothing(request, response)
    return response


SAID = {
    "toegevoegd": lambda: _("Thank you. It was added. Somebody of the reporting point reads it."),
    "ingetrokken": lambda: _("You took your report back. The reporting point sees this."),
}


def _page(
    request: HttpRequest,
    opened: Mailbox,
    *,
    add: AddForm | None = None,
    reply: ReplyForm | None = None,
    problems: Sequence[tuple[str, str]] = (),
) -> HttpResponse:
    said = SAID.get(request.GET.get("bericht", ""))
    context = {
        "page": public_presenters.mailbox(opened, bound=reply),
        "form": add or AddForm(),
        "report": opened.report,
        "said": said() if said else "",
        "problems": problems,
    }
    wrong = problems or any(form is not None and form.errors for form in (add, reply))
    return render(request, "reports/public/mailbox.html", context, status=422 if wrong else 200)


def _opened(request: HttpRequest) -> Mailbox | None:
    code = carrying.code_of(request)
    return queries.open_mailbox(code) if code else None


def _by(opened: Mailbox) -> Door:
    return Door("REPORTER", partnership_id=opened.report.partnership_id)
