from django import forms
from django.utils.translation import gettext_lazy as _

from casustafel.lib.fields import Line, OneTimeForm
from casustafel.papers.choices import Form


class PurposeForm(OneTimeForm):
    """Taking a file along is an act with a reason. Asked anew for every copy."""

    made: bytes = b""

    purpose = Line(
        label=_("What for do you need this on paper?"),
        help_text=_("It stands on every sheet, with your name and the day."),
    )


class TakeAlongForm(PurposeForm):
    form = forms.ChoiceField(
        label=_("As which file?"), choices=Form.choices, initial=Form.PDF, widget=forms.RadioSelect
    )
