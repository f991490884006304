"""Which names may be one person's: how Dutch writes them makes no difference; unlike names do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casustafel.reports import naming
from casustafel.reports.naming import Known, Likeness

FIRST = ["Jan", "Milan", "Youssef", "Esra", "Anna", "Pieter", "Fatima", "Chloé"]
LAST = ["Vries", "Dijk", "Terpstra", "Amrani", "Bakker", "Yılmaz", "Hoekstra"]
PARTICLES = ["van", "de", "van der", "ten", "'t", "el", "van 't"]
people = st.builds(Known, st.text(max_size=30), st.text(max_size=14))
names = st.tuples(st.sampled_from(FIRST), st.sampled_from(LAST))


@given(people, people)
def test_it_does_not_matter_which_report_one_looks_from(one: Known, other: Known) -> None:
    assert naming.likeness(one, other) == naming.likeness(other, one)


@given(names, st.sampled_from(PARTICLES))
def test_particles_order_capitals_and_marks_make_no_difference(name: tuple[str, str], particle: str) -> None:
    first, last = name
    plain = f"{first} {last}"
    written = [
        f"{first} {particle} {last}",
        f"{last}, {first} {particle}",
        plain.upper(),
        f"  {first.lower()}   {last}. ",
        plain.replace("é", "e").replace("ı", "i"),
    ]
    for other in written:
        assert naming.sounds_of(other) == naming.sounds_of(plain), other
        assert naming.likeness(Known(plain), Known(other)) == Likeness("SAME", "UNKNOWN"), other


@given(names, names)
def test_what_is_suggested_shares_a_mark_by_which_it_is_found(
    name: tuple[str, str], other: tuple[str, str]
) -> None:
    one, two = " ".join(name), " ".join(other)
    if naming.likeness(Known(one), Known(two)):
        assert naming.sounds_of(one) & naming.sounds_of(two)


@pytest.mark.parametrize(
    ("one", "other", "word"),
    [
        ("Jan van Dijk", "Jan van Dyck", "ALMOST"),
        ("Youssef el Amrani", "Joesoef Amrani", "ALMOST"),
        ("Mohammed Ali", "Muhammad Ali", "ALMOST"),
        ("Anna Bakker-de Wit", "Anna de Wit", "PART"),
        ("Vries, J. de", "Jan de Vries", "PART"),
        ("Terpstra", "Milan Terpstra", "PART"),
        ("Kees Schmidt", "Kees Smit", "ALMOST"),
    ],
)
def test_spellings_of_one_name(one: str, other: str, word: str) -> None:
    assert naming.likeness(Known(one), Known(other)) == Likeness(word, "UNKNOWN")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jan de Vries", "Piet de Vries"),
        ("J. de Vries", "P. de Vries"),
        ("P. de Vries", "Jan de Vries"),
        ("Fatima Bakker", "Anna Bakker"),
        ("", "Jan"),
        ("", ""),
    ],
)
def test_unlike_names_are_not_suggested(one: str, other: str) -> None:
    assert naming.likeness(Known(one), Known(other)) is None


@pytest.mark.parametrize(
    ("one", "other", "word"),
    [
        ("12-5-2007", "2007-05-12", "SAME"),
        ("12 mei 2007", "12/05/2007", "SAME"),
        ("12-5-2007", "5-12-2007", "NEAR"),
        ("12-5-2007", "13-5-2007", "NEAR"),
        ("12-5-2007", "", "UNKNOWN"),
        ("12-5-2007", "2007", "UNKNOWN"),
        ("31-2-2007", "31-2-2007", "UNKNOWN"),
    ],
)
def test_days_of_birth(one: str, other: str, word: str) -> None:
    found = naming.likeness(Known("Jan de Vries", one), Known("Jan de Vries", other))
    assert found == Likeness("SAME", word)


def test_another_day_of_birth_is_another_person() -> None:
    assert naming.likeness(Known("Jan de Vries", "12-5-2007"), Known("Jan de Vries", "3-8-1961")) is None


@given(st.text(max_size=40))
def test_any_text_can_stand_where_a_name_or_a_day_is_asked(text: str) -> None:
    assert all(naming.sounds_of(text)) or not naming.words_of(text)
    born = naming.birth_mark(text)
    assert born == "" or naming.born_on(text) is not None
