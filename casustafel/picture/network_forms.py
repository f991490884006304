from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casustafel.lib.fields import Line, OneTimeForm, Text, offer
from casustafel.picture.choices import ContactKind
from casustafel.picture.contacts import Near


class NearForm(OneTimeForm):
    """Somebody near the person: a role, and no more than is needed."""

    kind = forms.ChoiceField(
        label=_("In which circle of life?"), choices=ContactKind.choices, widget=forms.RadioSelect
    )
    called = Line(
        label=_("What are they to the person?"),
        help_text=_("A role, never a name. For example: sister, trainer, neighbour, somebody from a game."),
        max_length=60,
    )
    note = Text(
        label=_("What else is needed to speak of them?"),
        help_text=_("Only what helps the person. No age, address, number or health of somebody else."),
        rows=2,
        max_length=500,
        required=False,
    )
    is_no_name = forms.BooleanField(
        label=_("What looks like a name here is no name of a person"), required=False
    )

    def near(self) -> Near:
        data = self.cleaned_data
        return Near(data["kind"], data["called"], data["note"], data["is_no_name"])


class ContactForm(NearForm):
    contribution = forms.ChoiceField(
        label=_("Part of which contribution?"),
        help_text=_("Who may see that contribution sees this person here. Nobody else does."),
    )
    field_order = ["contribution"]

    def __init__(self, *args: Any, contributions: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "contribution", contributions)


class ContactChangeForm(NearForm):
    """The contribution stays: for another audience one adds them there."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class TieForm(OneTimeForm):
    statements = forms.MultipleChoiceField(
        label=_("Which of these speak of this person?"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, statements: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "statements", statements)
