"""The public door. No account, no session, no address kept; works without JavaScript."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from casustafel.access.gate import public
from casustafel.audit.log import Door
from casustafel.lib import clock
from casustafel.lib.forms import carried_out
from casustafel.parties import queries as parties
from casustafel.parties.models import Partnership
from casustafel.reports import actions, presenters, queries
from casustafel.reports.choices import Channel
from casustafel.reports.forms import AddForm, CodeForm, WorryForm

UNKNOWN_CODE = _("We do not know this code. Look at it once more: a code has sixteen letters and digits.")


@public
def choose(request: HttpRequest) -> HttpResponse:
    partnerships = parties.partnerships()
    if len(partnerships) == 1:
        return redirect("report:danger", partnerships[0].slug)
    return render(request, "reports/public/choose.html", {"partnerships": partnerships})


@public
def danger(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "reports/public/danger.html", {"partnership": _partnership(slug)})


@public
def tell(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell, look it over, send: the same page in three states; nothing is kept before it is sent."""
    partnership = _partnership(slug)
    form = WorryForm(request.POST or None)
    step = request.POST.get("step", "")
    context = {"partnership": partnership, "form": form}
    if step == "send" and form.is_valid():
        return _received(request, partnership, form)
    if step == "check" and form.is_valid():
        context["parts"] = presenters.told(form)
        return render(request, "reports/public/check.html", context)
    invalid = form.is_bound and step != "change" and not form.is_valid()
    if step == "change":
        context["form"] = WorryForm(initial={field.name: field.value() for field in form})
    return render(request, "reports/public/tell.html", context, status=422 if invalid else 200)


def _received(request: HttpRequest, partnership: Partnership, form: WorryForm) -> HttpResponse:
    worry = actions.Worry(channel=Channel.PUBLIC, **form.cleaned_data)
    by = Door("PUBLIC_FORM", partnership_id=partnership.id)
    _report, code = actions.receive(partnership=partnership, worry=worry, by=by, now=clock.now())
    promises = presenters.promises(partnership, now=clock.now())
    context = {"partnership": partnership, "code": code, "promises": promises}
    response = render(request, "reports/public/receipt.html", context)
    response.headers["X-Sent-Already"] = "keep"
    return response


@public
def mailbox(request: HttpRequest) -> HttpResponse:
    """Come back with the code: read answers and feedback, add something. The code is in no address."""
    form = CodeForm(request.POST or None)
    opened = queries.open_mailbox(form.cleaned_data["code"]) if form.is_bound and form.is_valid() else None
    if opened is None:
        if form.is_bound and not form.errors:
            form.add_error("code", UNKNOWN_CODE)
        return render(
            request, "reports/public/code.html", {"form": form}, status=422 if form.is_bound else 200
        )
    add, added = AddForm(request.POST if "text" in request.POST else None), False
    if add.is_bound:
        report = opened.report
        by = Door("REPORTER", partnership_id=report.partnership_id)
        added = carried_out(
            add,
            lambda: actions.add_from_reporter(
                report=report, text=add.cleaned_data["text"], by=by, now=clock.now()
            ),
        )
        opened = queries.open_mailbox(form.cleaned_data["code"]) or opened
    context = {
        "letters": presenters.mailbox_letters(opened),
        "state": opened.report.get_state_display(),
        "code": form.cleaned_data["code"],
        "form": AddForm() if added else add,
        "added": added,
    }
    status = 422 if add.is_bound and not added else 200
    response = render(request, "reports/public/mailbox.html", context, status=status)
    if added:
        response.headers["X-Sent-Already"] = "keep"
    return response


def _partnership(slug: str) -> Partnership:
    partnership = parties.partnership_at(slug)
    if partnership is None:
        raise Http404
    return partnership
