from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casustafel.joining.choices import NewSeatChoice
from casustafel.joining.forms import SeatedForm
from casustafel.lib.fields import Line, Text, offer

Offered = tuple[str, list[tuple[str, str]]]


class SplitForm(SeatedForm):
    """The new case, its first table, and of each organisation what goes along. What is not ticked stays."""

    choices = NewSeatChoice
    pseudonym = Line(
        label=_("What do we call the new case?"),
        help_text=_("A tree, a flower or a bird. Never something that points at the person."),
        max_length=40,
    )
    director = forms.ChoiceField(label=_("Who is the case director of the new case?"))
    ground = Text(
        label=_("On which ground do you and the case director share there?"),
        help_text=_("Also the ground of the new case."),
        rows=2,
    )
    reason = Text(
        label=_("Why is this about two people?"),
        help_text=_(
            "Both tables read this. Leave names out: who sits at the one table need not know the other."
        ),
        rows=3,
    )

    def __init__(
        self,
        *args: Any,
        directors: Iterable[tuple[str, str]],
        people: Mapping[UUID, UUID],
        offered: Mapping[UUID, Offered],
        **kwargs: Any,
    ) -> None:
        """`people` by seat; `offered` by organisation: its name, and its contributions by id."""
        super().__init__(*args, **kwargs)
        self.people = people
        self.named = [f"along_{organisation.hex}" for organisation in offered]
        offer(self, "director", directors)
        for name, (organisation, contributions) in zip(self.named, offered.values(), strict=True):
            self.fields[name] = forms.MultipleChoiceField(
                label=organisation,
                choices=contributions,
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for seat in self.chosen():
            if str(self.people[seat]) == data.get("director"):
                said = gettext(
                    "This person is the case director of the new case, and has a seat there already."
                )
                self.add_error(self.seat_name(seat), said)
        return data

    def along(self) -> list[UUID]:
        return [UUID(each) for name in self.named for each in self.cleaned_data[name]]

    def organisations(self) -> list[forms.BoundField]:
        return [self[name] for name in self.named]
