"""allauth, told how we keep names: by blind index, with the second factor's secret in the vault."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm as BaseLoginForm
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from casustafel.lib import credentials
from casustafel.vault import cipher


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authentication_failed(self, request: HttpRequest, **_credentials: Any) -> None:
        """The log of refused doors is kept by the sign-in page, in a transaction of its own."""


class LoginForm(BaseLoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Login name")
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.fields.pop("remember", None)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The TOTP secret and recovery seeds are sealed under a key of their own, outside the database."""

    def encrypt(self, text: str) -> str:
        sealed = cipher.encrypt(credentials.secret("second-factor.key"), text.encode(), b"second-factor")
        return base64.b64encode(sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        sealed = base64.b64decode(encrypted_text)
        return cipher.decrypt(credentials.secret("second-factor.key"), sealed, b"second-factor").decode()

    def get_totp_label(self, user: Any) -> str:
        return "Casustafel"
