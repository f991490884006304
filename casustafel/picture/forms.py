from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from casustafel.lib.fields import Day, OneTimeForm, Text, offer
from casustafel.method.choices import Bearing, Nature
from casustafel.method.model import Item
from casustafel.parties.models import Organisation
from casustafel.picture.choices import ABSTAINS, Standing
from casustafel.picture.queries import Wanted


class NarrowForm(forms.Form):
    """What narrows a page of the picture, read from the address: what is not sound does not narrow."""

    use_required_attribute = False

    since = Day(label=_("From"), required=False)
    until = Day(label=_("Until"), required=False)
    domain = forms.ChoiceField(label=_("Part of life"), required=False)
    nature = forms.ChoiceField(
        label=_("Kind of knowing"), choices=[("", _("Every kind")), *Nature.choices], required=False
    )
    bearing = forms.ChoiceField(
        label=_("Worrying or protective"),
        choices=[("", _("Both, and neither")), *Bearing.choices],
        required=False,
    )
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    standing = forms.ChoiceField(
        label=_("Where it stands"), choices=[("", _("Everything")), *Standing.choices], required=False
    )

    def __init__(
        self,
        *args: Any,
        only: Iterable[str],
        organisations: Iterable[tuple[str, str]] = (),
        domains: Iterable[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organisation", [("", _("Every organisation")), *organisations])
        offer(self, "domain", [("", _("Every part of life")), *domains])
        self.fields = {name: field for name, field in self.fields.items() if name in set(only)}

    def wanted(self, **fixed: str) -> Wanted:
        self.full_clean()
        return Wanted(**{**{name: value for name, value in self.cleaned_data.items() if value}, **fixed})

    @property
    def is_narrowed(self) -> bool:
        return self.wanted().is_narrowed


class AnswerForm(OneTimeForm):
    """One's own judgement of one question, on the model's scale or in words; or that one abstains, and why.
    `is_whole` is False while it is still being typed."""

    level = forms.ChoiceField(label=_("Your judgement"), widget=forms.RadioSelect)
    text = Text(label=_("Why do you think so?"), rows=4)

    def __init__(self, *args: Any, levels: Iterable[Item], is_whole: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        on_scale: list[tuple[str, Any]] = [(item.code, item.label) for item in levels]
        abstains = (ABSTAINS, _("I abstain; below I say why"))
        offer(self, "level", [*(on_scale or [("", _("I answer in words"))]), abstains])
        self.fields["level"].required = is_whole and bool(on_scale)
        self.fields["text"].required = is_whole

    def said(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("level", "text")}


class JointForm(OneTimeForm):
    joint = Text(label=_("What do you conclude together?"), rows=4)

    def __init__(
        self, *args: Any, organisations: Iterable[Organisation], asks_why: bool = False, **kwargs: Any
    ) -> None:
        """`asks_why`: the questions against bias were not asked, and this is not one of them."""
        super().__init__(*args, **kwargs)
        if asks_why:
            self.fields["without"] = Text(
                label=_("Go on without the questions about our own way of looking, because"),
                help_text=_("The file keeps this sentence."),
                rows=2,
                required=False,
            )
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
