from django import forms
from django.utils.translation import gettext_lazy as _

from casustafel.lib.fields import OneTimeForm
from casustafel.table.choices import Big


class TurnForm(OneTimeForm):
    """A turn of the chair: carries the version of the table that the screen showed."""

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        required=False,
        min_value=0,
        error_messages={"invalid": _("Look at the table again, and press again.")},
    )


class BigForm(TurnForm):
    big = forms.ChoiceField(choices=Big.choices, label=_("What does the big screen show?"))
