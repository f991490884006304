"""What is recognised by its form: addresses, numbers and dates."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from casustafel.consultation.recognising.kinds import Kind

Found = tuple[Kind | None, int, int]  # None: known to be harmless, and hidden from the steps that follow
A_YEAR = timedelta(days=365)
ELEVEN = (9, 8, 7, 6, 5, 4, 3, 2, -1)

EMAIL = re.compile(
    r"[\w.+-]{1,64}(?:@| ?\(at\) ?| ?\[at\] ?)[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", re.IGNORECASE
)
LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]+"
    r"|(?<![\w@.])(?:[a-z0-9-]{1,63}\.){1,3}(?:nl|com|org|net|be|eu|de|fr|io|me|app|info|tv|gg|ru|to)"
    r"(?:/[^\s<>\"]*)?(?![\w-])",
    re.IGNORECASE,
)
HANDLE = re.compile(r"(?<![\w@.])@\w[\w.]{1,40}|(?<=\W)u/\w{3,30}")
IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,3})?(?!\w)", re.IGNORECASE)


# The forms of Dutch number plates: X a letter, 9 a digit.
PLATES = (
    "XX-99-99|99-99-XX|99-XX-99|XX-99-XX|XX-XX-99|99-XX-XX|99-XXX-9|9-XXX-99|XX-999-X|X-999-XX"
    "|XXX-99-X|X-99-XXX|9-XX-999|999-XX-9|XXX-999"
)
WITHOUT_DASHES = "99XXX9|9XXX99|XX999X|X999XX|XXX99X|9XX999"


def _as_pattern(forms: str) -> str:
    return forms.replace("9", r"\d").replace("X", "[A-Z]")


PLATE = re.compile(
    rf"(?<![\w-])(?:(?i:{_as_pattern(PLATES)})"
    rf"|{_as_pattern(PLATES.replace('-', ' '))}|{_as_pattern(WITHOUT_DASHES)})(?![\w-])"
)

MONTHS = {
    month: number
    for number, names in enumerate(
        (
            "januari jan january", "februari feb february", "maart mrt march mar", "april apr", "mei may",
            "juni jun june", "juli jul july", "augustus aug august", "september sep sept",
            "oktober okt october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for month in names.split()
}  # fmt: skip
MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
YEAR = r"(?P<year>(?:19|20)\d\d|'\d\d)(?!\d)"
IN_WORDS = re.compile(
    rf"(?<!\w)(?:(?P<day>\d{{1,2}})(?:e|de|ste|st|nd|rd|th)? (?:of )?{MONTH},? {YEAR})", re.IGNORECASE
)
MONTH_FIRST = re.compile(rf"(?<!\w)(?:{MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? {YEAR})", re.IGNORECASE)
IN_NUMBERS = re.compile(
    r"(?<![\w-])(?P<day>\d{1,2})(?P<sep>[-/. ])(?P<month>\d{1,2})(?P=sep)"
    r"(?P<year>(?:19|20)\d\d|\d\d)(?![\w-])"
)
YEAR_FIRST = re.compile(r"(?<![\w-])(?P<year>(?:19|20)\d\d)[-/](?P<month>\d\d)[-/](?P<day>\d\d)(?![\w-])")
BORN = re.compile(
    r"(?:geboren|geboortedag|geboortedatum|geb\.|geb|born|birthday|verjaardag|verjaart|jarig)[^\d.!?\n]{0,24}?"
    rf"(?P<date>\d{{1,2}}(?:[-/. ]\d{{1,2}}|(?:e|de|ste)? (?:{MONTH}))(?:[-/. ](?:\d{{4}}|\d\d))?)(?!\d)",
    re.IGNORECASE,
)

HARMLESS = re.compile(
    r"(?<!\d)\d{1,2}[.:]\d{2} ?(?:-|–|tot|to) ?\d{1,2}[.:]\d{2}(?!\d)"  # from this hour to that
    r"|(?<!\d)(?:19|20)\d\d(?: ?[-–/] ?| )(?:19|20)\d\d(?!\d)"  # from this year to that
    r"|[€$£] ?\d[\d.,]*"
    r"|(?<!\d)\d{1,3}(?:\.\d{3})+(?= (?:euro|keer|mensen|volgers|leden|inwoners|people|followers|times)\b)",
    re.IGNORECASE,
)
PHONE = re.compile(
    r"(?<![\w+])(?:\+|00)[1-9]\d{0,2}(?: ?\(0\))?(?:[ .\-/]?\d){7,12}(?!\d)"
    r"|(?<![\w.,])\(?0[1-9]\d{0,2}\)?(?:[ .\-/]{0,3}\d){6,8}(?!\d)"
)
NUMBER = re.compile(r"(?<!\d)\d(?:[ .\-/]?\d){7,}(?!\d)|(?<!\w)(?=[A-Z]*\d)(?=\d*[A-Z])[A-Z0-9]{9}(?!\w)")
POSTCODE = re.compile(r"(?<!\w)[1-9]\d{3} ?(?!SA|SD|SS)[A-Z]{2}(?!\w)|(?<!\w)[1-9]\d{3}[a-z]{2}(?!\w)")
A_YEAR_AND_A_BODY = re.compile(r"(?:19|20)\d\d (?:OM|VN|EU|VS|IS|AI|TV|NL|WK|EK|PC|UK|US)")

# How streets end. Some of these end ordinary words too: before them a capital is asked.
STREETS = "straat|laan|plein|kade|gracht|singel|steeg|dreef|plantsoen|boulevard|street|avenue|lane|road"
WITH_CAPITAL = (
    "weg|hof|park|pad|dijk|markt|ring|baan|wal|brink|oord|veld|kamp|plaats|haven|burg|berg|donk|akker"
)
HOUSE = (
    r" (?:nr\.? |nummer )?[1-9]\d{0,4}(?: ?-? ?[a-zA-Z](?!\w)|-\d{1,3})?"
    r"(?![\w%:]|[.,]\d| (?:keer|uur|jaar|km|kilometer|meter)\b)"
)
ADDRESS = re.compile(
    rf"(?<!\w)(?:[A-Z][\w'.\-]{{0,40}},? ){{0,4}}(?:[^\W\d_][\w'\-]{{0,60}}(?:{STREETS})"
    rf"|[A-Z][\w'\-]{{0,60}}(?:{WITH_CAPITAL})"
    rf"|Laan van [A-Z][\w'\-]+(?: [A-Z][\w'\-]+)?){HOUSE}"
    rf"|(?<!\w)(?:[A-Z][\w'\-]{{1,40}} ){{1,5}}"
    rf"(?:Straat|Laan|Weg|Plein|Kade|Gracht|Street|Avenue|Road|Lane){HOUSE}"
    r"|(?<!\w)\d{1,4}[a-z]? (?:[A-Z][a-z]+ ){1,2}(?:Street|Road|Avenue|Lane)(?!\w)"
    r"|(?<!\w)[Pp]ostbus \d{1,6}"
)


def _plainly(pattern: re.Pattern[str], kind: Kind) -> Callable[[str, date], Iterator[Found]]:
    return lambda text, today: ((kind, *found.span()) for found in pattern.finditer(text))


def ibans(text: str, today: date) -> Iterator[Found]:
    """Of the Netherlands by their form, of elsewhere when the check digits agree."""
    for found in IBAN.finditer(text):
        signs = "".join(found[0].split()).upper()
        if re.fullmatch(r"NL\d{2}[A-Z]{4}\d{10}", signs) or _is_iban(signs):
            yield Kind.IBAN, *found.span()


def _is_iban(signs: str) -> bool:
    return len(signs) >= 15 and int("".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])) % 97 == 1


def births(text: str, today: date) -> Iterator[Found]:
    """Every day of which it is said that somebody was born on it."""
    for found in BORN.finditer(text):
        yield Kind.BIRTH_DATE, *found.span("date")


def dates(text: str, today: date) -> Iterator[Found]:
    """A day of more than a year ago may be a birthday; what happened lately is no number of anybody."""
    taken: set[int] = set()
    for pattern in (IN_WORDS, MONTH_FIRST, YEAR_FIRST, IN_NUMBERS):
        for found in pattern.finditer(text):
            day = _day(found, today)
            if day is None or found.start() in taken:
                continue
            taken.update(range(*found.span()))
            yield (Kind.BIRTH_DATE if day <= today - A_YEAR else None), *found.span()


def _day(found: re.Match[str], today: date) -> date | None:
    named = found["month"]
    month = int(named) if named.isdigit() else MONTHS[named.lower()]
    try:
        return date(_year(found["year"].lstrip("'"), today), month, int(found["day"]))
    except ValueError:
        return None


def _year(signs: str, today: date) -> int:
    if len(signs) == 4:
        return int(signs)
    century = 2000 if int(signs) <= today.year % 100 else 1900
    return century + int(signs)


def harmless(text: str, today: date) -> Iterator[Found]:
    for found in HARMLESS.finditer(text):
        yield None, *found.span()


def phones(text: str, today: date) -> Iterator[Found]:
    for found in PHONE.finditer(text):
        if found[0].startswith(("+", "00")) or sum(sign.isdigit() for sign in found[0]) == 10:
            yield Kind.PHONE, *found.span()


def numbers(text: str, today: date) -> Iterator[Found]:
    for found in NUMBER.finditer(text):
        digits = "".join(sign for sign in found[0] if sign.isdigit())
        yield (Kind.CITIZEN_NUMBER if is_citizen_number(digits) else Kind.NUMBER), *found.span()


def is_citizen_number(digits: str) -> bool:
    """Nine digits that pass the test of eleven. Only to name it: any long number is refused."""
    if len(digits) != 9:
        return False
    return sum(weight * int(digit) for weight, digit in zip(ELEVEN, digits, strict=True)) % 11 == 0


def postcodes(text: str, today: date) -> Iterator[Found]:
    for found in POSTCODE.finditer(text):
        if not A_YEAR_AND_A_BODY.fullmatch(found[0]):
            yield Kind.POSTCODE, *found.span()


STEPS: tuple[Callable[[str, date], Iterator[Found]], ...] = (
    _plainly(EMAIL, Kind.EMAIL),
    _plainly(LINK, Kind.LINK),
    _plainly(HANDLE, Kind.HANDLE),
    ibans,
    births,
    dates,
    _plainly(PLATE, Kind.PLATE),
    harmless,
    phones,
    numbers,
    postcodes,
    _plainly(ADDRESS, Kind.ADDRESS),
)
