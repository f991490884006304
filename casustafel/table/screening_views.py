"""The big screen: for the chair its links and a look, for the computer in the room the screen itself."""

from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from casustafel.access.gate import ViewerRequest, needs, public
from casustafel.access.permissions import Permission
from casustafel.access.submissions import SENT_ALREADY
from casustafel.lib import clock
from casustafel.lib.forms import carried_out, result_of
from casustafel.lib.refusal import NotYours
from casustafel.reports import slowing
from casustafel.reports.braking import Ask
from casustafel.table import queries, room, screening, screening_presenters
from casustafel.table.room import Room
from casustafel.table.screening_forms import ScreenCodeForm

chair = needs(Permission.MEETING_CHAIR)


@chair
def preview(request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
    """How the screen looks now, to the chair alone."""
    file = queries.whole(request.viewer, meeting_id)
    order, as_map = screening_presenters.order_of(file), "kaart" in request.GET
    page = screening_presenters.big_page(request.viewer, file, order, now=clock.now(), as_map=as_map)
    return render(request, "table/big.html", {"table": page})


@chair
def links(request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
    return _links(request, meeting_id, forms.Form())


@chair
@require_POST
def make(request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
    """The code stands on this answer and nowhere else; the same form sent again gets the same answer."""
    meeting, form = queries.get(request.viewer, meeting_id), forms.Form(request.POST)
    made = result_of(form, lambda: screening.make_screen(meeting=meeting, by=request.viewer, now=clock.now()))
    return _links(request, meeting_id, form, code=made[1] if made else "")


@chair
@require_POST
def end(request: ViewerRequest, meeting_id: UUID, screen_id: UUID) -> HttpResponse:
    screen, form = queries.get_screen(request.viewer, meeting_id, screen_id), forms.Form(request.POST)
    if carried_out(form, lambda: screening.end_screen(screen=screen, by=request.viewer, now=clock.now())):
        return redirect("table:screen_links", meeting_id)
    return _links(request, meeting_id, form)


@public
def screen(request: HttpRequest) -> HttpResponse:
    """The computer in the room. Its cookie holds the code; the address never does."""
    if request.method == "POST":
        return _enter(request)
    code = request.COOKIES.get(settings.SCREEN_COOKIE_NAME, "")
    with room.let_in(code) as entered:
        if entered is not None:
            return _shown(request, entered)
    response = _ask_code(request, ScreenCodeForm(), was_on=bool(code))
    if code:
        _carry(response, "")
    return response


@public
def stream(request: HttpRequest) -> HttpResponse:
    """Where the live channel is; asgi.py serves it. Here only the answer to who may follow it."""
    with room.let_in(request.COOKIES.get(settings.SCREEN_COOKIE_NAME, "")) as entered:
        return HttpResponse(status=204 if entered else 404)


@public
@require_POST
def put_out(request: HttpRequest) -> HttpResponse:
    """This computer forgets the code."""
    response = redirect("table:screen")
    _carry(response, "")
    return response


def _enter(request: HttpRequest) -> HttpResponse:
    form = ScreenCodeForm(request.POST)
    if not form.is_valid():
        return _ask_code(request, form)
    held = slowing.slowed(request, "screen", counts=False)
    if held:
        return held
    with room.let_in(form.cleaned_data["code"]) as entered:
        code = entered.code if entered else ""
    if not code:
        ask = slowing.count(request, "screen")
        form.add_error("code", _unknown(ask))
        return _ask_code(request, form, ask=ask)
    response = redirect("table:screen")
    _carry(response, code)
    return response


def _unknown(ask: Ask | None) -> str:
    sentence = _("This code opens no screen. It ends with the meeting; ask the chair for a new one.")
    if ask is None:
        return sentence
    wait = _("Wait %(seconds)d seconds before you try again; after many mistakes we slow down.")
    return f"{sentence} {wait % {'seconds': ask.wait}}"


def _shown(request: HttpRequest, entered: Room) -> HttpResponse:
    try:
        file = queries.whole(entered.viewer, entered.meeting_id)
    except NotYours:  # the chair sits at this table no more
        return _ask_code(request, ScreenCodeForm(), was_on=True)
    page = screening_presenters.big_page(entered.viewer, file, room.order_of_day(), now=clock.now())
    return render(request, "table/screen.html", {"table": page, "form": ScreenCodeForm()})


def _ask_code(
    request: HttpRequest, form: ScreenCodeForm, *, ask: Ask | None = None, was_on: bool = False
) -> HttpResponse:
    context = {"form": form, "ask": ask, "was_on": was_on}
    return render(request, "table/screen_code.html", context, status=422 if form.is_bound else 200)


def _links(request: ViewerRequest, meeting_id: UUID, form: forms.Form, *, code: str = "") -> HttpResponse:
    meeting, screens = queries.screens(request.viewer, meeting_id)
    context = {
        "meeting": meeting,
        "links": screening_presenters.links(screens, now=clock.now()),
        "code": code,
        "refused": form if form.errors else None,
    }
    response = render(request, "table/screen_links.html", context, status=422 if form.errors else 200)
    if code:
        response.headers[SENT_ALREADY] = "keep"
    return response


def _carry(response: HttpResponse, code: str) -> None:
    """For as long as the window is open; an empty code takes the cookie away."""
    response.set_cookie(
        settings.SCREEN_COOKIE_NAME,
        code,
        max_age=None if code else 0,
        path=settings.SCREEN_COOKIE_PATH,
        secure=settings.SCREEN_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
