from django.utils.translation import gettext_lazy as _

from casustafel.lib.fields import Line, OneTimeForm


class PurposeForm(OneTimeForm):
    """Taking a file along is an act with a reason. Asked anew for every copy."""

    made: bytes = b""

    purpose = Line(
        label=_("What for do you need this on paper?"),
        help_text=_("It stands on every sheet, with your name and the day."),
    )
