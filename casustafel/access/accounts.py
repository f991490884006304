"""Accounts: made, closed and opened again, and the code with which their owner chooses a password.

Nobody but the owner ever learns a password. The administrator hands over a code, once, in person.
"""

import hashlib
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction

from casustafel.access.models import Account, Invitation, Session
from casustafel.access.passwords import index_of
from casustafel.audit import log
from casustafel.audit.log import Door
from casustafel.lib import codes, secret
from casustafel.lib.refusal import N_, NotYours, Refused

TAKEN = N_("Somebody has this login name already. Choose another one.")
UNKNOWN = N_(
    "This login name and code do not belong together, or the code was used or is too old."
    " Look at both once more, or ask your administrator for a new code."
)


def make(login: str) -> Account:
    """An account that opens with no password yet."""
    account = Account(login_index=index_of(login))
    account.set_unusable_password()
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as taken:
        raise Refused(TAKEN, field="login") from taken
    return account


def end_sessions(account_id: UUID) -> None:
    Session.objects.filter(account_id=account_id).delete()


def close(account_id: UUID) -> None:
    """Nobody comes in with it any more, from this moment on."""
    _set_active(account_id, False)
    Invitation.objects.filter(account_id=account_id).delete()
    end_sessions(account_id)


def reopen(account_id: UUID) -> None:
    _set_active(account_id, True)


def _set_active(account_id: UUID, value: bool) -> None:
    if not Account.objects.filter(pk=account_id).update(is_active=value):
        raise NotYours  # the second wall held it back


def invite(*, account: Account, person_id: UUID, partnership_id: UUID, valid_until: datetime) -> str:
    """The code comes back this once and is kept nowhere; an earlier one is worth nothing from now on."""
    code = codes.new_code()
    Invitation.objects.filter(account=account).delete()
    Invitation.objects.create(
        account=account,
        person_id=person_id,
        partnership_id=partnership_id,
        code_hash=_hash(_secret(account.login_index, code)),
        valid_until=valid_until,
    )
    return code


def remove_second_step(account: Account) -> None:
    """For who lost the phone. The old password goes too: alone it would open what the two kept together."""
    Authenticator.objects.filter(user=account).delete()
    account.set_unusable_password()
    account.save(update_fields=["password"])
    end_sessions(account.pk)


@transaction.atomic
def choose_password(*, login: str, code: str, password: str, now: datetime) -> None:
    """What was open under the old password ends. Unknown, used and expired codes are refused the same."""
    invitation = _invitation(login, code)
    account = invitation.account
    account.set_password(password)
    account.save(update_fields=["password"])
    if not Invitation.objects.filter(pk=account.pk).delete()[0]:
        raise Refused(UNKNOWN)  # used at this very moment by another
    end_sessions(account.pk)
    by = Door("ACCOUNT_HOLDER", invitation.partnership_id, invitation.person_id)
    log.record("account.password_chosen", by=by, now=now, on=("person", invitation.person_id))


def _invitation(login: str, code: str) -> Invitation:
    """Bound to this transaction: the second wall shows the one invitation that login and code open."""
    signs = codes.read_code(code) or ""
    typed = _secret(index_of(login), signs)
    secret.ask("SELECT set_config('casustafel.invitation', %s, true)", typed)
    rows = Invitation.objects.select_related("account").filter(code_hash=_hash(typed))
    found = rows.filter(account__is_active=True).first()
    if found is None:
        raise Refused(UNKNOWN)
    return found


def _secret(login_index: str, code: str) -> str:
    return f"{login_index}|{code.replace('-', '')}"


def _hash(secret: str) -> str:
    """The code carries 80 random bits, so a fast hash is enough: there is no dictionary to try."""
    return hashlib.sha256(secret.encode()).hexdigest()
