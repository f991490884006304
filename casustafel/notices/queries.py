from datetime import date, timedelta

from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import QuerySet

from casustafel.access.viewer import Viewer
from casustafel.notices.models import Notice, Postbox
from casustafel.parties.models import Deputy, in_force

PER_PAGE = 25
# How long mail may wait before the administrator hears of it.
PATIENCE = timedelta(hours=1)


def page(viewer: Viewer, *, state: str, page: int | str) -> Page[Notice]:
    """Newest first. `state` is "ALL", or "" for what was not seen."""
    found: QuerySet[Notice] = Notice.objects.visible_to(viewer)
    if state != "ALL":
        found = found.filter(seen_at__isnull=True)
    return Paginator(found.order_by("-made_at", "id"), PER_PAGE).get_page(page)


def stands_in_for(viewer: Viewer, *, day: date) -> list[Deputy]:
    rows = Deputy.objects.visible_to(viewer).filter(in_force(day), deputy=viewer.person_id)
    return list(rows.order_by("until_date", "id"))


def postbox(viewer: Viewer) -> Postbox | None:
    found: Postbox | None = Postbox.objects.visible_to(viewer).first()
    return found


def mail_waits(viewer: Viewer) -> int:
    """For the administrator: how many people of the partnership the mail did not reach for an hour."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT notices_mail_waits(make_interval(secs => %s))", [PATIENCE.total_seconds()])
        return int(cursor.fetchone()[0])
