from django import forms
from django.utils.translation import gettext_lazy as _

from casustafel.lib.fields import OneTimeForm, Text
from casustafel.table.choices import Heard


class LookBackForm(OneTimeForm):
    """Two minutes, alone. Says beforehand what the others will see of it."""

    heard = forms.ChoiceField(label=_("Were you heard?"), choices=Heard, widget=forms.RadioSelect)
    apart = forms.ChoiceField(
        label=_("Did facts and opinions stay apart?"), choices=Heard, widget=forms.RadioSelect
    )
    differently = Text(
        label=_("What should we do differently next time?"),
        help_text=_("Say it about the talk, not about a person."),
        rows=3,
        required=False,
        max_length=2000,
    )
