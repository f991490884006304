from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from casustafel.access.gate import ViewerRequest, signed_in
from casustafel.lib import clock
from casustafel.lib.forms import carried_out, sent_from
from casustafel.notices import actions, presenters, queries
from casustafel.notices.forms import MailForm


@signed_in
def bell(request: ViewerRequest) -> HttpResponse:
    state = "ALL" if request.GET.get("state") == "ALL" else ""
    page = queries.page(request.viewer, state=state, page=request.GET.get("page", 1))
    deputies = queries.stands_in_for(request.viewer, day=clock.now().date())
    lines, stands_in = presenters.bell(request.viewer, page, deputies)
    context = {
        "page": page,
        "lines": lines,
        "stands_in": stands_in,
        "any_new": any(line.is_new for line in lines),
        "state": state,
        "states": [("", _("Not seen yet")), ("ALL", _("All"))],
    }
    return render(request, "notices/bell.html", context)


@signed_in
@sent_from("notices:bell")
def see_all(request: ViewerRequest) -> HttpResponse:
    actions.see_all(by=request.viewer, now=clock.now())
    return redirect("notices:bell")


@signed_in
def mail(request: ViewerRequest) -> HttpResponse:
    box, now = queries.postbox(request.viewer), clock.now()
    initial = presenters.initial(request.viewer, box, now=now)
    form = MailForm(request.POST or None, initial=initial)
    if carried_out(form, lambda: actions.choose_mail(**form.cleaned_data, by=request.viewer, now=now)):
        messages.success(request, _("Your choice is kept."))
        return redirect("notices:mail")
    context = {"form": form, "mail": presenters.mail_page(request.viewer, box)}
    return render(request, "notices/mail.html", context, status=422 if form.is_bound else 200)
