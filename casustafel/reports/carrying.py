"""The code in the hands of the browser: a cookie for as long as the window is open, and nothing after it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from casustafel.lib import codes


def code_of(request: HttpRequest) -> str:
    """The code that this browser carries; empty when it carries none."""
    signs = codes.read_code(request.COOKIES.get(settings.REPORT_COOKIE_NAME, ""))
    return codes.in_groups(signs) if signs else ""


def carry(response: HttpResponse, code: str) -> None:
    response.set_cookie(
        settings.REPORT_COOKIE_NAME,
        code,
        path=settings.REPORT_COOKIE_PATH,
        secure=settings.REPORT_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def put_down(response: HttpResponse) -> None:
    response.set_cookie(
        settings.REPORT_COOKIE_NAME,
        "",
        max_age=0,
        path=settings.REPORT_COOKIE_PATH,
        secure=settings.REPORT_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def leave_nothing(request: HttpRequest, response: HttpResponse) -> None:
    """All that these pages put in the browser. Who works here and only looks keeps the own session."""
    put_down(response)
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return
    response.delete_cookie(settings.CSRF_COOKIE_NAME, samesite="Strict")
    response.delete_cookie(settings.LANGUAGE_COOKIE_NAME, samesite="Strict")
