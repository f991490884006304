"""What a citizen is asked, page by page, and what somebody with a code may send."""

import copy
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casustafel.lib.fields import Line, OneTimeForm, Text
from casustafel.reports.choices import Naming, Wants
from casustafel.reports.stops import Stop, Told

QUESTIONS: dict[str, forms.Field] = {
    "wants": forms.ChoiceField(
        label=_("What do you want from us?"),
        help_text=_("Do you only want advice? Then we ask no names and keep none."),
        choices=Wants,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three. You can change it later.")},
    ),
    "saw": Text(
        label=_("What did you see or hear yourself?"),
        help_text=_("Write it as if you saw it on film: what happened, who said what."),
        rows=8,
        required=False,
    ),
    "when_where": Text(
        label=_("When and where was that?"),
        help_text=_("About when is good enough. Once, or more often?"),
        rows=4,
        required=False,
    ),
    "heard": Text(
        label=_("What did you hear from others, and from whom?"),
        help_text=_("You need not give names. 'From a colleague' is enough."),
        rows=6,
        required=False,
    ),
    "think": Text(
        label=_("What do you make of it?"),
        help_text=_("What worries you? This is your opinion, and that is why it has its own page."),
        rows=6,
        required=False,
    ),
    "against": Text(
        label=_("What speaks against your worry?"),
        help_text=_("Perhaps there is another explanation, or things that are going well."),
        rows=5,
        required=False,
    ),
    "protects": Text(
        label=_("Who or what is good for this person?"),
        help_text=_("For example a sister, a trainer, work or a hobby."),
        rows=4,
        required=False,
    ),
    "done": Text(
        label=_("What was already done or said?"),
        help_text=_("By you or by others. Does this person know that you worry?"),
        rows=5,
        required=False,
    ),
    "subject_name": Line(
        label=_("What is this person's name?"),
        help_text=_("If you know it and want to give it. A first name or a description helps too."),
        required=False,
    ),
    "subject_birth": Line(label=_("Date of birth, or about how old"), required=False, max_length=40),
    "reporter": Line(
        label=_("Who are you, and how do you know this person?"),
        help_text=_("For example: neighbour, teacher, mother. You need not give your name."),
        required=False,
    ),
    "naming": forms.ChoiceField(
        label=_("May we say that you reported this, and to whom?"),
        choices=Naming,
        initial=Naming.DESK,
        widget=forms.RadioSelect,
    ),
}


NOT_ENOUGH = _("Tell us what you heard, or go back and tell what you saw. One of the two we need.")


class PageForm(forms.Form):
    """One page of the road. Everything may be left empty, but something seen or heard must be there."""

    def __init__(self, *args: Any, stop: Stop, told: Told, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = dict(told.answers)
        self.told = told
        for name in stop.asks:
            self.fields[name] = copy.deepcopy(QUESTIONS[name])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        is_enough = cleaned.get("heard") or self.told.answers.get("saw")
        if "heard" in self.fields and not self.errors and not is_enough:
            self.add_error("heard", NOT_ENOUGH)
        return cleaned


class CodeForm(forms.Form):
    code = Line(
        label=_("Your receipt code"),
        help_text=_("Sixteen letters and digits. Capitals, spaces and dashes do not matter."),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
        ),
    )


class AddForm(OneTimeForm):
    text = Text(label=_("What do you want to add?"))


class ReplyForm(OneTimeForm):
    """The answer to one question of the desk, named by its number among the letters."""

    question = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    text = Text(label=_("Your answer to this question"))


class WithdrawForm(OneTimeForm):
    reason = Text(
        label=_("Do you want to say why?"),
        help_text=_("You need not. It helps us to understand you well."),
        rows=4,
        required=False,
    )
