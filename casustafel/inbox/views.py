from urllib.parse import parse_qsl
from uuid import UUID

from django import forms
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from casustafel.access import drafts
from casustafel.access.gate import ViewerRequest, needs
from casustafel.access.permissions import Permission
from casustafel.files import handing_out
from casustafel.inbox import actions, presenters, queries
from casustafel.inbox.choices import State
from casustafel.inbox.forms import AsideForm, MailWorryForm
from casustafel.inbox.models import Mail
from casustafel.lib import clock
from casustafel.lib.forms import carried_out, result_of, sent_from
from casustafel.reports.choices import Channel

officer = needs(Permission.REPORT_HANDLE)


@officer
def worklist(request: ViewerRequest) -> HttpResponse:
    state, now = request.GET.get("state", ""), clock.now()
    page = queries.worklist(request.viewer, state=state, page=request.GET.get("page", 1))
    context = {
        "page": page,
        "rows": presenters.rows(request.viewer, list(page), now=now),
        "state": state,
        "states": [("", _("All that wait")), *State.choices, ("ALL", _("All"))],
        "standing": queries.standing(request.viewer, now=now),
    }
    return render(request, "inbox/list.html", context)


@officer
def show(request: ViewerRequest, mail_id: UUID) -> HttpResponse:
    """A mail beside the questions of a report. The officer puts each part in its box; none goes by itself."""
    mail = queries.get(request.viewer, mail_id)
    form = MailWorryForm(request.POST or None, initial=_kept(request, mail))

    def act() -> actions.Made:
        worry = form.worry(channel=Channel.EMAIL)
        return actions.make_report(mail=mail, worry=worry, by=request.viewer, now=clock.now())

    made = result_of(form, act)
    if made:
        left = [problem.name for problem in made.left]
        context = {"report_id": made.report.id, "code": made.code, "left": left, "mail_id": mail.id}
        response = render(request, "inbox/reported.html", context)
        response.headers["X-Sent-Already"] = "keep"
        return response
    return _page(request, mail, {"form": form} if form.is_bound else {}, form)


@officer
@sent_from("inbox:show")
def set_aside(request: ViewerRequest, mail_id: UUID) -> HttpResponse:
    mail, form = queries.get(request.viewer, mail_id), AsideForm(request.POST)

    def act() -> None:
        actions.set_aside(mail=mail, **form.cleaned_data, by=request.viewer, now=clock.now())

    if carried_out(form, act):
        return redirect("inbox:list")
    return _page(request, mail, {"aside_form": form}, MailWorryForm(initial=_kept(request, mail)))


@officer
@require_POST
def keep_draft(request: ViewerRequest, mail_id: UUID) -> HttpResponse:
    """Called while somebody types; keeps the fields as they stand."""
    mail, typed = queries.get(request.viewer, mail_id), request.POST.copy()
    for name in ("csrfmiddlewaretoken", "form_id"):
        typed.pop(name, None)
    draft = drafts.keep(
        by=request.viewer,
        place=queries.place_of_draft(mail.id),
        key=mail.key,
        body=typed.urlencode(),
        now=clock.now(),
    )
    return JsonResponse({"version": draft.version})


@officer
def original(request: ViewerRequest, mail_id: UUID) -> HttpResponse:
    """The mail as it came, for who was warned on its page: a file to keep, which opens in no browser."""
    mail = queries.get(request.viewer, mail_id)
    raw = presenters.original(request.viewer, mail, now=clock.now())
    response = HttpResponse(raw, content_type="application/octet-stream", headers=handing_out.HEADERS)
    response.headers["Content-Disposition"] = f'attachment; filename="mail-{mail.received_date}.eml"'
    return response


def _kept(request: ViewerRequest, mail: Mail) -> dict[str, str]:
    """What was typed and not sent, by name of the field."""
    if request.POST:
        return {}
    draft = drafts.find(by=request.viewer, place=queries.place_of_draft(mail.id), now=clock.now())
    return dict(parse_qsl(draft, keep_blank_values=True))


def _page(
    request: ViewerRequest, mail: Mail, bound: dict[str, forms.Form], form: MailWorryForm
) -> HttpResponse:
    context: dict[str, object] = {
        "mail": presenters.mail_page(request.viewer, mail, now=clock.now()),
        "form": form,
        "aside_form": AsideForm(),
        "is_kept": bool(form.initial) and not form.is_bound,
    }
    return render(request, "inbox/show.html", {**context, **bound}, status=422 if bound else 200)
