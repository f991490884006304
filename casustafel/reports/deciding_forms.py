from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casustafel.lib.fields import Day, Line, OneTimeForm, Text, offer
from casustafel.reports.choices import NoForwarding, Route, Second
from casustafel.reports.deciding import Handing


class AdviceForm(OneTimeForm):
    letter = Text(
        label=_("Your advice to the reporter"),
        help_text=_(
            "The reporter reads this with the receipt code. Leave it empty when you gave the advice already."
        ),
        required=False,
    )
    reason = Text(label=_("Why is advice enough?"), rows=3)


class WaitForm(OneTimeForm):
    reason = Text(label=_("What do you wait for, and from whom?"), rows=3)
    until = Day(
        label=_("Until which day do you wait?"), help_text=_("After that day you decide again."), future=True
    )


class HandOnForm(OneTimeForm):
    route = forms.ChoiceField(label=_("Where does it go?"), choices=Route, widget=forms.RadioSelect)
    to = Line(label=_("To whom?"), help_text=_("The organisation, and who you spoke with there."))
    what = Text(
        label=_("What do you tell them?"),
        help_text=_("No more than they need to help. Leave out who reported."),
        rows=4,
    )
    ground = forms.ChoiceField(label=_("On which ground do you tell this?"), widget=forms.RadioSelect)
    consent = forms.ChoiceField(
        label=_("Does the person agree?"),
        choices=[("yes", _("Yes, I asked")), ("no", _("No, or I did not ask"))],
        widget=forms.RadioSelect,
    )
    reason = Text(
        label=_("Why this way?"),
        help_text=_("Does the person not agree, or was it not asked? Write why it goes on all the same."),
        rows=3,
    )

    def __init__(self, *args: Any, grounds: list[tuple[str, str]], **kwargs: Any) -> None:
        """`grounds` are those of the catalogue of the sharing aid."""
        super().__init__(*args, **kwargs)
        offer(self, "ground", grounds)

    def handing(self) -> Handing:
        data = self.cleaned_data
        texts = {name: data[name] for name in ("route", "to", "what", "ground", "reason")}
        return Handing(consent=data["consent"] == "yes", **texts)


class NoteForm(OneTimeForm):
    text = Text(label=_("What came of it?"), rows=3)


class NotForwardingForm(OneTimeForm):
    grounds = forms.MultipleChoiceField(
        label=_("What is this based on?"),
        choices=NoForwarding,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("That no ideology is visible is never enough by itself."),
    )
    reason = Text(
        label=_("Why is this not forwarded?"),
        help_text=_("The second person reads this, and so does who comes after you."),
        rows=4,
    )
    asked = forms.ChoiceField(label=_("Whom do you ask to look along?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        """`people` work for another organisation and may look along."""
        super().__init__(*args, **kwargs)
        offer(self, "asked", people)


class ReasonForm(OneTimeForm):
    """Why a step is taken back."""

    reason = Text(label=_("Why?"), rows=3)


class SecondLookForm(OneTimeForm):
    answer = forms.ChoiceField(
        label=_("What do you say?"),
        choices=[(s.value, s.label) for s in (Second.AGREED, Second.DISAGREED)],
        widget=forms.RadioSelect,
    )
    reason = Text(label=_("Why?"), help_text=_("The reporting officer reads this."), rows=4)


class FeedbackForm(OneTimeForm):
    text = Text(
        label=_("What may the reporter be told?"),
        help_text=_("Leave this empty when nothing may be told."),
        required=False,
    )
    reason = Text(label=_("Why this, and not more or less?"), rows=2)
    later = Day(
        label=_("Not now, but on this day"),
        help_text=_("Only when it must wait. Somebody writes it then; until that day the report stays open."),
        required=False,
        future=True,
    )


class CloseForm(OneTimeForm):
    reason = Text(label=_("Why can this report be closed?"), rows=3)


class SubjectForm(OneTimeForm):
    name = Line(label=_("Name"), help_text=_("Leave it empty when no name is known."), required=False)
    birth = Line(
        label=_("Date of birth, if known"),
        help_text=_("For example 12-5-2007."),
        required=False,
        max_length=40,
    )
    reason = Text(label=_("How do you know, or what was wrong?"), rows=2)


class SamePersonForm(OneTimeForm):
    same = forms.ChoiceField(
        label=_("Are these two about the same person?"),
        choices=[("yes", _("Yes, it is the same person")), ("no", _("No, they are two people"))],
        widget=forms.RadioSelect,
    )
    reason = Text(label=_("How do you know?"), rows=3)
