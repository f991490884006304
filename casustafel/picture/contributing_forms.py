from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casustafel.access.viewer import Viewer
from casustafel.lib.fields import Day, OneTimeForm, Text, offer
from casustafel.method.model import Model
from casustafel.parties.choices import Tie
from casustafel.picture import grounds
from casustafel.picture.choices import Audience, Category, Onward, Verified
from casustafel.picture.contributing import Given
from casustafel.picture.stating_forms import StatementForm
from casustafel.sharing import catalogue
from casustafel.sharing.catalogue import Ground
from casustafel.sharing.queries import Finished

ROWS = 5
CHOOSE = ("", _("Choose"))
Choices = Sequence[tuple[str, str]]


class Narrowed:
    """Says beside each choice what kinds of information it is about: the page leaves out the rest."""

    about: Mapping[str, Sequence[str]] = {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)  # type: ignore[misc]
        if self.about.get(str(value)):
            option["attrs"]["data-categories"] = " ".join(self.about[str(value)])
        return option


class NarrowedSelect(Narrowed, forms.Select):
    pass


class NarrowedTicks(Narrowed, forms.CheckboxSelectMultiple):
    pass


class Ticks(forms.MultipleChoiceField):
    """Any number of these; how many there must be is decided by the rule, not by the form."""

    def validate(self, value: Any) -> None:
        for each in value:
            if not self.valid_value(each):
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": each}
                )


class Confirmed(Ticks):
    """What one confirms beyond what is asked says nothing, and does no harm."""

    def validate(self, value: Any) -> None:
        pass


def _seats() -> Ticks:
    return Ticks(
        label=_("Which seats?"),
        help_text=_(
            "Only when you chose named seats."
            " Who you do not name sees nothing of it, not even that it is there."
        ),
        widget=forms.CheckboxSelectMultiple,
    )


class AudienceForm(OneTimeForm):
    """For whom: an audience that this organisation may choose, and the seats if they are named."""

    audience = forms.ChoiceField(label=_("For whom?"), choices=Audience, widget=forms.RadioSelect)
    seats = _seats()
    without: frozenset[str] = frozenset()

    def __init__(self, *args: Any, viewer: Viewer, seats: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        closed = self.without if viewer.tie == Tie.CORE else self.without | {Audience.CORE}
        offer(self, "audience", [each for each in Audience.choices if each[0] not in closed])
        offer(self, "seats", seats)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("seats") and data.get("audience") not in {None, Audience.SEATS}:
            self.add_error(
                "audience", gettext("You named seats and chose another audience. Which do you mean?")
            )
        return data

    @property
    def named(self) -> list[UUID]:
        return [UUID(each) for each in self.cleaned_data["seats"]]


class ProvidingForm(AudienceForm):
    """What for, which kind of information, and a ground that this kind of organisation may use for it."""

    purpose = Text(
        label=_("What for do you share this?"),
        help_text=_("One purpose. Something for another purpose is brought in apart."),
        rows=2,
    )
    category = forms.ChoiceField(
        label=_("What kind of information is it?"), widget=forms.Select(attrs={"data-narrows": ""})
    )
    ground = forms.ChoiceField(
        label=_("On which ground?"),
        help_text=_(
            "Only what your kind of organisation may lean on. The kind of information decides which fit."
        ),
        widget=NarrowedSelect,
        error_messages={"invalid_choice": _("Your organisation cannot share on this ground.")},
    )
    conditions = Confirmed(
        label=_("This must hold as well. Confirm what you have checked."), widget=NarrowedTicks
    )
    field_order = ["purpose", "category", "ground", "conditions"]

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, viewer=viewer, **kwargs)
        kind = viewer.organisation_kind
        offer(self, "category", [CHOOSE, *_categories(kind)])
        self._narrow("ground", grounds.of_kind(kind))
        offer(self, "ground", [CHOOSE, *_grouped(grounds.of_kind(kind))])
        besides = catalogue.current().conditions(kind)
        self._narrow("conditions", besides)
        offer(self, "conditions", [(each.code, _in_full(each)) for each in besides])

    def _narrow(self, name: str, found: Iterable[Ground]) -> None:
        self.fields[name].widget.about = {each.code: each.categories for each in found}

    def given(self) -> Given:
        names = (
            "purpose",
            "category",
            "ground",
            "conditions",
            "audience",
            "onward",
            "verified",
            "until_date",
        )
        said = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        return Given(**said, seats=self.named)


def _categories(kind: str) -> list[tuple[str, str]]:
    """Those without a ground stay to be seen: who chooses one reads why it cannot be provided."""
    none = gettext("no ground for your organisation")
    known = [(code, str(label), grounds.usable(kind, code)) for code, label in Category.choices]
    return [(code, label if usable else f"{label} ({none})") for code, label, usable in known]


def _grouped(found: Sequence[Ground]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Under the kinds of information they are about, so that the choice is clear as it stands."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for each in found:
        about = grounds.about(each)
        name = (
            gettext("Only for: %(about)s") % {"about": about}
            if about
            else gettext("For every kind of information")
        )
        groups.setdefault(name, []).append((each.code, each.label))
    return list(groups.items())


def _in_full(condition: Ground) -> str:
    about = grounds.about(condition)
    only = gettext("Only for: %(about)s") % {"about": about} if about else ""
    return " ".join(filter(None, (f"{condition.label} ({condition.article}).", condition.help, only)))


class ContributionForm(ProvidingForm):
    """Purpose and ground first; then the statements, a row each (see StatementForm)."""

    onward = forms.ChoiceField(label=_("May who receives it pass it on?"), choices=Onward, initial=Onward.ASK)
    verified = forms.ChoiceField(
        label=_("Did you check it before providing it?"),
        help_text=_(
            "Look whether it is right and up to date. That it could not be checked may be said as well."
        ),
        choices=[CHOOSE, *Verified.choices],
    )
    until_date = Day(
        label=_("Kept until"),
        help_text=_(
            "After this day no receiver sees it any more. Leave it empty for the term of your partnership."
        ),
        future=True,
        required=False,
    )
    aid_id = forms.TypedChoiceField(
        label=_("Does a sharing aid of yours go along?"),
        help_text=_(
            "Who may read this contribution reads the copy as well. The sharing aid itself stays yours."
        ),
        required=False,
        coerce=UUID,
        empty_value=None,
    )

    def __init__(self, *args: Any, aids: Iterable[Finished] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(str(aid.id), aid.label) for aid in aids]
        offer(self, "aid_id", [("", _("None")), *offered])


class ToldForm(ProvidingForm):
    """That something was told aloud. There is no field for what was said: it is not kept."""

    domain = forms.ChoiceField(label=_("About which part of life?"))
    told_date = Day(label=_("Told on"))
    field_order = ["told_date", "purpose", "category", "ground", "conditions", "domain", "audience", "seats"]
    without = frozenset({Audience.LATER})

    def __init__(self, *args: Any, version: Model, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"].help_text = _(
            "Only what for. What was said is not written down, here neither."
        )
        self.fields["audience"].label = _("Who heard it?")
        offer(self, "domain", [CHOOSE, *((item.code, item.label) for item in version.domains)])


class ReleaseForm(AudienceForm):
    """For whom what was sealed is opened, and why now."""

    reason = Text(label=_("Why do you open it now?"), rows=2)
    without = frozenset({Audience.LATER})


class WidenForm(OneTimeForm):
    seats = _seats()
    reason = Text(label=_("Why do these seats need it?"), rows=2)

    def __init__(self, *args: Any, seats: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "seats", seats)
        self.fields["seats"].help_text = _("Who was named already stays named.")


class ProlongForm(OneTimeForm):
    until_date = Day(label=_("Keep it until"), future=True)
    reason = Text(label=_("Why is it still needed?"), rows=2)


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
