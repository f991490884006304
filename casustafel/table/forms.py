from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casustafel.lib.fields import Day, Line, OneTimeForm, Text, VersionedForm, offer


class MeetingForm(OneTimeForm):
    day = Day(label=_("On which day?"), future=True)
    starts = forms.TimeField(
        label=_("At what time?"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": _("Give a time, for example 14:30.")},
    )
    place = Line(label=_("Where?"))
    cases = forms.MultipleChoiceField(
        label=_("Which cases are on the agenda?"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, cases: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "cases", cases)


class MinutesForm(VersionedForm):
    text = Text(label=_("Your words in the minutes about this case"), rows=4)
