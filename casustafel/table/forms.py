from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casustafel.lib.fields import Day, Line, OneTimeForm, Text, VersionedForm, offer
from casustafel.table.models import USUAL_MINUTES
from casustafel.table.planning_rules import LONGEST, SHORTEST

Choices = Iterable[tuple[str, str]]


def clock_time() -> forms.TimeField:
    return forms.TimeField(
        label=_("At what time?"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": _("Give a time, for example 14:30.")},
    )


def minutes_field(**kwargs: Any) -> forms.IntegerField:
    wrong = _("Give a number of minutes between 5 and 480.")
    return forms.IntegerField(
        min_value=SHORTEST,
        max_value=LONGEST,
        error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
        **kwargs,
    )


class SinceForm(forms.Form):
    """Read from the address: since another day than the last meeting."""

    use_required_attribute = False

    since = Day(label=_("Since another day"), required=False)


class MeetingForm(OneTimeForm):
    day = Day(label=_("On which day?"), future=True)
    starts = clock_time()
    place = Line(label=_("Where?"))
    minutes = minutes_field(
        label=_("How many minutes for each case?"),
        help_text=_("You set it for each case apart afterwards, and the order too."),
        initial=USUAL_MINUTES,
        required=False,
    )
    cases = forms.MultipleChoiceField(
        label=_("Which cases are on the agenda?"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, cases: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "cases", cases)


class MinutesForm(VersionedForm):
    text = Text(label=_("Your words in the minutes about this case"), rows=4)


class AgreeForm(VersionedForm):
    remarks = Text(
        label=_("Which remarks did people make?"),
        help_text=_("Say who made them. They stand below the minutes, and the words stay as they are."),
        required=False,
        rows=4,
    )
