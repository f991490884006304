from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from casustafel.lib.fields import Line, offer
from casustafel.method.choices import Nature
from casustafel.method.model import Model
from casustafel.picture.searching import Wanted

WHERE = [
    ("STATEMENT", _("Statements")),
    ("REQUEST", _("Requests for information")),
    ("INSTRUMENT", _("Instruments")),
    ("CONTACT", _("People around")),
    ("CONTRIBUTION", _("What for something was shared")),
]
SHORTEST = 2


class SearchForm(forms.Form):
    """Sent, never in an address: what somebody looks for can be a name."""

    words = Line(
        label=_("What do you look for?"),
        help_text=_("One or more words. All of them must occur. Capitals and accents do not count."),
    )
    places = forms.MultipleChoiceField(
        label=_("Where?"), required=False, choices=WHERE, widget=forms.CheckboxSelectMultiple
    )
    domain = forms.ChoiceField(label=_("About which part of life?"), required=False)
    nature = forms.ChoiceField(
        label=_("What kind of sentence?"), required=False, choices=[("", _("All")), *Nature.choices]
    )
    page = forms.IntegerField(required=False, min_value=1, max_value=10_000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, version: Model, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        domains = [(item.code, item.label) for item in version.domains]
        offer(self, "domain", [("", _("All")), *domains])

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        if all(len(word) < SHORTEST for word in words.split()):
            raise ValidationError(_("Give at least one word of two letters or more."))
        return words

    def kept(self) -> list[tuple[str, str]]:
        """What was asked, to ask for its next page."""
        asked = self.cleaned_data
        single = [(name, asked[name]) for name in ("words", "domain", "nature")]
        return [*single, *(("places", place) for place in asked["places"])]

    def wanted(self) -> Wanted:
        names = ("words", "places", "domain", "nature")
        return Wanted(**{name: self.cleaned_data[name] for name in names})
