"""Signing in: the login name is looked up by its blind index, never kept or compared in plain text."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import check_password
from django.http import HttpRequest

from casustafel.access.models import Account
from casustafel.vault import cipher


def index_of(login: str) -> str:
    return cipher.blind_index("login", login).hex()


def account_of(login: str) -> Account | None:
    return Account.objects.filter(login_index=index_of(login)).first()


class LoginBackend(ModelBackend):
    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> Account | None:
        if username is None or password is None:
            return None
        account = account_of(username)
        if account is None:
            Account().set_password(password)  # as slow as a known name: no telling who has an account
            return None
        # Nobody is signed in yet, so the account is only read: a hash is renewed when a password is chosen.
        return account if check_password(password, account.password) and account.is_active else None

    def get_user(self, user_id: Any) -> Account | None:
        return Account.objects.filter(pk=user_id, is_active=True).first()
