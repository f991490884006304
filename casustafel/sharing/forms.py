from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casustafel.lib.fields import Line, OneTimeForm, Text, offer
from casustafel.sharing import catalogue
from casustafel.sharing.catalogue import Catalogue
from casustafel.sharing.choices import (
    NO_GROUND,
    QUESTIONS,
    Asked,
    Bound,
    Category,
    Lighter,
    Outcome,
    Spoken,
    Step,
    Talked,
)

SIGNALS, RISK, RECEIVER = QUESTIONS[Step.SIGNALS], QUESTIONS[Step.RISK], QUESTIONS[Step.RECEIVER]


def _chosen(step: Step, name: str, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=QUESTIONS[step][name], choices=choices, widget=forms.RadioSelect)


def _why(step: Step) -> Text:
    return Text(label=QUESTIONS[step]["reason"], rows=4)


class BeginForm(OneTimeForm):
    called = Line(
        label=_("By which words will you find this again?"),
        help_text=_("Only you see them. Use no name of the person; for example: talk with the mentor."),
        max_length=80,
    )


class StepForm(OneTimeForm):
    """The questions of one step; `answers` is what is kept of them."""

    def answers(self) -> dict[str, str]:
        return {name: self._plain(self.cleaned_data[name]) for name in self.fields}

    @staticmethod
    def _plain(value: Any) -> str:
        return ",".join(value) if isinstance(value, list) else str(value)

    @classmethod
    def initial_of(cls, kept: Mapping[str, str]) -> dict[str, Any]:
        return dict(kept)


class SignalsForm(StepForm):
    seen = Text(
        label=SIGNALS["seen"],
        help_text=_("Facts: what, when, where, how often. As if it were on film."),
        rows=5,
    )
    source = Text(
        label=SIGNALS["source"],
        help_text=_("If all of it is your own, write that."),
        rows=2,
    )
    opinion = Text(
        label=SIGNALS["opinion"],
        help_text=_("Your opinion may be there, if it stands apart from the facts."),
        rows=3,
        required=False,
    )
    against = Text(
        label=SIGNALS["against"],
        help_text=_("What goes well, or another explanation. If you looked and found nothing, write that."),
        rows=3,
    )


class ColleaguesForm(StepForm):
    talked = _chosen(Step.COLLEAGUES, "talked", Talked.choices)
    reason = _why(Step.COLLEAGUES)


class PersonForm(StepForm):
    spoken = _chosen(Step.PERSON, "spoken", Spoken.choices)
    reason = _why(Step.PERSON)


class ConsentForm(StepForm):
    asked = _chosen(Step.CONSENT, "asked", Asked.choices)
    reason = _why(Step.CONSENT)


class SecrecyForm(StepForm):
    bound = _chosen(Step.SECRECY, "bound", Bound.choices)
    reason = _why(Step.SECRECY)


class RiskForm(StepForm):
    risk = Text(label=RISK["risk"], rows=4)
    protects = Text(label=RISK["protects"], rows=2, required=False)
    harm = Text(label=RISK["harm"], rows=3)
    lighter = _chosen(Step.RISK, "lighter", Lighter.choices)
    lighter_reason = Text(label=RISK["lighter_reason"], rows=3)


class ReceiverForm(StepForm):
    receiver = Line(
        label=RECEIVER["receiver"],
        help_text=_("Organisation and task; for example: the reporting point of the municipality."),
    )
    purpose = Text(label=RECEIVER["purpose"], rows=2)
    what = Text(label=RECEIVER["what"], rows=3)
    left_out = Text(
        label=RECEIVER["left_out"], help_text=_("What the other does not need to know. Or: nothing."), rows=2
    )
    categories = forms.MultipleChoiceField(
        label=RECEIVER["categories"], choices=Category.choices, widget=forms.CheckboxSelectMultiple
    )
    ground = forms.ChoiceField(
        label=RECEIVER["ground"], help_text=_("Below this form stands where each ground comes from.")
    )
    ground_reason = Text(label=RECEIVER["ground_reason"], rows=3)

    def __init__(self, *args: Any, known: Catalogue, organisation_kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [g for g in known.to_share_on() if g.is_for(organisation_kind)]
        others = [g for g in known.to_share_on() if not g.is_for(organisation_kind)]
        offer(
            self,
            "ground",
            [
                ("", gettext("Choose")),
                (NO_GROUND, gettext("I found no ground")),
                (gettext("For your kind of organisation"), _named(own)),
                (gettext("For other organisations"), _named(others)),
            ],
        )

    @classmethod
    def initial_of(cls, kept: Mapping[str, str]) -> dict[str, Any]:
        chosen = kept.get("categories", "")
        return {**kept, "categories": chosen.split(",") if chosen else []}


def _named(grounds: Iterable[catalogue.Ground]) -> list[tuple[str, str]]:
    return [(ground.code, f"{ground.label} ({ground.article})") for ground in grounds]


FORMS: dict[Step, type[StepForm]] = {
    Step.SIGNALS: SignalsForm,
    Step.COLLEAGUES: ColleaguesForm,
    Step.PERSON: PersonForm,
    Step.CONSENT: ConsentForm,
    Step.SECRECY: SecrecyForm,
    Step.RISK: RiskForm,
    Step.RECEIVER: ReceiverForm,
}


def step_form(
    step: Step, data: Any, *, kept: Mapping[str, str], known: Catalogue, organisation_kind: str
) -> StepForm:
    form = FORMS[step]
    along: dict[str, Any] = {}
    if step == Step.RECEIVER:
        along = {"known": known, "organisation_kind": organisation_kind}
    return form(data, initial=form.initial_of(kept), **along)


class OutcomeForm(OneTimeForm):
    outcome = forms.ChoiceField(
        label=_("What do you choose?"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    reason = Text(
        label=_("Why this, and not something else?"),
        help_text=_(
            "As you would explain it to the person it is about. This goes along when you bring the result in:"
            " do not write here what you leave out."
        ),
        rows=5,
    )
