"""Around every request: a trace that joins the logs, and no copies of private pages left behind."""

from collections.abc import Awaitable, Callable
from typing import cast

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from casustafel.audit import log, trace
from casustafel.audit.choices import Result
from casustafel.audit.log import Door
from casustafel.lib import clock
from casustafel.vault.opening import Closed
from casustafel.web import errors

Handler = Callable[[HttpRequest], HttpResponse | Awaitable[HttpResponse]]


class trace_every_request:
    """Begins the trace, and answers when the vault stays closed: the refusal is logged, the act undone."""

    async_capable = True
    sync_capable = True

    def __init__(self, handler: Handler) -> None:
        self.handler = handler
        self.waits = iscoroutinefunction(handler)
        if self.waits:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponse | Awaitable[HttpResponse]:
        if self.waits:
            return self._wait(request)
        with trace.begin("page"):
            return cast(HttpResponse, self.handler(request))

    async def _wait(self, request: HttpRequest) -> HttpResponse:
        with trace.begin("page"):
            return await cast(Awaitable[HttpResponse], self.handler(request))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Closed):
            return None
        viewer = getattr(request, "viewer", Door("public"))
        with transaction.atomic():
            log.record(
                "vault.closed",
                by=viewer,
                now=clock.now(),
                scope=exception.scope_id,
                objects=[exception.place],
                result=Result.REFUSED,
            )
        return errors.vault_closed(request)


def private_pages(handler: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Nothing of a page stays in a cache, except what is the same for everybody (static files)."""

    def around(request: HttpRequest) -> HttpResponse:
        response = handler(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["Permissions-Policy"] = (
            "camera=(), microphone=(), geolocation=(), browsing-topics=()"
        )
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return response

    return around
