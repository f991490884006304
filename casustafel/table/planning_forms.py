from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from casustafel.lib.fields import Day, Line, OneTimeForm, Text, VersionedForm, offer
from casustafel.table.forms import Choices, clock_time, minutes_field
from casustafel.table.models import USUAL_MINUTES
from casustafel.table.planning import Line as AgendaLine


class ChangeForm(VersionedForm):
    day = Day(label=_("On which day?"), future=True)
    starts = clock_time()
    place = Line(label=_("Where?"))


class AgendaForm(VersionedForm):
    """A row for each case: its place, its minutes, and whether it comes off; and cases to add."""

    add = forms.MultipleChoiceField(
        label=_("Which cases come on the agenda as well?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    add_minutes = minutes_field(
        label=_("How many minutes for each case that comes on?"), initial=USUAL_MINUTES, required=False
    )

    def __init__(
        self, *args: Any, rows: Sequence[tuple[UUID, str, int]], cases: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        offer(self, "add", cases)
        count = len(rows)
        for number, (item, title, minutes) in enumerate(rows, start=1):
            self.fields[f"place_{item}"] = forms.TypedChoiceField(
                label=_("Place of %(case)s") % {"case": title},
                choices=[(n, str(n)) for n in range(1, count + 1)],
                coerce=int,
                initial=number,
            )
            self.fields[f"minutes_{item}"] = minutes_field(
                label=_("Minutes for %(case)s") % {"case": title}, initial=minutes
            )
            self.fields[f"off_{item}"] = forms.BooleanField(
                label=_("Take %(case)s off the agenda") % {"case": title}, required=False
            )

    def of_rows(self) -> list[tuple[str, BoundField, BoundField, BoundField]]:
        return [
            (title, self[f"place_{item}"], self[f"minutes_{item}"], self[f"off_{item}"])
            for item, title, _minutes in self.rows
        ]

    def lines(self) -> list[AgendaLine]:
        """In the chosen order; who gets the same place as another stays behind who stood before."""
        data = self.cleaned_data
        kept = [item for item, _title, _minutes in self.rows if not data[f"off_{item}"]]
        kept.sort(key=lambda item: data[f"place_{item}"])
        return [AgendaLine(item, data[f"minutes_{item}"]) for item in kept]


class ExpectedForm(OneTimeForm):
    organisations = forms.MultipleChoiceField(
        label=_("Which organisations are expected when this case is on?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, organisations: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organisations", organisations)


class CallOffForm(OneTimeForm):
    reason = Text(
        label=_("Why does this meeting not take place?"),
        help_text=_("Everybody who was expected reads this. Write no names here."),
        rows=3,
    )


class StandInForm(OneTimeForm):
    person = forms.ChoiceField(label=_("Who cannot come?"))
    stand_in = forms.ChoiceField(
        label=_("Who comes instead?"),
        help_text=_("A colleague of the same organisation. This person hears of it."),
    )

    def __init__(self, *args: Any, people: Choices, colleagues: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "person", people)
        offer(self, "stand_in", colleagues)


class IncompleteForm(OneTimeForm):
    reason = Text(
        label=_("Why do you begin without them?"),
        help_text=_("This stays in the file of each of these cases."),
        rows=3,
    )


class PersonForm(OneTimeForm):
    """A press about one person."""

    person = forms.UUIDField(widget=forms.HiddenInput)
