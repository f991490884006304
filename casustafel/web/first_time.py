"""The first time, or after a password was forgotten: the administrator's code lets one choose a password.

The code is typed and stands in no address, so in no log of a server either.
"""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from casustafel.access import accounts
from casustafel.access.gate import public
from casustafel.access.submissions import SENT_ALREADY
from casustafel.lib import clock
from casustafel.lib.fields import Line, OneTimeForm
from casustafel.lib.forms import carried_out

TYPED = {"autocomplete": "off", "spellcheck": "false"}


def _password(label: Any, **kwargs: Any) -> Line:
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return Line(label=label, strip=False, widget=widget, **kwargs)


class FirstTimeForm(OneTimeForm):
    login = Line(label=_("Login name"), widget=forms.TextInput(attrs={"autocomplete": "username"}))
    code = Line(
        label=_("The code from your administrator"),
        help_text=_("Sixteen letters and digits. Capitals, spaces and dashes do not matter."),
        max_length=40,
        widget=forms.TextInput(attrs=TYPED),
    )
    password = _password(
        _("Choose a password"),
        help_text=_("At least twelve signs. A few words in a row are easy to keep and hard to guess."),
    )
    password_again = _password(_("Type it once more"))

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password

    def clean_password_again(self) -> str:
        again: str = self.cleaned_data["password_again"]
        first = self.cleaned_data.get("password")
        if first is not None and first != again:
            raise ValidationError(_("This is not the same as the password above. Type both once more."))
        return again


@public
def first_time(request: HttpRequest) -> HttpResponse:
    form = FirstTimeForm(request.POST or None)

    def act() -> None:
        given = {name: form.cleaned_data[name] for name in ("login", "code", "password")}
        accounts.choose_password(**given, now=clock.now())

    if carried_out(form, act):
        response = render(request, "account/first_time_done.html")
        response.headers[SENT_ALREADY] = "keep"
        return response
    status = 422 if form.is_bound else 200
    return render(request, "account/first_time.html", {"form": form}, status=status)
