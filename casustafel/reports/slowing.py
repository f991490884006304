"""The brakes at the public door. What is counted is counted in the memory of this process, and forgotten."""

from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from casustafel.lib import credentials
from casustafel.lib.refusal import N_, Refused
from casustafel.reports.braking import Ask, Brakes, Full
from casustafel.vault import cipher

SECONDS_WHEN_FULL = 60
NOT_REPEATED = {"csrfmiddlewaretoken", "ticket", "answer"}


@cache
def brakes() -> Brakes:
    secret = cipher.derive(credentials.secret("django.key"), "reports: tickets")
    return Brakes(secret, times=settings.REPORT_ROOM)


def slowed(request: HttpRequest, kind: str, *, counts: bool = True) -> HttpResponse | None:
    """None: go on. Otherwise a page that holds what was sent and says how to go on from there."""
    answers = {"ticket": request.POST.get("ticket", ""), "answer": request.POST.get("answer", "")}
    look = brakes().admit if counts else brakes().look
    try:
        asked = look(kind, address_of(request), **answers)
    except Full:
        response = _page(request, None, 503)
        response.headers["Retry-After"] = str(SECONDS_WHEN_FULL)
        return response
    return _page(request, asked, 429) if asked else None


def check_files(request: HttpRequest) -> None:
    """A page cannot hold files as it holds text: they have to be chosen again, and it says so."""
    try:
        asked = brakes().admit("file", address_of(request))
        wait = asked.wait if asked else 0
    except Full:
        wait = SECONDS_WHEN_FULL
    if wait:
        raise Refused(
            N_("It is busy here. These files were not kept; choose them again in %(seconds)s seconds."),
            seconds=wait,
        )


def count(request: HttpRequest, kind: str) -> Ask | None:
    """Something came out wrong. What is asked before the next, if anything."""
    wait = brakes().count(kind, address_of(request))
    return brakes().ask(kind, address_of(request)) if wait else None


def address_of(request: HttpRequest) -> str:
    """Of the connection; behind a proxy that the server trusts, the one that it says."""
    return str(request.META.get("REMOTE_ADDR", ""))


def _page(request: HttpRequest, asked: Ask | None, status: int) -> HttpResponse:
    sent = [
        (name, value) for name, values in request.POST.lists() if name not in NOT_REPEATED for value in values
    ]
    context = {"asked": asked, "sent": sent, "seconds": SECONDS_WHEN_FULL}
    return render(request, "reports/public/busy.html", context, status=status)
