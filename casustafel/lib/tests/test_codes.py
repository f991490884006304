import pytest
from hypothesis import given
from hypothesis import strategies as st

from casustafel.lib.codes import ALPHABET, new_code, read_code

codes = st.text(alphabet=ALPHABET, min_size=16, max_size=16)


def test_a_code_has_four_groups_of_four_signs_that_are_not_misread() -> None:
    groups = new_code().split("-")
    assert [len(group) for group in groups] == [4, 4, 4, 4]
    assert not set("".join(groups)) & set("ILOU")
    assert len(ALPHABET) == 32


def test_no_two_codes_are_the_same() -> None:
    assert len({new_code() for _ in range(500)}) == 500


@given(codes, st.sampled_from(["", "-", " "]), st.booleans())
def test_a_code_is_read_however_it_was_typed(signs: str, between: str, small: bool) -> None:
    typed = between.join(signs[n : n + 4] for n in range(0, 16, 4))
    assert read_code(typed.lower() if small else typed) == signs


@given(codes)
def test_what_is_easily_misread_is_read_well(signs: str) -> None:
    assert read_code(signs.replace("0", "O").replace("1", "l")) == signs


@given(st.text(max_size=40))
def test_anything_else_is_no_code(typed: str) -> None:
    signs = read_code(typed)
    assert signs is None or (len(signs) == 16 and set(signs) <= set(ALPHABET))


@pytest.mark.parametrize("typed", ["", "0000", "0" * 17, "UUUU-UUUU-UUUU-UUUU", "0" * 15 + "é"])
def test_too_short_too_long_or_foreign_signs_are_refused(typed: str) -> None:
    assert read_code(typed) is None
