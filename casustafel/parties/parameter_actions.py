"""The terms and numbers: verified, or given another value from a day on. What held before stays."""

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext, override

from casustafel.access.permissions import Permission
from casustafel.access.roles import ROLES
from casustafel.access.viewer import Viewer
from casustafel.audit import log
from casustafel.parties import policy, rules
from casustafel.parties.models import Organisation, Parameter


@transaction.atomic
def verify(*, parameter: Parameter, by: Viewer, now: datetime) -> Parameter:
    """The officer read the source, and signs that the number is what it says."""
    policy.check_can_verify(by, parameter)
    locked = Parameter.objects.select_for_update().get(pk=parameter.pk)
    rules.check_not_verified(is_verified=bool(locked.verified_by))
    locked.verified_by, locked.verified_date = _signature(by), now.date()
    locked.save(update_fields=["verified_by", "verified_date"])
    log.record("parameter.verified", by=by, now=now, on=("parameter", parameter.id))
    return locked


def _signature(by: Viewer) -> str:
    """Role and organisation: numbers are public, names of professionals are not."""
    organisation = Organisation.objects.visible_to(by).get(pk=by.organisation_id)
    role = next(r for r in by.roles if Permission.PARAMETER_VERIFY in ROLES[r].permissions)
    with override(settings.LANGUAGE_CODE):
        return f"{gettext(ROLES[role].display_name)}, {organisation.name}"


@transaction.atomic
def set_value(
    *,
    parameter: Parameter,
    value: int = 0,
    organisations: Sequence[str] = (),
    source: str,
    article: str,
    valid_from: date,
    by: Viewer,
    now: datetime,
) -> Parameter:
    """Another value from this day on, or, when it counts organisations, other kinds of them. It is verified
    apart, by who reads the source once more."""
    policy.check_can_verify(by, parameter)
    if parameter.organisations:
        value = len(organisations)
    rules.check_positive(value)
    rules.check_written(source, "source")
    rows = Parameter.objects.filter(partnership_id=parameter.partnership_id, code=parameter.code)
    taken = list(rows.select_for_update().values_list("valid_from", flat=True))
    rules.check_new_day(valid_from, now.date(), taken)
    made = Parameter(
        partnership_id=parameter.partnership_id,
        code=parameter.code,
        name=parameter.name,
        unit=parameter.unit,
        value=value,
        organisations=list(organisations) if parameter.organisations else [],
        source=source,
        article=article,
        valid_from=valid_from,
    )
    made.save(force_insert=True)
    log.record("parameter.set", by=by, now=now, on=("parameter", made.id))
    return made
