"""What the cleaner says of a file: codes, for the screens to put in words. Plain Python."""

from enum import StrEnum

from casustafel.lib.refusal import N_


class Finding(StrEnum):
    """What one should know of a file: what may still be in it, and what was left out."""

    SMALLER = "smaller"
    FIRST_PICTURE = "first_picture"
    LEFT_OUT = "left_out"
    REMARKS = "remarks"
    EARLIER_TEXT = "earlier_text"
    VALUES_ONLY = "values_only"
    HIDDEN = "hidden"
    PICTURES_AS_THEY_WERE = "pictures_as_they_were"
    FILLED_IN = "filled_in"
    NOT_SCANNED = "not_scanned"
    HARMFUL = "harmful"


class Reason(StrEnum):
    """Why a file could not be cleaned. It stays in quarantine."""

    DAMAGED = "damaged"
    TOO_LARGE = "too_large"
    LOCKED = "locked"
    MACROS = "macros"
    NOT_AS_NAMED = "not_as_named"
    FAILED = "failed"


FINDINGS: dict[str, str] = {
    Finding.SMALLER: N_("The picture was very large and was made smaller."),
    Finding.FIRST_PICTURE: N_("Only the first picture of a moving image was kept."),
    Finding.LEFT_OUT: N_("Parts that could not be cleaned were left out."),
    Finding.REMARKS: N_("There are remarks in it. Who made them was removed; what they say was not."),
    Finding.EARLIER_TEXT: N_("Tracked changes are in it: text that was taken out can still be read."),
    Finding.VALUES_ONLY: N_("Formulas were replaced by their last values."),
    Finding.HIDDEN: N_("There are hidden sheets, slides or texts in it."),
    Finding.PICTURES_AS_THEY_WERE: N_("It holds pictures of a kind whose inside we could not draw anew."),
    Finding.FILLED_IN: N_("It is a form that somebody filled in."),
    Finding.NOT_SCANNED: N_("Nobody looked for viruses in it, because no scanner is set up here."),
    Finding.HARMFUL: N_("The scanner found something harmful in it."),
}
REASONS: dict[str, str] = {
    Reason.DAMAGED: N_("The file is damaged, so it could not be cleaned."),
    Reason.TOO_LARGE: N_("Unpacked, the file is too large to be cleaned safely."),
    Reason.LOCKED: N_("There is a password on the file, so it could not be cleaned."),
    Reason.MACROS: N_("There is a program (macro) in the file."),
    Reason.NOT_AS_NAMED: N_("The file is something else than its name says."),
    Reason.FAILED: N_("The file could not be cleaned."),
}


def sentences(codes: str) -> list[str]:
    """What was noted with a file (a code on each line), as sentences to translate."""
    words = FINDINGS | REASONS
    return [words[code] for code in codes.split() if code in words]


class Stopped(Exception):
    """Raised in the cleaner: this file cannot be cleaned."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason
