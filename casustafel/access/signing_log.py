"""Who came in, who left, and at which account somebody knocked in vain: lines in the users' log."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from casustafel.access import bind, devices
from casustafel.access.models import Session
from casustafel.access.passwords import account_of
from casustafel.access.sessions import hash_of
from casustafel.audit import log
from casustafel.audit.choices import Result
from casustafel.audit.log import Actor, Door
from casustafel.lib import clock

DOOR = Door("SIGN_IN")


@receiver(user_logged_in)
def began(request: HttpRequest, **_: Any) -> None:
    request.session.save()  # the wall knows a session by its row
    device = devices.name_of(request.headers.get("User-Agent", ""))
    Session.objects.filter(key_hash=hash_of(request.session.session_key or "")).update(device=device)
    log.record("session.began", by=_who(request), now=clock.now())


@receiver(user_logged_out)
def left(request: HttpRequest, **_: Any) -> None:
    log.record("session.left", by=_who(request), now=clock.now())


def refused(login: str) -> None:
    """Which account it was when there is one; what was typed is kept nowhere."""
    account = account_of(login)
    on = ("account", account.pk) if account else None
    log.record("session.refused", by=DOOR, now=clock.now(), on=on, result=Result.REFUSED)


def _who(request: HttpRequest) -> Actor:
    key = request.session.session_key
    viewer = bind.enter(key) if key else None
    bind.leave()
    return viewer or DOOR
