from django import forms
from django.utils.translation import gettext_lazy as _

from casustafel.lib.fields import Line


class ScreenCodeForm(forms.Form):
    code = Line(
        label=_("The code of this screen"),
        help_text=_("Sixteen letters and digits, from the chair. Capitals, spaces and dashes do not matter."),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
        ),
    )
