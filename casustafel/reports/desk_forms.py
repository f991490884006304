"""The forms with which somebody of the reporting point works."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from casustafel.lib.fields import Line, OneTimeForm, Text, offer
from casustafel.method.choices import Nature
from casustafel.reports.choices import Channel, Due, Order, State
from casustafel.reports.forms import WorryForm
from casustafel.reports.more import HEADINGS, NO_CODE
from casustafel.reports.steps import NewSignal
from casustafel.reports.worry import Worry

ENTERED = (Channel.PHONE, Channel.VISIT, Channel.LETTER, Channel.EMAIL)


class StaffWorryForm(WorryForm):
    """A phone call, a visit, a letter or a mail, entered by the officer, with what the caller wants."""

    channel = forms.ChoiceField(
        label=_("How did the report come in?"), choices=[(each.value, each.label) for each in ENTERED]
    )
    subject_birth = Line(label=_("Date of birth, if known"), required=False, max_length=40)
    wishes = Text(
        label=_("What may we do with it, and what not?"),
        help_text=_("As the reporter says it. For example: do not call the school yet."),
        rows=2,
        required=False,
    )
    callback = Text(
        label=HEADINGS["callback"],
        help_text=_("Only what the reporter wants to leave. It is kept as well closed as the report itself."),
        rows=2,
        required=False,
    )
    feedback_how = Text(label=HEADINGS["feedback_how"], rows=2, required=False)
    no_code = forms.BooleanField(
        label=_("The reporter wants no receipt code"),
        help_text=_("Then letters here are not read. Agree above how the reporter hears from us."),
        required=False,
    )

    def worry(self, **known: str) -> Worry:
        """`known` is what need not be asked here."""
        told = {**self.cleaned_data, **known}
        more = {name: told.pop(name) for name in ("callback", "feedback_how")}
        if told.pop("no_code"):
            more[NO_CODE] = str(_("Yes. Letters on this page are not read by the reporter."))
        return Worry(**told, more=more)


class AssignForm(OneTimeForm):
    to = forms.ChoiceField(label=_("Who looks after this report?"), required=False)
    reason = Text(label=_("Is there anything the other should know? (not needed)"), rows=2, required=False)
    was = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, people: Iterable[tuple[UUID, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nobody = ("", _("Nobody: back to the list, for whoever has time"))
        offer(self, "to", [nobody, *((str(person), name) for person, name in people)])

    def clean_to(self) -> UUID | None:
        return UUID(self.cleaned_data["to"]) if self.cleaned_data["to"] else None


class AskForm(OneTimeForm):
    text = Text(
        label=_("Your question"),
        help_text=_("One question at a time is answered best. The reporter reads it with the receipt code."),
        rows=3,
    )
    wait = forms.BooleanField(label=_("Let this report wait for the answer"), required=False)


class FileForm(OneTimeForm):
    reason = Text(
        label=_("Why do you open it all the same?"),
        help_text=_("It was not checked, or something is wrong with it. Your reason stays with the report."),
        rows=2,
    )


FITTING = {
    "saw": (Nature.OBSERVATION, Nature.FACT),
    "heard": (Nature.HEARSAY,),
    "think": (Nature.INTERPRETATION, Nature.FEELING),
}


@dataclass(frozen=True)
class Sentence:
    """`box` is the question it answers; `before` is the nature under which it was set apart already."""

    box: str
    text: str
    before: str = ""


class SentenceForm(forms.Form):
    """One sentence of the reporter. The text itself is never sent: it stays as it was told."""

    use_required_attribute = False

    take = forms.BooleanField(label=_("Set apart"), required=False)
    nature = forms.ChoiceField(label=_("What is it?"))
    contradicts = forms.BooleanField(label=_("Speaks against the worry"), required=False)
    sure = forms.BooleanField(
        label=_("Yes, I am sure: it is more than how the reporter wrote it down"), required=False
    )

    def __init__(self, data: Any, *, sentence: Sentence, prefix: str) -> None:
        fitting = FITTING.get(sentence.box, ())
        usual = {"nature": fitting[0] if fitting else "", "contradicts": sentence.box == "against"}
        super().__init__(data, initial=usual, prefix=prefix)
        self.sentence = sentence
        self.fitting = {str(each) for each in fitting}
        offer(self, "nature", _natures(fitting))
        self.fields["nature"].required = data is None  # when sent, only of what is set apart: clean says so
        if not self.is_doubtful:
            del self.fields["sure"]

    @property
    def is_doubtful(self) -> bool:
        """What was only thought or heard is marked as more than that."""
        if not self.is_bound or not self.fitting:
            return False
        nature = self.data.get(self.add_prefix("nature"), "")
        return bool(self.data.get(self.add_prefix("take"))) and nature not in {"", *self.fitting}

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        self.fields["nature"].required = True  # drawn again as it was drawn before
        if told.get("take") and not told.get("nature") and "nature" not in self.errors:
            self.add_error("nature", _("Choose what kind of thing this is."))
        if told.get("nature") and self.is_doubtful and not told.get("sure"):
            self.add_error(
                "sure",
                _("The reporter wrote this as an answer to another question. Choose again, or tick here."),
            )
        return told

    def signal(self) -> NewSignal | None:
        told = self.cleaned_data
        return NewSignal(self.sentence.text, told["nature"], told["contradicts"]) if told["take"] else None


def _natures(fitting: Sequence[Nature]) -> list[Any]:
    if not fitting:
        return [("", _("Choose")), *Nature.choices]
    others = [(each.value, each.label) for each in Nature if each not in fitting]
    return [*((each.value, each.label) for each in fitting), (_("Only if you are sure"), others)]


class SetApartForm(OneTimeForm):
    """All sentences of a report together: several are set apart at once."""

    def __init__(self, data: Any, *, sentences: Sequence[Sentence]) -> None:
        super().__init__(data)
        self.rows = [
            SentenceForm(data, sentence=sentence, prefix=f"s{number}")
            for number, sentence in enumerate(sentences)
        ]

    def clean(self) -> dict[str, Any]:
        for row in self.rows:
            for errors in row.errors.values():
                for error in errors:
                    self.add_error(None, f"“{shortened(row.sentence.text)}” {error}")
        return super().clean() or {}

    def signals(self) -> list[NewSignal]:
        return [signal for signal in self._signals() if signal]

    def _signals(self) -> Iterator[NewSignal | None]:
        return (row.signal() for row in self.rows if not row.sentence.before)


def shortened(text: str, longest: int = 40) -> str:
    return text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0] + " …"


class WorklistForm(forms.Form):
    """What narrows the worklist; read from the address, so it is only drawn."""

    use_required_attribute = False

    state = forms.ChoiceField(
        label=_("Where it stands"),
        choices=[("", _("All that are open")), *State.choices, ("ALL", _("All"))],
    )
    channel = forms.ChoiceField(label=_("How it came in"), choices=[("", _("Every way")), *Channel.choices])
    due = forms.ChoiceField(label=_("Due"), choices=[("", _("Late and not late")), *Due.choices])
    order = forms.ChoiceField(label=_("Order"), choices=Order.choices)
