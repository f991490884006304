"""What keeps the program from starting: a page nobody decided about, or a demo in production."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern, URLResolver, get_resolver


def undeclared() -> list[str]:
    return [
        route
        for route, pattern in every_page(get_resolver())
        if not hasattr(pattern.callback, "policy") and pattern.name not in settings.PUBLIC_URL_NAMES
    ]


def every_page(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from every_page(entry, route)
        else:
            yield route, entry


@register(Tags.urls)
def check_every_page_has_a_policy(**_: Any) -> list[CheckMessage]:
    return [
        Error(f"{route}: declare who may come here (access.gate)", id="access.E001") for route in undeclared()
    ]


@register(Tags.security)
def check_demo_is_not_production(**_: Any) -> list[CheckMessage]:
    if settings.DEMO and settings.PRODUCTION:
        return [Error("DEMO is on in production: anybody could come in as anybody", id="access.E002")]
    return []


def refuse_to_start() -> None:
    """Called before the first request is served (asgi.py)."""
    found = [*check_every_page_has_a_policy(), *check_demo_is_not_production()]
    if found:
        raise ImproperlyConfigured("; ".join(str(message.msg) for message in found))
