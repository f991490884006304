from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casustafel.lib.fields import Day, OneTimeForm, Text, offer
from casustafel.method.model import Item, Model
from casustafel.plan import rules
from casustafel.plan.choices import InterventionKind

LEVEL_LABELS = {
    -2: _("−2: much less than expected"),
    -1: _("−1: less than expected"),
    0: _("0: what we expect with good support"),
    1: _("+1: more than expected"),
    2: _("+2: much more than expected"),
}


class WordedForm(OneTimeForm):
    """A goal in words. One that names an absence gets a hint with a suggestion; then the author decides."""

    text = Text(
        label=_("What will there be in this person's life?"),
        help_text=_("Put it positively: what the person does, has or can, so that you would see it on film."),
        rows=2,
    )

    def __init__(self, *args: Any, version: Model, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.working_model = version
        if self.is_bound and rules.absences(self.data.get("text", "")):
            self.fields["as_worded"] = forms.BooleanField(
                label=_("Keep my words: they say best what we mean"), required=False
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        kept = cleaned.pop("as_worded", False)
        found = rules.absences(cleaned.get("text", ""))
        if found and not kept:
            self.add_error("text", self._hint(found, cleaned.get("domain", "")))
        return cleaned

    def _hint(self, found: list[str], domain: str) -> str:
        examples = [goal for goal in self.working_model.goals if goal.domain == domain]
        example = (
            examples[0].label if examples else gettext("This person sees people every week who do them good.")
        )
        return gettext(
            "This goal names what should not be there (%(words)s). Say what will be there instead, for"
            " example: “%(example)s”. You decide: tick below to keep your own words."
        ) % {"words": ", ".join(found), "example": example}


class GoalForm(WordedForm):
    domain = forms.ChoiceField(label=_("About which part of life?"))
    own_words = Text(
        label=_("What does the person say about it?"),
        help_text=_("In their own words, if you know them."),
        rows=2,
        required=False,
    )
    level_1 = Text(label=LEVEL_LABELS[2], rows=2)
    level_2 = Text(label=LEVEL_LABELS[1], rows=2)
    level_3 = Text(label=LEVEL_LABELS[0], rows=2)
    level_4 = Text(label=LEVEL_LABELS[-1], rows=2)
    level_5 = Text(label=LEVEL_LABELS[-2], rows=2)
    baseline = forms.TypedChoiceField(
        label=_("Where does it stand now?"),
        choices=[(str(level), LEVEL_LABELS[level]) for level in reversed(rules.LEVELS)],
        coerce=int,
        widget=forms.RadioSelect,
    )
    owner = forms.ChoiceField(label=_("Who looks after this goal?"))
    due_date = Day(label=_("By when do we expect level 0?"), future=True)
    field_order = ["domain", "text", "as_worded", "own_words"]

    def __init__(self, *args: Any, organisations: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "domain", [(item.code, item.label) for item in self.working_model.domains])
        offer(self, "owner", organisations)
        self.order_fields(self.field_order)

    def levels(self) -> list[str]:
        """From -2 to +2; on the page the best stands on top."""
        return [self.cleaned_data[f"level_{place}"] for place in range(5, 0, -1)]


def from_example(example: Item) -> dict[str, object]:
    """A goal of the working model to begin with; its words are there to be changed."""
    levels = {f"level_{5 - n}": level.label for n, level in enumerate(example.levels)}
    return {"domain": example.domain, "text": example.label, **levels}


class GoalTextForm(WordedForm):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class InterventionForm(OneTimeForm):
    kind = forms.ChoiceField(label=_("What kind of help or measure is it?"), choices=InterventionKind)
    text = Text(label=_("What will be done?"), rows=3)
    organisation = forms.ChoiceField(label=_("Who does it?"))
    goals = forms.MultipleChoiceField(
        label=_("Which goals does it serve?"), widget=forms.CheckboxSelectMultiple
    )
    planned = forms.IntegerField(label=_("In how many sessions?"), min_value=1, max_value=1000)

    def __init__(
        self, *args: Any, goals: list[tuple[str, str]], organisations: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "goals", goals)
        offer(self, "organisation", organisations)


class SessionsForm(OneTimeForm):
    sessions = forms.IntegerField(
        label=_("How many sessions were held since you last said so?"), min_value=1, max_value=1000
    )


class CommitmentForm(OneTimeForm):
    organisation = forms.ChoiceField(label=_("Who does it?"))
    what = Text(label=_("What will be done?"), rows=2)
    why = Text(label=_("Why?"), rows=2)
    due_date = Day(label=_("By when?"), future=True)

    def __init__(self, *args: Any, organisations: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organisation", organisations)


class DropForm(OneTimeForm):
    reason = Text(label=_("Why will this not be done after all?"), rows=2)
