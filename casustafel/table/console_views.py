from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from casustafel.access.gate import ViewerRequest, needs
from casustafel.access.permissions import Permission
from casustafel.lib import clock
from casustafel.table import actions, console, console_hands, console_queries, queries
from casustafel.table.choices import Big
from casustafel.table.console_forms import BigForm, TurnForm
from casustafel.table.showing import pressed

participant = needs(Permission.CASE_PARTICIPATE)


@participant
@require_POST
def call(request: ViewerRequest, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    item = queries.get_item(request.viewer, meeting_id, item_id)
    return _turn(request, meeting_id, lambda seen: actions.call(item=item, **seen))


@participant
@require_POST
def move(request: ViewerRequest, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    item, step = queries.get_item(request.viewer, meeting_id, item_id), request.POST.get("step", "")
    return _turn(request, meeting_id, lambda seen: actions.move(item=item, step=step, **seen))


@participant
@require_POST
def unlock_name(request: ViewerRequest, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    item = queries.get_item(request.viewer, meeting_id, item_id)
    return _turn(request, meeting_id, lambda seen: actions.unlock_name(item=item, **seen))


@participant
@require_POST
def lock_name(request: ViewerRequest, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    item = queries.get_item(request.viewer, meeting_id, item_id)
    return _turn(request, meeting_id, lambda seen: console.lock_name(item=item, **seen))


@participant
@require_POST
def pause(request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
    meeting = queries.get(request.viewer, meeting_id)
    return _turn(request, meeting_id, lambda seen: console.pause(meeting=meeting, **seen))


@participant
@require_POST
def resume(request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
    meeting = queries.get(request.viewer, meeting_id)
    return _turn(request, meeting_id, lambda seen: console.resume(meeting=meeting, **seen))


@participant
@require_POST
def big(request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
    meeting, form = queries.get(request.viewer, meeting_id), BigForm(request.POST)

    def act(seen: dict[str, Any]) -> None:
        console.show_on_big(meeting=meeting, big=Big(form.cleaned_data["big"]), **seen)

    return _turn(request, meeting_id, act, form)


@participant
@require_POST
def undo(request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
    meeting = queries.get(request.viewer, meeting_id)

    def act(seen: dict[str, Any]) -> None:
        turn = console.undo(meeting=meeting, **seen)
        messages.success(request, _("Taken back: %(turn)s.") % {"turn": turn.get_kind_display()})

    return _turn(request, meeting_id, act)


@participant
@require_POST
def raise_hand(request: ViewerRequest, meeting_id: UUID) -> HttpResponse:
    meeting = queries.get(request.viewer, meeting_id)

    def act() -> None:
        console_hands.raise_hand(meeting=meeting, by=request.viewer, now=clock.now())

    return pressed(request, meeting_id, forms.Form(request.POST), act)


@participant
@require_POST
def lower_hand(request: ViewerRequest, meeting_id: UUID, hand_id: UUID) -> HttpResponse:
    hand = console_queries.hand(request.viewer, meeting_id, hand_id)

    def act() -> None:
        console_hands.lower_hand(hand=hand, by=request.viewer, now=clock.now())

    return pressed(request, meeting_id, forms.Form(request.POST), act)


@participant
@require_POST
def give_floor(request: ViewerRequest, meeting_id: UUID, hand_id: UUID) -> HttpResponse:
    hand = console_queries.hand(request.viewer, meeting_id, hand_id)

    def act() -> None:
        console_hands.give_floor(hand=hand, by=request.viewer, now=clock.now())

    return pressed(request, meeting_id, forms.Form(request.POST), act)


def _turn(
    request: ViewerRequest,
    meeting_id: UUID,
    act: Callable[[dict[str, Any]], object],
    form: forms.Form | None = None,
) -> HttpResponse:
    """A turn on the table as this screen showed it."""
    form = form or TurnForm(request.POST)

    def on_what_was_seen() -> object:
        return act({"by": request.viewer, "now": clock.now(), "version": form.cleaned_data["version"]})

    return pressed(request, meeting_id, form, on_what_was_seen)
