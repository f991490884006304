from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casustafel.joining.choices import NewSeatChoice, SeatChoice
from casustafel.lib.fields import OneTimeForm, Text


class SeatedForm(OneTimeForm):
    """Each seat of the one table: at the other too, on which ground, or not."""

    choices: type[SeatChoice] | type[NewSeatChoice] = SeatChoice

    def __init__(self, *args: Any, seats: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = list(seats)
        for seat, label in self.seats:
            self.fields[self.seat_name(seat)] = forms.ChoiceField(
                label=label, choices=self.choices, widget=forms.RadioSelect
            )
            self.fields[self.ground_name(seat)] = Text(
                label=_("On which ground? Only with a seat."), rows=2, required=False
            )

    @staticmethod
    def seat_name(seat: UUID) -> str:
        return f"seat_{seat.hex}"

    @staticmethod
    def ground_name(seat: UUID) -> str:
        return f"ground_{seat.hex}"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for seat in self.chosen():
            if not data.get(self.ground_name(seat), "").strip():
                said = gettext("Write on which ground this person may know what is shared here.")
                self.add_error(self.ground_name(seat), said)
        return data

    def chosen(self) -> list[UUID]:
        """Who would get a seat as the form now stands, also when it is not whole yet."""
        return [seat for seat, _label in self.seats if self.data.get(self.seat_name(seat)) == SeatChoice.YES]

    def grounds(self) -> dict[UUID, str]:
        return {seat: self.cleaned_data[self.ground_name(seat)] for seat in self.chosen()}

    def groups(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        return ((self[self.seat_name(seat)], self[self.ground_name(seat)]) for seat, _label in self.seats)


class MergeForm(SeatedForm):
    reason = Text(
        label=_("Why is this one and the same person?"),
        help_text=_("Both tables read this. Write how you know, and with whom you checked it."),
        rows=3,
    )


class UndoForm(OneTimeForm):
    reason = Text(label=_("Why is the merging undone?"), help_text=_("Both tables read this."), rows=3)
