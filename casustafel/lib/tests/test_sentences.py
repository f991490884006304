from time import perf_counter

import pytest

from casustafel.lib import sentences


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hij riep. Zij liep weg!", ["Hij riep.", "Zij liep weg!"]),
        ('Hij riep "weg!" Daarna ging hij.', ['Hij riep "weg!"', "Daarna ging hij."]),
        ('Hij riep "weg!" en ging.', ['Hij riep "weg!" en ging.']),
        (
            "Dhr. Jansen zag het, bijv. op 3. maart. Toen niet.",
            ["Dhr. Jansen zag het, bijv. op 3. maart.", "Toen niet."],
        ),
        ("J. de Vries was er. Om 20.30 uur ook.", ["J. de Vries was er.", "Om 20.30 uur ook."]),
        ("De heer Jansen, geb. d.w.z. Piet. Klaar", ["De heer Jansen, geb. d.w.z. Piet.", "Klaar"]),
        ("Eerste regel\n\n  tweede regel. ", ["Eerste regel", "tweede regel."]),
        ("Ik weet het niet... Misschien.", ["Ik weet het niet...", "Misschien."]),
        ("", []),
        (" \n ", []),
    ],
)
def test_a_text_is_cut_where_a_sentence_ends(text: str, found: list[str]) -> None:
    assert sentences.of(text) == found


@pytest.mark.parametrize("piece", [".", "bv. ", "a. ", '."', "!?", "1. "])
def test_a_text_that_is_no_text_takes_no_time(piece: str) -> None:
    """A hundred thousand points took many minutes of the one who serves everybody."""
    begun = perf_counter()
    sentences.of(piece * (100_000 // len(piece)))
    assert perf_counter() - begun < 5
