from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from casustafel.lib.fields import Day, OneTimeForm, Text, offer
from casustafel.method.model import Model
from casustafel.parties.models import Organisation
from casustafel.picture.asking import NewRequest
from casustafel.picture.choices import Refusal, RequestState
from casustafel.picture.grounds import ground_choices


class AskForm(OneTimeForm):
    organisations = forms.TypedMultipleChoiceField(
        label=_("Whom do you ask?"),
        help_text=_(
            "You can put the same question to several organisations. Each gets a request of its own."
        ),
        widget=forms.CheckboxSelectMultiple,
        coerce=UUID,
    )
    question = forms.ChoiceField(label=_("What do you want to know?"))
    purpose = Text(
        label=_("What for is this needed?"),
        help_text=_("Change the proposal until it says what the table will do with the answer."),
        rows=2,
    )
    ground = forms.ChoiceField(
        label=_("On which ground do you ask?"),
        help_text=_("On which ground it may be given, the other organisation weighs itself."),
        choices=ground_choices,
    )
    minimum = Text(
        label=_("What is the least that is needed?"),
        help_text=_("The less you ask, the sooner somebody may answer. The whole table reads this."),
        rows=2,
    )
    due_date = Day(label=_("By when?"), future=True)

    def __init__(
        self, *args: Any, version: Model, organisations: Iterable[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.version = version
        offer(self, "organisations", [(str(o.id), o.name) for o in organisations])
        per_domain = [
            (domain.label, [(q.code, q.label) for q in version.questions_of(domain.code)])
            for domain in version.domains
        ]
        offer(self, "question", per_domain)

    def new(self) -> NewRequest:
        given = {name: value for name, value in self.cleaned_data.items() if name != "organisations"}
        return NewRequest(domain=self.version.question(given["question"]).domain, **given)


class DeclineForm(OneTimeForm):
    """Nothing is known, or it may not be shared. An answer has a form of its own: it is a contribution."""

    outcome = forms.ChoiceField(
        label=_("What do you say?"),
        choices=[
            (RequestState.NONE, _("We know nothing about this")),
            (RequestState.REFUSED, _("We may not share this")),
        ],
        widget=forms.RadioSelect,
    )
    refusal = forms.ChoiceField(
        label=_("If you may not share it: on which ground?"),
        choices=[("", _("Choose a ground")), *Refusal.choices],
        required=False,
    )
    text = Text(
        label=_("In your own words"),
        help_text=_("The whole table reads this. Write nothing here that only some may know."),
        rows=3,
        required=False,
    )

    def __init__(self, *args: Any, is_partly: bool = False, **kwargs: Any) -> None:
        """Who answered for a part of the table has only a refusal left to say to the others."""
        super().__init__(*args, **kwargs)
        if is_partly:
            offer(self, "outcome", [(RequestState.REFUSED, _("We may not share this"))])


class TakeBackForm(OneTimeForm):
    reason = Text(
        label=_("Why is it not needed any more?"), help_text=_("The whole table reads this."), rows=2
    )
