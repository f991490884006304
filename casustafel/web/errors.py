"""Pages for when something does not go as meant: what happened, what was kept, what to do now.

They are made without the request: they need no name, no database and no vault, for that may be what failed.
"""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

# What is never shown again once it was typed.
SECRET = {"csrfmiddlewaretoken", "form_id", "password", "password_again", "code"}


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The same bytes for what is absent and for what is not yours to know."""
    return _page("404", 404)


def went_wrong(request: HttpRequest) -> HttpResponse:
    return _page("500", 500)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The session ended while somebody typed: their text is on this page, to copy or to send again."""
    typed = {
        name: value
        for name, value in request.POST.items()
        if name not in SECRET and isinstance(value, str) and value.strip()
    }
    return _page("form_expired", 403, typed=typed)


def vault_closed(request: HttpRequest) -> HttpResponse:
    return _page("vault_closed", 503)


def _page(name: str, status: int, **values: object) -> HttpResponse:
    return HttpResponse(render_to_string(f"web/errors/{name}.html", values), status=status)
