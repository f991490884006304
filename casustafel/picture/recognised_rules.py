"""When a factor is recognised, and what a result of an instrument may say. Plain Python."""

import re
from collections.abc import Collection

from casustafel.lib.refusal import N_, Refused
from casustafel.picture.rules import check_reason


def check_has_been_shared(*, is_shared: bool) -> None:
    """Before that each prepares alone, and what one recognises would tell what one holds."""
    if not is_shared:
        raise Refused(N_("Factors are recognised together, once the chair has opened sharing."))


def check_recognised(stand: str, sides: Collection[str]) -> None:
    """`sides`: those of the statements that are tied to it and still stand."""
    if stand != "RECOGNISED" or "FOR" in sides:
        return
    if "AGAINST" in sides:
        raise Refused(
            N_("There are only statements against this. It is recognised when a statement speaks for it."),
            field="stand",
        )
    raise Refused(
        N_("Choose a statement that speaks for it. Is there none? Then it is unknown, or not seen."),
        field="stand",
    )


def check_may_be_tied(*, is_for_the_table: bool, is_withdrawn: bool, field: str) -> None:
    """A factor is read by the whole table: what hangs on it must be too."""
    if not is_for_the_table:
        raise Refused(
            N_("Not the whole table may read this statement, so a factor cannot rest on it."), field=field
        )
    if is_withdrawn:
        raise Refused(N_("This statement was withdrawn. Choose another."), field=field)


def check_has_two_sides(bearing: str) -> None:
    if bearing not in {"RISK", "PROTECTIVE"}:
        raise Refused(N_("A factor is worrying or protective."), field="bearing")


# What looks like the inside of an instrument: an item, a code with a value, a score. Plain signs, no more; a
# number in a sentence about somebody's life is none of them.
_SCORE = r"\b\w*(?:scores?|scoorde|scoort|scoring|scored|percentiel|percentile|punten|points)\b"
INSIDE_AN_INSTRUMENT = tuple(
    re.compile(sign, re.IGNORECASE)
    for sign in (
        r"\bitems?\s*(?:nr\.?|no\.?|nummer|number)?\s*[a-z]{0,3}[.\s]?\d",
        r"\b(?:[tz]|som|totaal|eind|schaal|sub|ruwe|risico|total|sum|raw|scale|risk)[-\s]?scores?\b",
        rf"{_SCORE}\D{{0,20}}\d",
        r"\b\d+(?:[.,]\d+)?\s*(?:punten|points|pts)\b",
        r"\b\d+(?:[.,]\d+)?\s*(?:\w+\s+){0,3}(?:scores?|scoring|gescoord|scored)\b",
        r"\b[a-z]{1,3}[.\s]?\d{1,2}\s*[:=]\s*(?:\d|laag|matig|gemiddeld|hoog|low|moderate|high)",
        r"\b[a-z]{1,3}\.\d{1,2}\b",
    )
)


def check_conclusion_in_words(text: str) -> None:
    check_reason(text, "conclusion")
    if any(sign.search(text) for sign in INSIDE_AN_INSTRUMENT):
        raise Refused(
            N_(
                "This looks like an item, a code or a score of the instrument. Write the conclusion in your"
                " own words, as you would explain it at the table."
            ),
            field="conclusion",
        )


def check_reports_fit(*, there: int, coming: int, most: int) -> None:
    if there + coming > most:
        raise Refused(
            N_("There are too many files with this result: at most %(most)s."), field="file", most=most
        )


def check_may_open_report(state: str) -> None:
    if state == "WAITING":
        raise Refused(N_("This file is still being checked. Try it again in a few minutes."))
    if state != "CLEAN":
        raise Refused(N_("This file could not be checked and cleaned, so it does not open here."))
