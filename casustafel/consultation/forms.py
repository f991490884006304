"""Every text of a consultation goes through the same check: here it says beside each field what can point at
a person; the action refuses it once more."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casustafel.consultation import recognising, rules
from casustafel.consultation.choices import To
from casustafel.consultation.recognising import Finding
from casustafel.lib import clock
from casustafel.lib.fields import OneTimeForm, Text, offer

LONGEST = 5_000


@dataclass(frozen=True)
class Shown:
    """A finding as it stands beside the field."""

    word: str
    sentence: str
    may_be_confirmed: bool
    is_ticked: bool


def shown(findings: Sequence[Finding], ticked: Collection[str]) -> list[Shown]:
    """Each word once, in the order of the text."""
    keys = {rules.key_of(word) for word in ticked}
    once = {rules.key_of(finding.word): finding for finding in reversed(findings)}
    return [
        Shown(
            " ".join(finding.word.split()), gettext(finding.sentence), finding.may_be_confirmed, key in keys
        )
        for key, finding in reversed(once.items())
    ]


class Anonymous(Text):
    """Free text without personal data. `findings` is what stood in it that may not."""

    template_name = "consultation/_checked_field.html"
    findings: Sequence[Shown] = ()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST, template_name=self.template_name, **kwargs)
        self.widget.attrs["data-checked"] = ""


class AnonymousForm(OneTimeForm):
    """A form with such texts. `not_a_name` comes from the ticks beside them."""

    @property
    def not_names(self) -> list[str]:
        if hasattr(self.data, "getlist"):
            return list(self.data.getlist("not_a_name"))
        return []

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        today = clock.now().date()
        for name, field in self.fields.items():
            if not isinstance(field, Anonymous) or not data.get(name):
                continue
            field.findings = shown(recognising.find(data[name], today=today), self.not_names)
            if rules.pointing(data[name], not_names=self.not_names, today=today):
                self.add_error(name, gettext(rules.REFUSAL))
        return data


class AskForm(AnonymousForm):
    whom = forms.ChoiceField(label=_("Whom do you ask?"), widget=forms.RadioSelect)
    situation = Anonymous(
        label=_("What is the situation?"),
        help_text=_(
            "Tell what happened, without saying who. Write 'a boy of 17', 'his teacher', 'a village'."
        ),
        rows=6,
    )
    worries = Anonymous(label=_("What worries you?"), rows=4, required=False)
    goes_well = Anonymous(label=_("What goes well? Who is good for this person?"), rows=4, required=False)
    done = Anonymous(label=_("What did you do already?"), rows=3, required=False)
    wants = Anonymous(label=_("What do you want to know?"), rows=3)

    def __init__(self, *args: Any, whom: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = list(whom)
        if any(isinstance(each[1], (list, tuple)) for each in choices):
            self.fields["whom"].widget = forms.Select()
        offer(self, "whom", choices)

    def place(self) -> tuple[str, str]:
        """To whom, and which person of a partner."""
        to, _colon, person = self.cleaned_data["whom"].partition(":")
        return To(to), person

    def texts(self) -> dict[str, str]:
        return {name: text for name, text in self.cleaned_data.items() if name != "whom"}


class AdviceForm(AnonymousForm):
    text = Anonymous(
        label=_("Your advice"),
        help_text=_("What would you do, and whom would you ask? Also here without names."),
        rows=6,
    )


class FollowUpForm(AnonymousForm):
    text = Anonymous(label=_("What else do you want to know?"), rows=4)
