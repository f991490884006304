from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casustafel.deciding import rules
from casustafel.deciding.actions import Way
from casustafel.deciding.choices import ConsentKind
from casustafel.lib.fields import Day, OneTimeForm, Text, VersionedForm, offer

PLACES = range(1, rules.MOST_OPTIONS + 1)


class ConsentForm(OneTimeForm):
    kind = forms.ChoiceField(
        label=_("What does your organisation say to this?"), choices=ConsentKind, widget=forms.RadioSelect
    )
    text = Text(
        label=_("Your note, or the reason of your objection"),
        help_text=_(
            "An objection stops it until it is met, or overruled with a reason by who may. Did you object"
            " before? Then say in a note how that was met."
        ),
        rows=2,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("kind") in {ConsentKind.NOTE, ConsentKind.OBJECT} and not cleaned.get("text"):
            self.add_error("text", _("Write it down, so that it can be kept."))
        return cleaned

    def said(self) -> dict[str, str]:
        """As the actions take it: a note, an objection, or neither."""
        kind, text = self.cleaned_data["kind"], self.cleaned_data["text"]
        return {
            "note": text if kind == ConsentKind.NOTE else "",
            "objection": text if kind == ConsentKind.OBJECT else "",
        }


class AtTableForm(OneTimeForm):
    """May be sent from a meeting, which is then kept with it."""

    meeting = forms.UUIDField(required=False, widget=forms.HiddenInput)


class ProposalForm(AtTableForm):
    """The first two ways are needed; of what is left empty nothing is kept."""

    question = Text(label=_("What is to be decided?"), rows=2)
    words = Text(
        label=_("What do you propose to decide?"),
        help_text=_("In the words in which it should be taken. Everybody is asked about these words."),
        rows=3,
    )
    reasons = Text(label=_("Why this?"), rows=3)
    ground = Text(label=_("On what ground can this be decided?"), rows=2)
    decides = forms.ChoiceField(
        label=_("Who decides this in law?"), help_text=_("The others at the table give advice.")
    )
    chosen = forms.TypedChoiceField(
        label=_("Which way do you propose?"), coerce=int, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, organisations: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "decides", organisations)
        names = {place: _way(place) for place in PLACES}
        offer(self, "chosen", [(str(place), name) for place, name in names.items()])
        for place, name in names.items():
            self.fields[f"option_{place}"] = Text(label=name, rows=2, required=place < 3)
            self.fields[f"weighed_{place}"] = Text(
                label=_("What speaks for and against it?"), rows=2, required=False
            )
        ways = [name for place in PLACES for name in (f"option_{place}", f"weighed_{place}")]
        self.order_fields(["question", *ways, "chosen", "words", "reasons", "ground", "decides"])

    def ways(self) -> list[Way]:
        data = self.cleaned_data
        return [Way(data[f"option_{place}"], data[f"weighed_{place}"]) for place in PLACES]

    @property
    def pairs(self) -> list[tuple[Any, Any]]:
        return [(self[f"option_{place}"], self[f"weighed_{place}"]) for place in PLACES]


def _way(place: int) -> Any:
    return {
        1: _("First way"),
        2: _("Second way"),
        3: _("Third way"),
        4: _("Fourth way"),
        5: _("Fifth way"),
    }[place]


class ChangeForm(VersionedForm):
    text = Text(label=_("What do you propose to decide?"), rows=3)
    reasons = Text(label=_("Why this?"), rows=3)
    chosen = forms.TypedChoiceField(
        label=_("Which way do you propose?"), coerce=int, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, ways: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "chosen", ways)


class AdviceForm(OneTimeForm):
    text = Text(label=_("What does your organisation advise?"), rows=3)


class WithdrawForm(OneTimeForm):
    text = Text(label=_("Why is this not decided after all?"), rows=3)


class OverruleForm(OneTimeForm):
    text = Text(
        label=_("Why do you go on although somebody objects?"),
        help_text=_("The objection is kept, in the name of who made it, with your reason beside it."),
        rows=3,
    )


class ImpasseForm(OneTimeForm):
    divides = Text(label=_("What divides the table?"), rows=3)
    breaker = Text(
        label=_("Who can break this?"),
        help_text=_("For example the steering group, or who decides in law."),
        rows=2,
    )
    until_date = Day(label=_("By when?"), future=True)


class EndImpasseForm(OneTimeForm):
    text = Text(
        label=_("How was this broken?"),
        help_text=_("The objections stand again, to be met or overruled."),
        rows=3,
    )


class ExpectationForm(AtTableForm):
    asked = forms.ChoiceField(label=_("Of whom do you expect something?"))
    text = Text(label=_("What do you expect until next time?"), rows=2)
    until_date = Day(label=_("By when?"), future=True)

    def __init__(self, *args: Any, organisations: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "asked", organisations)


class AnswerForm(OneTimeForm):
    accepts = forms.ChoiceField(
        label=_("Do you accept this?"),
        choices=[("YES", _("Yes, we will do this")), ("NO", _("No, do not count on this"))],
        widget=forms.RadioSelect,
    )
    text = Text(
        label=_("Your answer"), help_text=_("If you do not accept it: say why."), rows=2, required=False
    )


class OutcomeForm(OneTimeForm):
    done = forms.ChoiceField(
        label=_("Was it lived up to?"),
        choices=[("YES", _("Yes")), ("NO", _("No, or only in part"))],
        widget=forms.RadioSelect,
    )
    text = Text(
        label=_("What came of it?"), help_text=_("Needed if the answer is no."), rows=2, required=False
    )
