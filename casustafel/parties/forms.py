from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import RegexValidator
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casustafel.access.roles import ROLES
from casustafel.lib.fields import Day, Line, OneTimeForm, Text, offer
from casustafel.parties.choices import Kind, Tie

Choices = Iterable[tuple[str, str]]
NAME_LENGTH = 120


def _role_choices() -> list[tuple[str, str]]:
    """Nothing is chosen beforehand: a role gives somebody a way in."""
    return [("", gettext("Choose one")), *_roles()]


def _roles() -> list[tuple[str, str]]:
    return [(code, gettext(role.display_name)) for code, role in ROLES.items()]


class OrganisationForm(OneTimeForm):
    name = Line(label=_("Name of the organisation"), max_length=NAME_LENGTH)
    kind = forms.ChoiceField(label=_("What kind of organisation is it?"), choices=Kind)
    tie = forms.ChoiceField(
        label=_("How does it take part?"),
        help_text=_(
            "A core partner is at every weighing and every table. A case partner joins when the case asks for"
            " it. An external partner is invited for one case."
        ),
        choices=Tie,
        widget=forms.RadioSelect,
    )


class DescriptionForm(OneTimeForm):
    name = Line(label=_("Name"))
    function = Line(
        label=_("Function"), help_text=_("For example: neighbourhood police officer."), required=False
    )


class MandateForm(OneTimeForm):
    role = forms.ChoiceField(label=_("Which role?"), choices=lazy(_role_choices, list)())
    from_date = Day(label=_("From which day?"), future=True)
    until_date = Day(
        label=_("Until which day?"),
        help_text=_("The first day on which it no longer holds. Leave it empty when there is no end yet."),
        future=True,
        required=False,
    )


class PersonForm(DescriptionForm):
    organisation = forms.ChoiceField(label=_("For which organisation?"))
    login = Line(
        label=_("Login name"),
        help_text=_("What this person types to sign in, without spaces. Write it down: we do not keep it."),
        max_length=60,
        validators=[RegexValidator(r"^\S{3,}\Z", _("At least three signs, without spaces."))],
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    role = forms.ChoiceField(label=_("First role"), choices=lazy(_role_choices, list)())
    from_date = Day(label=_("From which day?"), future=True)
    field_order = ["organisation", "name", "function", "login", "role", "from_date"]

    def __init__(self, *args: Any, organisations: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organisation", [("", _("Choose one")), *organisations])


class EndMandateForm(OneTimeForm):
    until_date = Day(
        label=_("From which day does this role no longer hold?"),
        help_text=_("Today, or a day that is still to come."),
        future=True,
    )


class LeaveForm(OneTimeForm):
    until_date = Day(
        label=_("What is the first day on which this person no longer works here?"),
        help_text=_("On that day every role ends and the account closes."),
        future=True,
    )


class DeputyForm(OneTimeForm):
    deputy = forms.ChoiceField(label=_("Who stands in?"))
    from_date = Day(label=_("From which day?"), future=True)
    until_date = Day(
        label=_("Until which day?"),
        help_text=_("The first day on which this person is back."),
        future=True,
    )

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "deputy", [("", _("Choose one")), *people])


class InviteForm(OneTimeForm):
    lost_second_step = forms.BooleanField(
        label=_("The phone for the second step is lost too"),
        help_text=_("Then this person signs in without the second step, and sets it up again."),
        required=False,
    )


class AgreementForm(OneTimeForm):
    """Asks for each organisation on which day it signed; empty is not signed."""

    title = Line(label=_("Name of the agreement"))
    purpose = Text(
        label=_("For which purpose do you work together?"),
        help_text=_("As the agreement says it."),
        rows=4,
        max_length=5_000,
    )
    from_date = Day(
        label=_("From which day?"), help_text=_("The agreement before it ends on that day."), future=True
    )
    until_date = Day(
        label=_("Until which day?"),
        help_text=_("The first day on which it no longer holds. Leave it empty when there is no end yet."),
        future=True,
        required=False,
    )

    def __init__(self, *args: Any, organisations: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.signers: dict[str, UUID] = {}
        for key, name in organisations:
            label = gettext("On which day did %(name)s sign?") % {"name": name}
            self.fields[f"signed-{key}"] = Day(label=label, required=False)
            self.signers[f"signed-{key}"] = UUID(key)

    def signed_dates(self) -> dict[UUID, date]:
        given = {key: self.cleaned_data.get(field) for field, key in self.signers.items()}
        return {key: day for key, day in given.items() if day}


class SignatureForm(OneTimeForm):
    organisation = forms.ChoiceField(label=_("Which organisation signed?"))
    signed_date = Day(label=_("On which day?"))

    def __init__(self, *args: Any, organisations: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organisation", organisations)


class ValueForm(OneTimeForm):
    """A number; or, of a number that counts organisations, which kinds they are."""

    organisations = forms.MultipleChoiceField(
        label=_("Which organisations?"), choices=Kind.choices, widget=forms.CheckboxSelectMultiple
    )
    value = forms.IntegerField(label=_("Which value?"), min_value=1, max_value=100_000)
    source = Text(
        label=_("Where does it come from?"),
        help_text=_("The law, the agreement or the decision, so that somebody else can find it."),
        rows=3,
        max_length=2_000,
    )
    article = Line(label=_("Which article?"), max_length=NAME_LENGTH, required=False)
    valid_from = Day(
        label=_("From which day?"),
        help_text=_("Today, or a day that is still to come. Until then the value before it holds."),
        future=True,
    )

    def __init__(self, *args: Any, counts_organisations: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["value" if counts_organisations else "organisations"]
