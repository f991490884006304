"""Planted in ordinary sentences, what points at a person is found; what does not is let through."""

import random
from datetime import date, timedelta
from pathlib import Path
from time import process_time

import pytest
from faker import Faker
from hypothesis import given, settings
from hypothesis import strategies as st

from casustafel.consultation.recognising import Kind, find
from casustafel.consultation.recognising.kinds import SENTENCES
from casustafel.consultation.recognising.patterns import is_citizen_number

TODAY = date(2026, 11, 26)
ORDINARY = Path(__file__).with_name("ordinary.txt").read_text().splitlines()
CARRIERS = (
    "Gisteren sprak ik {} bij het buurthuis.",
    "Volgens {} is er niets aan de hand",
    "Het gaat om {}, zegt de school.",
    "De ouders (en {}) weten hiervan.",
    "Ik schreef op: {}.",
    "{} komt vaak ter sprake.",
)
carriers = st.sampled_from(CARRIERS)
fast = settings(deadline=None, max_examples=60)
DIGITS = "0123456789"
MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
STREETS = ("Kerkstraat", "Dorpsweg", "Beukenlaan", "Marktplein", "Oranjesingel", "Lindenhof", "Havenkade")


def kinds(text: str) -> set[Kind]:
    return {finding.kind for finding in find(text, today=TODAY)}


def names_in(text: str) -> list[str]:
    return [finding.word for finding in find(text, today=TODAY) if finding.kind is Kind.NAME]


@pytest.mark.parametrize("sentence", ORDINARY)
def test_ordinary_sentences_pass(sentence: str) -> None:
    assert [(each.kind, each.word) for each in find(sentence, today=TODAY)] == []


def test_there_are_many_of_them_also_as_one_text() -> None:
    assert len(ORDINARY) > 60
    assert find("\n".join(ORDINARY), today=TODAY) == find(" ".join(ORDINARY), today=TODAY) == []


def planted_numbers(dice: random.Random) -> list[tuple[str, set[Kind]]]:
    """A sample of everything with a form, as people write it."""

    def digits(count: int) -> str:
        return "".join(dice.choice(DIGITS) for _ in range(count))

    mobile = digits(8)
    faker = Faker("nl_NL")
    faker.seed_instance(dice.random())
    day = TODAY - timedelta(days=dice.randrange(366, 30_000))
    street = dice.choice(STREETS)
    long = str(dice.randrange(1, 10)) + digits(dice.randrange(7, 13))
    number = {Kind.NUMBER, Kind.CITIZEN_NUMBER, Kind.PHONE}
    return [
        (f"06-{mobile}", {Kind.PHONE}),
        (f"06 {mobile[:2]} {mobile[2:4]} {mobile[4:6]} {mobile[6:]}", {Kind.PHONE}),
        (f"+31 6 {mobile[:4]} {mobile[4:]}", {Kind.PHONE}),
        (f"0031 6{mobile}", {Kind.PHONE}),
        (f"(0{dice.randrange(10, 80)}) {dice.randrange(2, 9)}{digits(6)}", {Kind.PHONE}),
        (f"0{dice.randrange(10, 80)}-{dice.randrange(2, 9)}{digits(6)}", {Kind.PHONE}),
        (faker.ascii_email(), {Kind.EMAIL}),
        (faker.iban(), {Kind.IBAN}),
        (faker.ssn(), {Kind.CITIZEN_NUMBER}),
        (long, number),
        (f"{day.day}-{day.month}-{day.year}", {Kind.BIRTH_DATE}),
        (f"{day:%d/%m/%Y}", {Kind.BIRTH_DATE}),
        (f"{day.day} {MONTHS[day.month - 1]} {day.year}", {Kind.BIRTH_DATE}),
        (day.isoformat(), {Kind.BIRTH_DATE}),
        (f"{street} {dice.randrange(1, 400)}", {Kind.ADDRESS}),
        (f"{street.lower()} {dice.randrange(1, 400)}a", {Kind.ADDRESS} if "hof" not in street else set()),
        (
            f"{dice.randrange(1000, 9999)} {dice.choice('ABCDEFGHJK')}{dice.choice('BCDEFGH')}",
            {Kind.POSTCODE},
        ),
        (f"https://{faker.domain_name()}/{faker.slug()}", {Kind.LINK}),
        (f"@{faker.user_name()}", {Kind.HANDLE}),
        (faker.bothify("##-???-#").upper(), {Kind.PLATE}),
        (faker.bothify("?-###-??").lower(), {Kind.PLATE}),
    ]


def test_of_everything_with_a_form_at_least_95_in_100_are_found() -> None:
    dice = random.Random(20261126)
    missed, tried = [], 0
    for _ in range(60):
        for planted, expected in planted_numbers(dice):
            if not expected:
                continue
            tried += 1
            text = dice.choice(CARRIERS).format(planted)
            found = [each for each in find(text, today=TODAY) if each.kind in expected]
            if not found or planted[-4:].strip("a") not in text[found[0].start : found[-1].end]:
                missed.append(planted)
    assert tried > 1000 and len(missed) <= 0.05 * tried, missed[:20]


@pytest.mark.parametrize("locale", ["nl_NL", "nl_BE", "tr_TR", "fr_DZ", "pl_PL", "en_PK", "id_ID"])
@pytest.mark.parametrize("part", ["first_name", "name"])
def test_of_the_names_at_least_90_in_100_are_found(locale: str, part: str) -> None:
    faker = Faker(locale)
    faker.seed_instance(7)
    dice, missed = random.Random(7), []
    for _ in range(120):
        name = getattr(faker, part)()
        if not names_in(dice.choice(CARRIERS).format(name)):
            missed.append(name)
    assert len(missed) <= 12, missed


@fast
@given(carriers, st.integers(0, 99_999_999))
def test_a_mobile_number_never_passes(carrier: str, number: int) -> None:
    assert Kind.PHONE in kinds(carrier.format(f"06-{number:08}"))


@fast
@given(carriers, st.integers(10_000_000, 10**14))
def test_a_long_number_never_passes(carrier: str, number: int) -> None:
    assert kinds(carrier.format(number)) & {Kind.NUMBER, Kind.CITIZEN_NUMBER}


@fast
@given(carriers, st.dates(date(1927, 1, 1), TODAY - timedelta(days=366)))
def test_a_day_long_ago_may_be_a_birthday(carrier: str, day: date) -> None:
    assert Kind.BIRTH_DATE in kinds(carrier.format(f"{day.day}-{day.month}-{day.year}"))


@fast
@given(carriers, st.dates(TODAY - timedelta(days=364), TODAY + timedelta(days=300)))
def test_what_happened_lately_is_no_birthday(carrier: str, day: date) -> None:
    assert kinds(carrier.format(f"{day.day}-{day.month}-{day.year}")) == set()


@fast
@given(st.text(max_size=200))
def test_any_text_is_read_without_overlap_and_as_it_stands(text: str) -> None:
    findings = find(text, today=TODAY)
    ends = [0, *(each.end for each in findings)]
    assert all(before <= each.start < each.end for before, each in zip(ends, findings, strict=False))
    assert all(text[each.start : each.end] == each.word for each in findings)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Mevrouw J. van den Berg belde.", ["J. van den Berg"]),
        ("J.P. Jansen en Mohamed A. waren er.", ["J.P. Jansen", "Mohamed A."]),
        ("Zijn vriend Xorbo lachte.", ["Xorbo"]),
        ("Dhr. Zwart en de heer De Wit.", ["Zwart", "De Wit"]),
        ("Hij volgt Abu Hamza en al-Baghdadi.", ["Abu Hamza", "al-Baghdadi"]),
        ("Ik ken El Amrani en van der Meer.", ["El Amrani", "van der Meer"]),
        ("Ik zag Roos. Roos is een bloem.", ["Roos"]),
        ("Mark van Dijk was er.", ["Mark van Dijk"]),
        ("De moeder van Yılmaz, Jeroens oma en Fatima's broer.", ["Yılmaz", "Jeroens", "Fatima's"]),
        ("met MOHAMED en Pieter-Jan", ["MOHAMED", "Pieter-Jan"]),
        ("Meester Emmen uit Emmen.", ["Emmen"]),
        ("Hij woont bij zijn moeder in Xorborg.", []),
        ("Al Qaida en El Salvador, AIVD en OM.", []),
    ],
)
def test_how_names_are_read(text: str, names: list[str]) -> None:
    assert names_in(text) == names


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("geboren op 3 maart", {Kind.BIRTH_DATE}),
        ("In 2024 OM en EU, 2019-2024", set()),
        ("Prins Bernhardlaan 12a, 1234 AB", {Kind.ADDRESS, Kind.POSTCODE}),
        ("kenteken XX 123 X", {Kind.PLATE}),
        ("DE89370400440532013000", {Kind.IBAN}),
        ("paspoort NXR1234B5", {Kind.NUMBER}),
        ("jan (at) voorbeeld.nl", {Kind.EMAIL}),
    ],
)
def test_how_forms_are_read(text: str, found: set[Kind]) -> None:
    assert kinds(text) == found


def test_a_citizen_number_is_named_by_the_test_of_eleven() -> None:
    assert is_citizen_number("111222333") and not is_citizen_number("111222334")
    assert kinds("bsn 111222333") == {Kind.CITIZEN_NUMBER} and kinds("nr 111222334") == {Kind.NUMBER}


def test_only_a_name_may_be_confirmed_and_each_kind_says_why() -> None:
    assert SENTENCES.keys() == set(Kind)
    text = "Ik zag Fatima, 06-12345678, 1234 AB, jan@voorbeeld.nl"
    assert {each.kind for each in find(text, today=TODAY) if each.may_be_confirmed} == {Kind.NAME}


class TestWhatIsPasted:
    """A text processor and a phone set other spaces and dashes than a keyboard."""

    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("bel 06\u00a01234\u00a05678", Kind.PHONE),
            ("bel 06\u201312\u20113456 78", Kind.PHONE),
            ("bel 06\u200b1234\u00ad5678", Kind.PHONE),
            ("bel \uff10\uff16\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18", Kind.PHONE),
            ("bsn 123\u202f456\u202f782", Kind.CITIZEN_NUMBER),
            ("op 1234\u00a0AB", Kind.POSTCODE),
            ("op 1234  AB", Kind.POSTCODE),
            ("van 12\u201305\u20132005", Kind.BIRTH_DATE),
            ("in de Kerkstraat\u00a012", Kind.ADDRESS),
            ("jan\uff20example.nl", Kind.EMAIL),
        ],
    )
    def test_is_read_as_what_it_looks_like(self, text: str, kind: Kind) -> None:
        (found,) = find(text, today=TODAY)
        assert found.kind is kind and text[found.start : found.end] == found.word

    def test_a_dash_between_words_takes_them_apart(self) -> None:
        assert [each.word for each in find("dat zei\u2013Mohammed", today=TODAY)] == ["Mohammed"]

    @pytest.mark.parametrize("odd", ["A-", "A ", "A, ", "A'.- ", "O'", "A-A ", "XX-99-", "a-"])
    def test_no_text_takes_long(self, odd: str) -> None:
        begin = process_time()
        find((odd * 5000)[:5000], today=TODAY)
        assert process_time() - begin < 1
