import os
from typing import Any

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casustafel.settings.production")
pages = get_asgi_application()

from casustafel.access import checks  # noqa: E402  needs the settings
from casustafel.table import stream  # noqa: E402

checks.refuse_to_start()


async def application(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "http" and stream.PATH.match(scope["path"]):
        await stream.serve(scope, receive, send)
    elif scope["type"] == "http":
        await pages(scope, receive, send)
