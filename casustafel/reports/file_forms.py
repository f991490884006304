"""Where files are added to a report that is there. They came in sealed before the form is looked at
(files.receiving): the form says which were not kept, and why."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casustafel.files.intake import Received
from casustafel.files.kinds import ACCEPT
from casustafel.lib.fields import OneTimeForm
from casustafel.lib.forms import carried_out, sentence
from casustafel.reports.stops import MOST_FILES


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class SealedFiles(forms.FileField):
    """Asked for; that they came in is seen in what was received, for no file reaches the form itself."""

    def clean(self, data: Any, initial: Any = None) -> None:
        return None


class FilesForm(OneTimeForm):
    file = SealedFiles(
        label=_("Choose files"),
        widget=SeveralFiles(attrs={"multiple": True, "accept": ACCEPT}),
    )

    def __init__(self, *args: Any, arrived: Received | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.arrived = arrived or Received()
        self.fields["file"].help_text = gettext(
            "Photos, PDF, Word, Excel or text; at most %(most)s files of 25 MB each. Each is looked at for "
            "viruses first. We take out where and when a photo was made."
        ) % {"most": MOST_FILES}

    def clean(self) -> dict[str, Any]:
        """Sound as soon as one file came in: that one is kept, also when another is not."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.arrived.kept:
            self.say_what_was_not_kept()
            if not self.arrived.problems:
                self.add_error("file", _("Choose a file first."))
        return cleaned

    def say_what_was_not_kept(self) -> None:
        for each in self.arrived.problems:
            self.add_error("file", f"{each.name}: {sentence(each.refused)}")


def are_kept(form: FilesForm, act: Callable[[], object]) -> bool:
    """Whether what came in whole was kept; of the rest the form then says why it was not."""
    done = carried_out(form, act)
    if done:
        form.say_what_was_not_kept()
    return done
