"""A text that was pasted, cut into sentences: each a row with its own marks."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Self

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casustafel.lib import sentences
from casustafel.lib.fields import OneTimeForm, Text
from casustafel.method.model import Model
from casustafel.picture.stating import NewStatement
from casustafel.picture.stating_forms import Sentence, StatementForm

MOST = 90
CUT, AGAIN, ADD = "cut", "again", "add"
MARKS = ("nature", "source", "observed_date", "first_hand", "reliability", "credibility", "domain", "bearing")


def check_not_too_many(count: int) -> None:
    if count > MOST:
        raise forms.ValidationError(
            _("These are %(count)d sentences. Paste at most %(most)d at a time."),
            params={"count": count, "most": MOST},
        )


@dataclass(frozen=True)
class Piece:
    text: str
    marks: dict[str, Any]


class PasteForm(StatementForm, OneTimeForm):
    """The text, and the marks with which every sentence begins."""

    text = Text(
        label=_("Paste the text here"),
        help_text=_(
            "It is cut into sentences. On the next page you look at each of them before it is brought in."
        ),
        rows=8,
    )
    factor = None  # type: ignore[assignment]
    question = None  # type: ignore[assignment]

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        check_not_too_many(len(sentences.of(text)))
        return text

    def pieces(self) -> list[Piece]:
        marks = {name: self.cleaned_data[name] for name in MARKS}
        return [Piece(text, marks) for text in sentences.of(self.cleaned_data["text"])]


class RowForm(StatementForm):
    """A sentence. Left empty, it is left out."""

    text = Sentence(label=_("Sentence"), rows=2)
    up = forms.BooleanField(label=_("Join to the sentence above"), required=False)
    factor = None  # type: ignore[assignment]
    question = None  # type: ignore[assignment]

    @property
    def is_left_out(self) -> bool:
        return not str(self["text"].data or "").strip()

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and self.is_left_out:
            self._errors = ErrorDict()

    def typed(self) -> Piece:
        marks = {name: self[name].data for name in MARKS}
        return Piece(str(self["text"].data), marks)


class RowsForm(OneTimeForm):
    """All sentences together: they are added all, or none."""

    count = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=MOST)

    def __init__(self, data: Any = None, *, version: Model, pieces: list[Piece] | None = None) -> None:
        super().__init__(data, initial={"count": len(pieces or ())})
        self.version = version
        self.rows = self._sent(data) if data is not None else self._fresh(pieces or [])

    @classmethod
    def of(cls, pieces: list[Piece], *, version: Model) -> Self:
        return cls(version=version, pieces=pieces)

    def _sent(self, data: Any) -> list[RowForm]:
        typed = data.get("count", "")
        count = min(MOST, int(typed)) if typed.isdecimal() and len(typed) <= len(str(MOST)) else 0
        return [RowForm(data, prefix=f"r{number}", version=self.version) for number in range(count)]

    def _fresh(self, pieces: list[Piece]) -> list[RowForm]:
        return [
            RowForm(initial={"text": piece.text, **piece.marks}, prefix=f"r{number}", version=self.version)
            for number, piece in enumerate(pieces)
        ]

    def clean(self) -> dict[str, Any]:
        for number, row in enumerate(self.rows, start=1):
            if not row.is_valid():
                self.add_error(None, gettext("Look again at sentence %(number)d.") % {"number": number})
        return super().clean() or {}

    def _kept(self) -> Iterator[RowForm]:
        return (row for row in self.rows if not row.is_left_out)

    def statements(self) -> list[NewStatement]:
        found: list[NewStatement] = []
        for row in self._kept():
            new = row.statement()
            if row.cleaned_data["up"] and found:
                found[-1] = replace(found[-1], text=f"{found[-1].text} {new.text}")
            else:
                found.append(new)
        return found

    def cut_again(self) -> list[Piece] | None:
        """None when they become too many; the form then says so."""
        found = self._cut_again()
        try:
            check_not_too_many(len(found))
        except forms.ValidationError as wrong:
            self.add_error(None, wrong)
            return None
        return found

    def _cut_again(self) -> list[Piece]:
        """Joined where that was asked, or cut anew; a new line cuts as well. The marks stay as typed."""
        found: list[Piece] = []
        for row in self._kept():
            piece, joins = row.typed(), bool(row["up"].data) and bool(found)
            if joins:
                found[-1] = replace(found[-1], text=f"{found[-1].text} {piece.text}")
            else:
                found += [replace(piece, text=text) for text in sentences.of(piece.text)]
        return found
