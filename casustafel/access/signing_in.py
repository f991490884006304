"""allauth, told how we keep names: by blind index, with the second factor's secret in the vault."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.forms import LoginForm as BaseLoginForm
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from casustafel.access import signing_log
from casustafel.access.models import Account
from casustafel.access.passwords import index_of
from casustafel.lib import credentials as secrets_outside
from casustafel.vault import cipher


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Attempts count for the account, however its name is spelled."""
        super().pre_authenticate(request, username=index_of(credentials["username"]))

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        signing_log.refused(credentials["username"])

    def reauthenticate(self, user: Account, password: str) -> bool:
        """allauth would look the account up by its name, which is not kept."""
        super().pre_authenticate(context.request, username=user.login_index)
        known = user.check_password(password)
        if known:
            self._rollback_login_failed_rl_usage()
        return known


class LoginForm(BaseLoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Login name")
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.fields.pop("remember", None)

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """allauth notes the typed name in the session; sessions are in the database, names are not."""
        response: HttpResponse = super().login(request, redirect_url)
        for record in request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, ()):
            record.pop("username", None)
        request.session.modified = True
        return response


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The TOTP secret and recovery seeds are sealed under a key of their own, outside the database."""

    def encrypt(self, text: str) -> str:
        sealed = cipher.encrypt(secrets_outside.secret("second-factor.key"), text.encode(), b"second-factor")
        return base64.b64encode(sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        sealed = base64.b64decode(encrypted_text)
        return cipher.decrypt(secrets_outside.secret("second-factor.key"), sealed, b"second-factor").decode()

    def get_totp_label(self, user: Any) -> str:
        return "Casustafel"
