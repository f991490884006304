import codecs
import unicodedata

from casustafel.files.verdicts import Finding, Reason, Stopped

KEPT_CONTROLS = "\n\t\u200c\u200d"  # the last two join letters and signs, which some writing needs
CODES = ("utf-8-sig", "utf-16", "cp1252")


def rehearse() -> None:
    for code in CODES:
        codecs.lookup(code)


def clean(sent: bytes, kind: str) -> tuple[bytes, str, set[Finding]]:
    """Readable text and nothing else: no signs that steer a screen or hide words."""
    try:
        text = sent.decode(CODES[sent[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)])
    except UnicodeDecodeError:
        text = sent.decode(CODES[2], errors="replace")
    if "\0" in text:
        raise Stopped(Reason.NOT_AS_NAMED)
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    # Cc steers a screen, Cf hides or turns words round, Co means nothing to anybody.
    readable = (
        sign
        for sign in lines
        if sign in KEPT_CONTROLS or unicodedata.category(sign) not in ("Cc", "Cf", "Co")
    )
    return "".join(readable).encode("utf-8", errors="replace"), kind, set()
