from collections.abc import Callable

from django import forms
from django.db import transaction
from django.utils.translation import gettext

from casustafel.lib.refusal import Refused


def sentence(refused: Refused) -> str:
    """The refusal in the reader's language."""
    return gettext(refused.sentence) % refused.values if refused.values else gettext(refused.sentence)


def carried_out(form: forms.Form, act: Callable[[], object]) -> bool:
    """Whether the form was sound and the act was done; if not, the form says why beside the field."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        with transaction.atomic():
            act()
    except Refused as refused:
        field = refused.field if refused.field in form.fields else None
        form.add_error(field, sentence(refused))
        return False
    return True
