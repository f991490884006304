"""The longer form, for who meets people in their work and has an account."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from casustafel.lib.fields import Day, Line, OneTimeForm, Text, offer
from casustafel.reports.choices import Asked, Channel, Naming, Urgency, Wants
from casustafel.reports.more import HEADINGS
from casustafel.reports.worry import Worry

SIGNALS, AT_ONCE = 5, 2
MORE = ("organisation", "function", "known", "urgency", "consulted", "spoken", "consent", "consent_reason")


class ProfessionalForm(OneTimeForm):
    """Facts apart from opinions, and what the own organisation did already."""

    wants = forms.ChoiceField(label=_("What do you want from us?"), choices=Wants, widget=forms.RadioSelect)
    urgency = forms.ChoiceField(
        label=HEADINGS["urgency"],
        help_text=_("Is somebody in danger now? Do not fill in anything: call 112."),
        choices=Urgency,
        widget=forms.RadioSelect,
    )
    organisation = Line(label=HEADINGS["organisation"])
    function = Line(label=HEADINGS["function"])
    known = Text(label=HEADINGS["known"], rows=2)
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
    done = Text(label=_("What was already done or said?"), rows=3, required=False)
    consulted = Text(label=HEADINGS["consulted"], rows=2, required=False)
    spoken = Text(label=HEADINGS["spoken"], rows=2)
    consent = forms.ChoiceField(label=HEADINGS["consent"], choices=Asked, widget=forms.RadioSelect)
    consent_reason = Text(label=HEADINGS["consent_reason"], rows=2, required=False)
    around = Text(label=HEADINGS["around"], rows=2, required=False)
    wishes = Text(label=_("What do you ask of us?"), rows=2)
    sharing_aid = forms.ChoiceField(
        label=_("Add a sharing aid that you filled in"),
        help_text=_("Its answers go with this report, as they are now."),
        required=False,
    )
    naming = forms.ChoiceField(
        label=_("May we say that you reported this, and to whom?"),
        choices=Naming,
        initial=Naming.PARTNERS,
        widget=forms.RadioSelect,
    )
    subject_name = Line(
        label=_("The name of the person"),
        help_text=_("Do you only want advice? Then leave this empty; we do not keep it."),
        required=False,
    )
    subject_birth = Line(label=_("Date of birth, if known"), required=False, max_length=40)

    def __init__(self, *args: Any, aids: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, SIGNALS + 1):
            self.fields[f"signal_{number}"] = Text(
                label=_("What did you see or hear yourself?"),
                help_text=_("One thing, as if you saw it on film. No opinion here."),
                rows=2,
                required=False,
            )
            self.fields[f"day_{number}"] = Day(label=_("On which day?"), required=False)
        if aids:
            offer(self, "sharing_aid", [("", _("None")), *aids])
        else:
            del self.fields["sharing_aid"]

    @property
    def first_signals(self) -> list[tuple[int, BoundField, BoundField]]:
        return [self._signal(number) for number in range(1, AT_ONCE + 1)]

    @property
    def more_signals(self) -> list[tuple[int, BoundField, BoundField]]:
        return [self._signal(number) for number in range(AT_ONCE + 1, SIGNALS + 1)]

    @property
    def has_more_signals(self) -> bool:
        return any(text.value() or day.value() for _number, text, day in self.more_signals)

    def _signal(self, number: int) -> tuple[int, BoundField, BoundField]:
        return number, self[f"signal_{number}"], self[f"day_{number}"]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if not self.errors and not (self._seen(told) or told.get("heard")):
            self.add_error("signal_1", _("Tell us at least one thing that you saw, or below what you heard."))
        if told.get("wants") == Wants.ADVICE:
            told["subject_name"] = told["subject_birth"] = ""  # who wants advice only leaves no name behind
        return told

    def _seen(self, told: dict[str, Any]) -> str:
        found = []
        for number in range(1, SIGNALS + 1):
            text, day = told.get(f"signal_{number}", ""), told.get(f"day_{number}")
            if text:
                found.append(f"{date_format(day, 'j F Y')}: {text}" if day else text)
        return "\n".join(found)

    def worry(self, *, more: dict[str, str]) -> Worry:
        told = self.cleaned_data
        plain = ("wants", "naming", "subject_name", "subject_birth", "heard", "think", "against", "protects")
        return Worry(
            channel=Channel.PROFESSIONAL,
            reporter=f"{told['function']}, {told['organisation']}",
            saw=self._seen(told),
            **{name: told[name] for name in (*plain, "done", "wishes")},
            more={**{name: told[name] for name in (*MORE, "around")}, **more},
        )


class FollowForm(OneTimeForm):
    text = Text(label=_("What do you want to add?"), rows=4)
    answers = forms.UUIDField(widget=forms.HiddenInput, required=False)


class TakeBackForm(OneTimeForm):
    reason = Text(
        label=_("Why do you take this report back?"),
        help_text=_("The reporting point reads this, and decides what happens with what you told."),
        rows=3,
    )
