from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from casustafel.cases.choices import Regime
from casustafel.lib.fields import Line, OneTimeForm, Text, offer
from casustafel.method.model import Item
from casustafel.parties.models import Organisation
from casustafel.triage.choices import Outcome
from casustafel.triage.rules import CriterionText

ENOUGH_SIGNALS = 2


class PrepareForm(OneTimeForm):
    summary = Text(
        label=_("What does the triage team need to know?"),
        help_text=_(
            "What was seen, what was heard, what speaks against it. No more than is needed to weigh."
        ),
        rows=8,
    )
    reason = Text(label=_("Why does this go to weighing?"), rows=3)
    few_signals = Text(
        label=_("Fewer than two signals were set apart. Why can this be weighed all the same?"),
        help_text=_("One signal is no signal. You can go back and set more apart first."),
        rows=2,
    )

    def __init__(self, *args: Any, signals: int, **kwargs: Any) -> None:
        """Asks about it only where there are few; it is a hint, and the officer decides."""
        super().__init__(*args, **kwargs)
        if signals >= ENOUGH_SIGNALS:
            del self.fields["few_signals"]

    def why(self) -> str:
        return "\n\n".join(filter(None, (self.cleaned_data["reason"], self.cleaned_data.get("few_signals"))))


class ViewForm(OneTimeForm):
    """One organisation's view: each criterion for, against and unknown; then an outcome with its reason."""

    outcome = forms.ChoiceField(
        label=_("What does this call for?"), choices=Outcome, widget=forms.RadioSelect
    )
    reason = Text(label=_("Why?"), rows=4)

    def __init__(self, *args: Any, criteria: Iterable[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = list(criteria)
        for criterion in self.criteria:
            for side, label in (("pro", _("For")), ("con", _("Against")), ("unknown", _("Not known"))):
                self.fields[f"{criterion.code}_{side}"] = Text(label=label, rows=2, required=False)
        self.order_fields([*(n for n in self.fields if n not in {"outcome", "reason"}), "outcome", "reason"])

    def groups(self) -> list[tuple[Item, list[forms.BoundField]]]:
        return [
            (criterion, [self[f"{criterion.code}_{side}"] for side in ("pro", "con", "unknown")])
            for criterion in self.criteria
        ]

    def texts(self) -> dict[str, CriterionText]:
        data = self.cleaned_data
        return {
            c.code: CriterionText(data[f"{c.code}_pro"], data[f"{c.code}_con"], data[f"{c.code}_unknown"])
            for c in self.criteria
        }


class JointForm(OneTimeForm):
    outcome = forms.ChoiceField(
        label=_("What do you decide together?"), choices=Outcome, widget=forms.RadioSelect
    )
    reason = Text(label=_("Why?"), rows=4)

    def __init__(self, *args: Any, team: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.team = list(team)
        for organisation in self.team:
            self.fields[self._name(organisation.id)] = Text(
                label=_("%(organisation)s sees it otherwise, because") % {"organisation": organisation.name},
                rows=2,
                required=False,
            )

    @staticmethod
    def _name(organisation_id: UUID) -> str:
        return f"dissent_{organisation_id.hex}"

    def dissents(self) -> dict[UUID, str]:
        given = {o.id: self.cleaned_data[self._name(o.id)].strip() for o in self.team}
        return {organisation: text for organisation, text in given.items() if text}


class TakeUpForm(OneTimeForm):
    pseudonym = Line(
        label=_("What do we call this case?"),
        help_text=_("A tree, a flower or a bird. Never something that points at the person."),
        max_length=40,
    )
    regime = forms.ChoiceField(label=_("Under which law?"), choices=Regime, widget=forms.RadioSelect)
    ground = Text(label=_("On which ground do these partners share?"), rows=3)
    reason = Text(label=_("Why this case, and why now?"), rows=3)
    director = forms.ChoiceField(label=_("Who is the case director?"))
    core = forms.MultipleChoiceField(
        label=_("Who sits at the table from the start?"),
        help_text=_("At least one person of each core partner. You add others later, each on a ground."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, directors: Any, participants: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "director", directors)
        offer(self, "core", participants)
