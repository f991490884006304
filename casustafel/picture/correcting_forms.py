from django import forms
from django.utils.translation import gettext_lazy as _

from casustafel.lib.fields import OneTimeForm, Text
from casustafel.picture.choices import ExportFor


class WithdrawForm(OneTimeForm):
    reason = Text(
        label=_("Why do you take this back?"),
        help_text=_("Who received it reads this. Do not repeat what was wrong."),
        rows=3,
    )


class ExportForm(OneTimeForm):
    """Taking the record of provision along. What for is a choice, for it stands in the log."""

    made: bytes = b""

    what_for = forms.ChoiceField(
        label=_("What for do you take this along?"),
        help_text=_("It stands in the file, with your name and the day, and in the log."),
        choices=ExportFor,
        widget=forms.RadioSelect,
    )
