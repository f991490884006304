from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from casustafel.lib import clock
from casustafel.lib.fields import Day, Line, OneTimeForm, Text, VersionedForm, offer
from casustafel.lib.forms import sentence
from casustafel.lib.refusal import Refused
from casustafel.method.choices import Bearing, Nature, Reliability
from casustafel.method.model import Item, Model
from casustafel.picture import hints
from casustafel.picture.choices import Credibility, LinkKind, VerdictKind
from casustafel.picture.hints import Hint
from casustafel.picture.stating import NewStatement, check

ONE_LINE = 1000


class Sentence(Text):
    """A sentence. `hints` are words in it that are labels: shown below it, they stop nobody."""

    template_name = "picture/_sentence_field.html"
    hints: Sequence[Hint] = ()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(template_name=self.template_name, **kwargs)


class StatementForm(forms.Form):
    """One statement: one sentence, and what kind of sentence it is. Nothing is worrying, or a fact, before
    somebody says so."""

    text: Line = Sentence(label=_("What do you bring in? One sentence."), rows=2)
    nature = forms.ChoiceField(label=_("What is it?"), choices=Nature, initial=Nature.OBSERVATION)
    source = Line(label=_("Who saw or told it?"))
    observed_date = Day(label=_("Seen or heard on"), required=False)
    first_hand = forms.BooleanField(label=_("Saw or heard it themselves"), required=False)
    reliability = forms.ChoiceField(
        label=_("How reliable is this source?"), choices=Reliability, initial=Reliability.UNKNOWN
    )
    credibility = forms.ChoiceField(
        label=_("How credible is what is said?"),
        choices=Credibility,
        initial=Credibility.UNKNOWN,
        required=False,
    )
    domain = forms.ChoiceField(label=_("About which part of life?"))
    bearing = forms.ChoiceField(label=_("Worrying or protective?"), choices=Bearing, initial=Bearing.NEITHER)
    factor = forms.ChoiceField(label=_("Which factor do you recognise in it?"), required=False)
    question = forms.ChoiceField(label=_("Which question of the model does it answer?"), required=False)

    def __init__(self, *args: Any, version: Model, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.model = version
        offer(self, "domain", [("", _("Choose")), *((item.code, item.label) for item in version.domains)])
        for name, items in (("factor", version.factors), ("question", version.questions)):
            if name in self.fields:
                offer(self, name, _by_domain(version, items))
                self.fields[name].widget.attrs["data-part-of"] = self.add_prefix("domain")
        along = f"{self.add_prefix('nature')} {self.add_prefix('source')}"
        self.fields["text"].widget.attrs |= {"data-checked": "", "data-checked-with": along}

    @property
    def is_filled(self) -> bool:
        """Whether somebody wrote in this row; its choices say nothing, they always have a value."""
        written = ("text", "source", "observed_date", "first_hand")
        return self.is_bound and any(str(self[name].data or "").strip() for name in written)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["credibility"] = data.get("credibility") or Credibility.UNKNOWN
        self.fields["text"].hints = hints_of(data)  # type: ignore[attr-defined]
        if not self.errors:
            self._check(self.of(data))
        return data

    def _check(self, new: NewStatement) -> None:
        try:
            check(new, self.model, today=clock.now().date())
        except Refused as refused:
            self.add_error(refused.field, sentence(refused))

    def of(self, data: dict[str, Any]) -> NewStatement:
        return NewStatement(**{name: data[name] for name in StatementForm.base_fields if name in data})

    def statement(self) -> NewStatement:
        return self.of(self.cleaned_data)


def hints_of(data: Any) -> list[Hint]:
    """`data` are fields as they were sent, of one sentence."""
    return hints.of(data.get("text", ""), nature=data.get("nature", ""), source=data.get("source", ""))


def _by_domain(version: Model, items: Iterable[Item]) -> list[Any]:
    items = list(items)
    groups = [
        (domain.label, [(item.code, item.label) for item in items if item.domain == domain.code])
        for domain in version.domains
    ]
    return [("", _("None chosen")), *(group for group in groups if group[1])]


class QuickForm(StatementForm, OneTimeForm):
    """One line, sent with Enter; the marks stay for the next."""

    text = Line(
        label=_("What do you bring in? One sentence."),
        max_length=ONE_LINE,
        template_name="picture/_sentence_field.html",
    )


class ReviseForm(StatementForm, VersionedForm):
    reason = Text(
        label=_("Why do you put it otherwise?"),
        help_text=_("Who had it already reads this reason."),
        rows=2,
    )

    def __init__(self, *args: Any, is_shared: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_shared:
            del self.fields["reason"]


class LinkForm(OneTimeForm):
    """Another statement of the case, of those that stand on this page of the list."""

    kind = forms.ChoiceField(label=_("What does it do with this statement?"), widget=forms.RadioSelect)
    other = forms.TypedChoiceField(
        label=_("Which statement?"), widget=forms.RadioSelect, coerce=UUID, empty_value=None
    )

    def __init__(self, *args: Any, others: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(
            self,
            "kind",
            [(LinkKind.SUPPORTS, _("It supports it")), (LinkKind.CONTRADICTS, _("It contradicts it"))],
        )
        offer(self, "other", [(str(row), text) for row, text in others])


class VerdictForm(OneTimeForm):
    kind = forms.ChoiceField(
        label=_("What turned out?"),
        choices=[
            (VerdictKind.CONFIRMED, _("It was so: confirmed")),
            (VerdictKind.REFUTED, _("It was not so: refuted")),
        ],
        widget=forms.RadioSelect,
    )
    reason = Text(label=_("How do you know?"), rows=3)
