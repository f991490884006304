from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casustafel.lib.fields import Day, Line, OneTimeForm, Text, VersionedForm, offer
from casustafel.method.choices import Bearing, Nature, Reliability
from casustafel.method.model import Item, Model
from casustafel.parties.models import Organisation
from casustafel.picture.actions import NewStatement
from casustafel.picture.choices import Audience, Category, Ground, RequestState

ROWS = 5


class ContributionForm(OneTimeForm):
    """Purpose and ground first; then the statements, a row each (see StatementForm)."""

    purpose = Text(label=_("What for do you share this?"), rows=2)
    ground = forms.ChoiceField(label=_("On which ground?"), choices=Ground)
    category = forms.ChoiceField(label=_("What kind of information is it?"), choices=Category)
    audience = forms.ChoiceField(label=_("For whom?"), choices=Audience, widget=forms.RadioSelect)


class StatementForm(forms.Form):
    """One statement: one sentence, and what kind of sentence it is."""

    text = Text(label=_("What do you bring in? One sentence."), rows=2)
    nature = forms.ChoiceField(label=_("What is it?"), choices=Nature)
    observed_date = Day(label=_("Seen or heard on"), required=False)
    source = Line(label=_("Who saw or told it?"))
    first_hand = forms.BooleanField(label=_("Saw or heard it themselves"), required=False)
    reliability = forms.ChoiceField(label=_("How reliable is this source?"), choices=Reliability)
    domain = forms.ChoiceField(label=_("About which part of life?"))
    bearing = forms.ChoiceField(label=_("Worrying or protective?"), choices=Bearing)

    def __init__(self, *args: Any, version: Model, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "domain", [(item.code, item.label) for item in version.domains])

    @property
    def is_filled(self) -> bool:
        """Whether somebody wrote in this row; its choices say nothing, they always have a value."""
        written = ("text", "source", "observed_date", "first_hand")
        return self.is_bound and any(str(self[name].data or "").strip() for name in written)

    def statement(self) -> NewStatement:
        return NewStatement(**self.cleaned_data)


def statement_rows(data: Any, *, version: Model, kept: Mapping[str, str]) -> list[StatementForm]:
    """A row in which nothing was written is passed over, except the first. `kept` is a draft."""
    return [_row(f"s{n}", data, version, kept, is_first=n == 0) for n in range(ROWS)]


def _row(prefix: str, data: Any, version: Model, kept: Mapping[str, str], *, is_first: bool) -> StatementForm:
    row = StatementForm(data, prefix=prefix, version=version)
    if (is_first and data) or row.is_filled:
        return row
    initial = {name: kept[f"{prefix}-{name}"] for name in row.fields if f"{prefix}-{name}" in kept}
    return StatementForm(prefix=prefix, version=version, initial=initial)


def point_at(form: forms.Form, rows: Iterable[StatementForm]) -> None:
    """Say above the form which statements need another look; their fields say what."""
    form.full_clean()
    for number, row in enumerate(rows, start=1):
        if row.is_bound and not row.is_valid():
            sentence = gettext("Look again at statement %(number)d.") % {"number": number}
            form.add_error(None, sentence)


class StatementTextForm(VersionedForm):
    text = Text(label=_("What do you bring in? One sentence."), rows=3)


class AskForm(OneTimeForm):
    organisation = forms.ChoiceField(label=_("Whom do you ask?"))
    question = forms.ChoiceField(label=_("What do you want to know?"))
    purpose = Text(label=_("What for is this needed?"), rows=2)
    ground = forms.ChoiceField(label=_("On which ground?"), choices=Ground)
    due_date = Day(label=_("By when?"), future=True)

    def __init__(
        self, *args: Any, version: Model, organisations: Iterable[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organisation", [(str(o.id), o.name) for o in organisations])
        per_domain = [
            (domain.label, [(q.code, q.label) for q in version.questions_of(domain.code)])
            for domain in version.domains
        ]
        offer(self, "question", per_domain)


class ReplyForm(OneTimeForm):
    outcome = forms.ChoiceField(
        label=_("What is your answer?"),
        choices=[c for c in RequestState.choices if c[0] != RequestState.ASKED],
        widget=forms.RadioSelect,
    )
    text = Text(label=_("Your answer, or why you may not share"), rows=3)


class AnswerForm(OneTimeForm):
    """One's own judgement of one question, on the model's scale or in words."""

    text = Text(label=_("Why do you think so?"), rows=4)

    def __init__(self, *args: Any, levels: Iterable[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = list(levels)
        if levels:
            self.fields["level"] = forms.ChoiceField(
                label=_("Your judgement"),
                choices=[(item.code, item.label) for item in levels],
                widget=forms.RadioSelect,
            )
            self.order_fields(["level", "text"])


class JointForm(OneTimeForm):
    joint = Text(label=_("What do you conclude together?"), rows=4)

    def __init__(self, *args: Any, organisations: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = list(organisations)
        for each in self.organisations:
            self.fields[f"dissent_{each.id.hex}"] = Text(
                label=_("%(organisation)s sees it otherwise, because") % {"organisation": each.name},
                rows=2,
                required=False,
            )

    def dissents(self) -> dict[UUID, str]:
        given = {o.id: self.cleaned_data[f"dissent_{o.id.hex}"].strip() for o in self.organisations}
        return {row: text for row, text in given.items() if text}
