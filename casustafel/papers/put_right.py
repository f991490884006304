"""What was put right after something was settled or said: day, who and what; never the words."""

from collections.abc import Iterable

from django.utils.translation import gettext

from casustafel.papers.days import day_of
from casustafel.picture.models import Correction


def put_right(rows: Iterable[Correction]) -> list[list[str]]:
    return [
        [
            day_of(row.at),
            row.organisation.name,
            _what(row),
        ]
        for row in rows
    ]


def _what(row: Correction) -> str:
    if row.result_id:
        return gettext("the result of an instrument was withdrawn")
    return (
        gettext("a statement was withdrawn") if row.was_taken_back else gettext("a statement was corrected")
    )
