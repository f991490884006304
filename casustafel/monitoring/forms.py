from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casustafel.lib.fields import Day, OneTimeForm, Text, offer
from casustafel.monitoring.charts import sign
from casustafel.monitoring.choices import Decision, Voice


class ReviewForm(OneTimeForm):
    necessity = Text(
        label=_("Is this still needed?"),
        help_text=_("Could it be lighter, or without us? Say what would happen if we stopped."),
        rows=4,
    )


class MeasureForm(OneTimeForm):
    """Where a goal stands, on the levels that were agreed beforehand."""

    voice = forms.ChoiceField(
        label=_("Whose view is this?"), choices=Voice, widget=forms.RadioSelect, initial=Voice.PARTNER
    )
    level = forms.TypedChoiceField(label=_("Where does it stand?"), coerce=int, widget=forms.RadioSelect)
    evidence = Text(
        label=_("What does that rest on?"),
        help_text=_("What was seen or heard, by whom, when. Not what you think of it."),
        rows=3,
    )

    def __init__(self, *args: Any, levels: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(level), f"{sign(level)}: {levels[level + 2]}") for level in range(2, -3, -1)]
        offer(self, "level", choices)


class DecisionForm(OneTimeForm):
    kind = forms.ChoiceField(label=_("How do we go on?"), choices=Decision, widget=forms.RadioSelect)
    reason = Text(label=_("Why?"), rows=3)
    next_date = Day(
        label=_("When do we look back again?"),
        help_text=_("Leave this empty to follow the rhythm of the partnership."),
        future=True,
        required=False,
    )


class ClosingForm(OneTimeForm):
    reason = Text(label=_("Why can this approach end?"), rows=3)
    aftercare = Text(label=_("Who stays near after this, and how?"), rows=3)
    reopening = Text(
        label=_("What would be a reason to open it again?"),
        help_text=_("Opening again goes through a new weighing."),
        rows=2,
    )
    feedback = Text(
        label=_("What may the reporter be told?"),
        help_text=_(
            "You propose; the reporting officer decides and sends. Leave this empty when nothing may be told."
        ),
        rows=3,
        required=False,
    )
    feedback_reason = Text(label=_("Why this, and not more or less?"), rows=2)

    def __init__(self, *args: Any, has_reporter: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_reporter:
            del self.fields["feedback"], self.fields["feedback_reason"]

    def words(self) -> dict[str, str]:
        return {"feedback": "", "feedback_reason": "", **self.cleaned_data}


class SendForm(OneTimeForm):
    text = Text(
        label=_("What may the reporter be told?"),
        help_text=_(
            "The reporter reads this with the receipt code. Leave it empty when nothing may be told."
        ),
        required=False,
    )
    reason = Text(label=_("Why this, and not more or less?"), rows=2)
