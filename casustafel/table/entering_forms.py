from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casustafel.lib.fields import OneTimeForm, Text, offer
from casustafel.table.choices import Role


class HomeForm(OneTimeForm):
    """Asks nothing: only whether."""


class RoleForm(OneTimeForm):
    person = forms.ChoiceField(label=_("Who?"))
    role = forms.ChoiceField(
        label=_("What does this person do at the table?"), choices=Role, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "person", people)


class LeaveForm(OneTimeForm):
    """Who does not chair says it only for oneself."""

    person = forms.ChoiceField(label=_("Who leaves the room?"))
    reason = Text(
        label=_("Why?"),
        help_text=_(
            "For example: you know the person privately. Only the chair and the one it is about read this."
        ),
        rows=2,
        max_length=2000,
    )

    def __init__(
        self, *args: Any, people: Sequence[tuple[str, str]], for_others: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "person", people)
        if not for_others:
            del self.fields["person"]
