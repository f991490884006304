from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casustafel.lib.fields import OneTimeForm, Text
from casustafel.method.model import Item
from casustafel.picture.choices import Stand
from casustafel.picture.preparing import Said


class PreparingForm(OneTimeForm):
    """What one says to each question without a statement, and a few words to it."""

    def __init__(self, *args: Any, questions: Sequence[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [question.code for question in questions]
        for question in questions:
            self.fields[f"stand_{question.code}"] = forms.ChoiceField(
                label=question.label,
                choices=[("", _("Nothing said yet, or brought in as a statement")), *Stand.choices],
                widget=forms.RadioSelect,
                required=False,
            )
            self.fields[f"text_{question.code}"] = Text(label=_("A few words to it"), rows=1, required=False)

    def clean(self) -> dict[str, Any]:
        for code in self.codes:
            if self._said(code).text.strip() and not self._said(code).stand:
                self.add_error(f"stand_{code}", gettext("Choose what your words belong to."))
        return self.cleaned_data

    def said(self) -> list[Said]:
        """Of the questions that were filled in well."""
        wrong = {name.partition("_")[2] for name in self.errors}
        return [self._said(code) for code in self.codes if code not in wrong]

    def of(self, code: str) -> tuple[BoundField, BoundField]:
        return self[f"stand_{code}"], self[f"text_{code}"]

    def _said(self, code: str) -> Said:
        data = self.cleaned_data
        return Said(code, data.get(f"stand_{code}") or "", data.get(f"text_{code}") or "")


class AnewForm(OneTimeForm):
    reason = Text(label=_("Why does everybody prepare alone again?"), rows=3)
