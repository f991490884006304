from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from casustafel.lib.refusal import Refused

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R", bound=HttpRequest)
View = Callable[Concatenate[R, P], HttpResponse]


def sentence(refused: Refused) -> str:
    """The refusal in the reader's language."""
    return gettext(refused.sentence) % refused.values if refused.values else gettext(refused.sentence)


def sent_from(page: str) -> Callable[[View[R, P]], View[R, P]]:
    """Only what is sent does something. Who comes by the address alone sees the page with the form."""

    def declare(view: View[R, P]) -> View[R, P]:
        @wraps(view)
        def door(request: R, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method != "POST":
                return redirect(reverse(page, args=args, kwargs=kwargs))
            return view(request, *args, **kwargs)

        return door

    return declare


def carried_out(form: forms.Form, act: Callable[[], object]) -> bool:
    """Whether the form was sound and the act was done; if not, the form says why beside the field."""
    return result_of(form, lambda: (act(),)) is not None


def result_of(form: forms.Form, act: Callable[[], T]) -> T | None:
    """What the act made; None when the form was not sound or a rule said no, which the form then says."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        with transaction.atomic():
            return act()
    except Refused as refused:
        field = refused.field if refused.field in form.fields else None
        form.add_error(field, sentence(refused))
        return None


def onward(request: HttpRequest, usual: str, *args: object) -> HttpResponse:
    """After an act: back to the table it was done from (field `back`, a path of ours) or the usual page."""
    back = request.POST.get("back", "")
    if back.startswith("/overleg/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return redirect(back)
    return redirect(usual, *args)
