"""One press and you are somebody in Merenwoude. Never in production: see access.checks."""

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from casustafel.access.gate import public
from casustafel.access.passwords import account_of
from casustafel.demo import presenters


@public
def people(request: HttpRequest) -> HttpResponse:
    return render(request, "demo/people.html", {"people": presenters.people()})


@public
@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    account = account_of(request.POST.get("login", ""))
    if account is None:
        raise Http404
    login(request, account, backend="casustafel.access.passwords.LoginBackend")
    return redirect("today")
