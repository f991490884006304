from django import forms
from django.utils.translation import gettext_lazy as _

from casustafel.lib.fields import OneTimeForm
from casustafel.notices.choices import Rhythm


class MailForm(OneTimeForm):
    rhythm = forms.ChoiceField(
        label=_("When do you want a mail that something waits for you?"),
        choices=Rhythm,
        initial=Rhythm.DAILY,
        widget=forms.RadioSelect,
    )
    mail = forms.EmailField(
        label=_("To which address?"),
        help_text=_("Your address at work. Only the program reads it, to send you this mail."),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
