import os
from typing import Any

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casustafel.settings.production")
pages = get_asgi_application()

from casustafel.access import checks  # noqa: E402  needs the settings
from casustafel.table import stream  # noqa: E402

checks.refuse_to_start()


async def application(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] != "http":
        return
    meeting_id = stream.meeting_at(scope["path"])
    if meeting_id:
        await stream.serve(scope, receive, send, meeting_id=meeting_id)
    else:
        await pages(scope, receive, send)
