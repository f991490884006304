"""Pages for when something does not go as meant: what happened, what was kept, what to do now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The same bytes for what is absent and for what is not yours to know."""
    return render(request, "web/errors/404.html", status=404)


def went_wrong(request: HttpRequest) -> HttpResponse:
    return render(request, "web/errors/500.html", status=500)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The session ended while somebody typed: their text is on this page, to copy or to send again."""
    typed = {
        name: value
        for name, value in request.POST.items()
        if name not in {"csrfmiddlewaretoken", "form_id", "password"} and isinstance(value, str) and value.strip()
    }
    return render(request, "web/errors/form_expired.html", {"typed": typed}, status=403)


def vault_closed(request: HttpRequest) -> HttpResponse:
    return render(request, "web/errors/vault_closed.html", status=503)
