from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casustafel.lib.fields import Day, Line, OneTimeForm, Text
from casustafel.method.choices import Nature
from casustafel.reports.choices import Naming, Wants


class WorryForm(OneTimeForm):
    """What a citizen is asked. What I saw and what I think never share a box."""

    wants = forms.ChoiceField(label=_("What do you want from us?"), choices=Wants, widget=forms.RadioSelect)
    saw = Text(
        label=_("What did you see or hear yourself?"),
        help_text=_("Write it as if you saw it on film: what happened, who said what."),
        required=False,
    )
    when_where = Text(label=_("When and where was that?"), rows=2, required=False)
    heard = Text(
        label=_("What did you hear from others, and from whom?"),
        help_text=_("You need not give names. 'From a colleague' is enough."),
        rows=3,
        required=False,
    )
    think = Text(
        label=_("What do you make of it?"),
        help_text=_("What worries you? This is your opinion, and that is why it has its own box."),
        rows=3,
        required=False,
    )
    against = Text(
        label=_("What speaks against your worry?"),
        help_text=_("Perhaps there is another explanation, or things that are going well."),
        rows=3,
        required=False,
    )
    protects = Text(label=_("Who or what is good for this person?"), rows=2, required=False)
    done = Text(label=_("What was already done or said?"), rows=2, required=False)
    subject_name = Line(
        label=_("Who are you worried about?"),
        help_text=_("A name, if you know it and want to give it. Not needed when you only want advice."),
        required=False,
    )
    reporter = Line(
        label=_("How do you know this person?"),
        help_text=_("For example: neighbour, teacher, mother. You need not give your name."),
        required=False,
    )
    naming = forms.ChoiceField(
        label=_("May we say that you reported this, and to whom?"),
        choices=Naming,
        initial=Naming.DESK,
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not (cleaned.get("saw") or cleaned.get("heard")):
            self.add_error("saw", _("Tell us at least what you saw, or below what you heard from others."))
        if cleaned.get("wants") == Wants.ADVICE:
            cleaned["subject_name"] = ""  # who wants advice only leaves no name behind
        return cleaned


class SignalForm(OneTimeForm):
    text = Text(
        label=_("One thing that was seen, heard or experienced"),
        help_text=_("One sentence, without a label. Describe what somebody did or said."),
        rows=2,
    )
    nature = forms.ChoiceField(label=_("What is it?"), choices=Nature, widget=forms.RadioSelect)
    observed_date = Day(label=_("On which day?"), required=False)
    contradicts = forms.BooleanField(label=_("This speaks against the worry"), required=False)


class AnswerForm(OneTimeForm):
    text = Text(label=_("Your answer"), help_text=_("The reporter reads this with the receipt code."))
