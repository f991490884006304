from django import forms
from django.utils.translation import gettext_lazy as _

from casustafel.inbox.choices import Aside
from casustafel.lib.fields import OneTimeForm, Text
from casustafel.reports.desk_forms import StaffWorryForm


class MailWorryForm(StaffWorryForm):
    """The questions of every report that an officer enters. How it came in is known; nothing is filled in."""

    channel = None  # type: ignore[assignment]


class AsideForm(OneTimeForm):
    why = forms.ChoiceField(
        label=_("Why does this mail not become a report?"), choices=Aside, widget=forms.RadioSelect
    )
    reason = Text(
        label=_("In a few words"),
        help_text=_("A colleague who looks later reads why. With 'another reason' it must be there."),
        rows=2,
        required=False,
    )
