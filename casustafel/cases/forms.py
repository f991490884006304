from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casustafel.lib.fields import OneTimeForm, Text, offer


class SeatForm(OneTimeForm):
    person = forms.ChoiceField(label=_("Who gets a seat?"))
    ground = Text(
        label=_("On which ground may this person know what is shared here?"),
        help_text=_("Say which task asks for it, and why it cannot be done with less."),
        rows=3,
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "person", people)


class EndSeatForm(OneTimeForm):
    reason = Text(label=_("Why does this seat end?"), rows=2)
