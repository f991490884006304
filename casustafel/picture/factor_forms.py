from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from casustafel.lib.fields import Text, VersionedForm, offer
from casustafel.method.choices import Bearing
from casustafel.method.model import Model
from casustafel.picture.choices import FactorStand, Side
from casustafel.picture.factors import OwnWords, Said

PREFIX = "side_"
MOST = 100
SIDES = [("", _("Does not belong here")), *Side.choices]


class FactorForm(VersionedForm):
    """Where the table stands on a factor, why, and of each statement whether it speaks for or against."""

    stand = forms.ChoiceField(
        label=_("Where do you stand?"),
        help_text=_("Nobody knows? Then unknown is the answer, and a good one."),
        choices=FactorStand,
        widget=forms.RadioSelect,
    )
    reason = Text(label=_("Why?"), rows=3)
    part = forms.ChoiceField(label=_("Choose from which statements?"), required=False)
    page = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=100_000)

    def __init__(
        self,
        *args: Any,
        model: Model,
        offered: Iterable[tuple[UUID, str, str]],
        chosen: Mapping[UUID, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        parts = [(item.code, item.label) for item in model.domains]
        offer(self, "part", [("", _("This part of life first, then the rest")), *parts])
        for statement, text, marks in offered:
            self.fields[f"{PREFIX}{statement.hex}"] = forms.ChoiceField(
                label=text,
                help_text=marks,
                choices=SIDES,
                required=False,
                initial=chosen.get(statement, ""),
            )

    @property
    def statements(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(PREFIX)]

    def said(self) -> Said:
        data = self.cleaned_data
        sides = {UUID(name[len(PREFIX) :]): data[name] for name in data if name.startswith(PREFIX)}
        return Said(data["stand"], data["reason"], sides)


class OwnFactorForm(FactorForm):
    """A factor that the model does not name, in the words of the table."""

    domain = forms.ChoiceField(label=_("About which part of life?"))
    bearing = forms.ChoiceField(
        label=_("Worrying or protective?"),
        choices=[each for each in Bearing.choices if each[0] != Bearing.NEITHER],
        widget=forms.RadioSelect,
    )
    words = Text(
        label=_("What do you recognise? One sentence about the situation, not about who somebody is."), rows=2
    )

    def __init__(self, *args: Any, model: Model, **kwargs: Any) -> None:
        super().__init__(*args, model=model, **kwargs)
        offer(self, "domain", [(item.code, item.label) for item in model.domains])

    def own(self) -> OwnWords:
        return OwnWords(**{name: self.cleaned_data[name] for name in ("domain", "bearing", "words")})


def picked(data: Mapping[str, str]) -> dict[UUID, str]:
    """The statements for which the form that was sent says something, as many as a form may hold."""
    found: dict[UUID, str] = {}
    for name in data:
        if name.startswith(PREFIX) and len(found) < MOST:
            try:
                found[UUID(name[len(PREFIX) :])] = str(data[name])
            except ValueError:  # no field of ours
                continue
    return found
