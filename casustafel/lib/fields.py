"""Form fields that every step uses. They validate; they never save."""

import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from casustafel.lib import clock

LONGEST = 100_000
SHORT = 200
EARLIEST = date(1900, 1, 1)

# In words that suit a text, a choice and a tick alike, on every form of the house.
forms.Field.default_error_messages["required"] = _("This is not filled in yet.")


def refuse_control_characters(text: str) -> None:
    if any(unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\n\r\t" for sign in text):
        raise ValidationError(
            _(
                "This text holds invisible control characters."
                " Type the text again, or paste it without layout."
            ),
            code="control",
        )


class Line(forms.CharField):
    """One line of text, at most 200 characters."""

    def __init__(self, *, max_length: int = SHORT, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.limit = max_length
        self.validators.append(refuse_control_characters)

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.limit:
            raise ValidationError(
                ngettext_lazy(
                    "This text is too long: at most %(limit)d character. You typed %(typed)d.",
                    "This text is too long: at most %(limit)d characters. You typed %(typed)d.",
                    self.limit,
                ),
                params={"limit": self.limit, "typed": len(value)},
                code="too_long",
            )


class Text(Line):
    """Text over several lines, at most 100,000 characters. Line ends become \\n."""

    def __init__(self, *, rows: int = 5, max_length: int = LONGEST, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")


class Day(forms.DateField):
    """A calendar day. In the past or today unless `future` is allowed; not before 1900, nor after 2100."""

    def __init__(self, *, future: bool = False, today: Any = None, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        kwargs.setdefault("error_messages", {"invalid": _("Give an existing day, for example 31-12-2026.")})
        super().__init__(**kwargs)
        self.future = future

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is None:
            return
        if value < EARLIEST or value.year > 2100:
            raise ValidationError(_("Give a day between 1900 and 2100."), code="impossible")
        if not self.future and value > clock.now().date():
            raise ValidationError(_("This day lies in the future. Give a day that has been."), code="future")


def offer(form: forms.BaseForm, name: str, choices: Iterable[Any]) -> None:
    """What can be chosen here, where that depends on who looks or on the working model of the case."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101  the form beside this call says so
    field.choices = list(choices)


class OneTimeForm(forms.Form):
    """A form that is carried out once. Template and gate know the field form_id; the form need not."""

    form_id: str = ""


class VersionedForm(OneTimeForm):
    """An edit of something that somebody else may edit too: carries the version that was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
