from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from casustafel.lib.fields import Day, Line, OneTimeForm, Text, offer
from casustafel.picture.choices import Audience, Category, Onward, Verified
from casustafel.picture.contributing import Given
from casustafel.picture.grounds import ground_choices
from casustafel.picture.instrument_names import names
from casustafel.picture.instruments import NewResult

OTHER = "OTHER"
OF_THE_RESULT = ("edition", "assessor", "certificate", "certified_until", "assessed_date", "conclusion")
OF_THE_CONTRIBUTION = (
    *("purpose", "ground", "category", "audience", "seats"),
    *("onward", "verified", "until_date"),
)


def _to_choose() -> list[tuple[str, Any]]:
    return [*((name, name) for name in names()), (OTHER, _("Another instrument"))]


class InstrumentForm(OneTimeForm):
    """What for and on which ground; then that an assessment was made, and what the professional concludes."""

    purpose = Text(label=_("What for do you share this?"), rows=2)
    ground = forms.ChoiceField(label=_("On which ground?"), choices=ground_choices)
    category = forms.ChoiceField(label=_("What kind of information is it?"), choices=Category)
    audience = forms.ChoiceField(label=_("For whom?"), choices=Audience, widget=forms.RadioSelect)
    seats = forms.TypedMultipleChoiceField(
        label=_("Which seats? Only when you share with named seats."),
        required=False,
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
    )
    onward = forms.ChoiceField(label=_("May who receives it pass it on?"), choices=Onward)
    verified = forms.ChoiceField(label=_("Is it checked?"), choices=Verified)
    until_date = Day(
        label=_("Kept until"),
        help_text=_("Without a day the term of the partnership holds."),
        required=False,
        future=True,
    )
    instrument = forms.ChoiceField(label=_("Which instrument was used?"), choices=_to_choose)
    other = Line(label=_("Another instrument: its name"), required=False)
    edition = Line(label=_("Which version or edition?"))
    assessor = Line(label=_("Who made the assessment?"))
    certificate = Line(label=_("Which training or certificate does this person have for it?"), required=False)
    certified_until = Day(label=_("Certificate valid until"), required=False, future=True)
    assessed_date = Day(label=_("Day of the assessment"))
    conclusion = Text(
        label=_("What does the professional conclude, in their own words?"),
        help_text=_(
            "What protects and what worries, what could not be seen, and until when this holds."
            " No items, codes or scores: those stay with who is trained to read them."
        ),
        rows=8,
    )

    def __init__(self, *args: Any, seats: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "seats", seats)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("instrument") == OTHER and not cleaned.get("other"):
            self.add_error("other", _("Write the name of the instrument."))
        return cleaned

    def given(self) -> Given:
        return Given(**{name: self.cleaned_data[name] for name in OF_THE_CONTRIBUTION})

    def result(self) -> NewResult:
        data = self.cleaned_data
        name = data["other"] if data["instrument"] == OTHER else data["instrument"]
        return NewResult(instrument=name, **{part: data[part] for part in OF_THE_RESULT})
