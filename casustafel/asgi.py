import os
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casustafel.settings.production")
# A page is drawn in one thread from gate to answer; only the live channel waits on the loop.
pages = WSGIMiddleware(cast(Any, get_wsgi_application()), workers=8)

from casustafel.access import checks  # noqa: E402  needs the settings
from casustafel.files.receiving import Receiving  # noqa: E402
from casustafel.table import hearing, stream  # noqa: E402

checks.refuse_to_start()
with_files = Receiving(pages)


async def application(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] != "http":
        return
    hearing.ear.begin()
    meeting_id = stream.meeting_at(scope["path"])
    if scope["path"] == stream.SCREEN_PATH:
        await stream.serve_screen(scope, receive, send)
    elif meeting_id:
        await stream.serve(scope, receive, send, meeting_id=meeting_id)
    else:
        await with_files(scope, receive, send)
