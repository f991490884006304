"""The gate before every page: who is this, may they come here, and is this form new?

A view is declared with `public` (no account asked), `signed_in` or `needs(permission)`. Each binds the
second wall to this transaction first. What is not for this viewer ends as 404, the same as absent.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import SimpleTemplateResponse
from django.urls import get_callable

from casustafel.access import bind, submissions
from casustafel.access.permissions import Permission
from casustafel.access.viewer import Viewer
from casustafel.lib import clock
from casustafel.lib.refusal import NotYours

P = ParamSpec("P")


class ViewerRequest(HttpRequest):
    """A request at whose gate the viewer was recognised."""

    viewer: Viewer


Page = Callable[Concatenate[ViewerRequest, P], HttpResponseBase]
PublicPage = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
Plain = Callable[..., HttpResponseBase]


def public(view: PublicPage[P]) -> Plain:
    @wraps(view)
    def gate(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return _once(request, None, lambda: view(request, *args, **kwargs))

    return _declare(gate, "public")


def signed_in(view: Page[P]) -> Plain:
    return _guarded(view, None)


def needs(permission: Permission) -> Callable[[Page[P]], Plain]:
    def declare(view: Page[P]) -> Plain:
        return _guarded(view, permission)

    return declare


def _guarded(view: Page[P], permission: Permission | None) -> Plain:
    @wraps(view)
    def gate(request: ViewerRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        viewer = recognise(request)
        if viewer is None:
            return _at_the_door(request)
        if permission is not None and not viewer.may(permission):
            raise Http404
        request.viewer = viewer
        try:
            return _once(request, viewer.person_id, lambda: _drawn(view(request, *args, **kwargs)))
        except NotYours as absent:
            raise Http404 from absent

    return _declare(gate, permission.value if permission else "signed in")


def _at_the_door(request: HttpRequest) -> HttpResponseBase:
    """Sign in first. Who sent a form in a session that was over gets the text back, to copy. Who is signed in
    and works here no more would be sent to and fro: their session ends, on a page that says so."""
    works_here_no_more = SESSION_KEY in request.session
    if works_here_no_more:
        request.session.flush()
    if request.method == "POST":
        answer: HttpResponse = get_callable(settings.CSRF_FAILURE_VIEW)(request)
        return answer
    return redirect("account_inactive") if works_here_no_more else redirect_to_login(request.get_full_path())


def recognise(request: HttpRequest) -> Viewer | None:
    key = request.session.session_key
    return bind.enter(key) if key else None


def _drawn(response: HttpResponseBase) -> HttpResponseBase:
    """Now, inside the transaction: a page of allauth that is drawn later is drawn where nobody is bound."""
    return response.render() if isinstance(response, SimpleTemplateResponse) else response


def _declare(gate: Any, policy: str) -> Plain:
    gate.policy = policy
    return gate  # type: ignore[no-any-return]


def _once(request: HttpRequest, person: UUID | None, act: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """A form that carries an id is carried out once; sent again, it gets the first answer."""
    form_id = request.POST.get("form_id", "") if request.method == "POST" else ""
    if not form_id:
        return act()
    earlier = submissions.claim(form_id, person, now=clock.now())
    if earlier is not None:
        return earlier
    response = act()
    if isinstance(response, HttpResponse) and submissions.is_final(response):
        submissions.keep(form_id, person, response)
    else:
        submissions.release(form_id, person)
    return response
