"""A count of cells is read in the units that laboratories write, and never as another count."""

from decimal import Decimal

import pytest

from models.analytes import Analyte
from models.units import FACTORS, is_known, to_canonical
from streams.intake.spellings import known_unit


@pytest.mark.parametrize(
    ("unit", "in_billions_a_litre"),
    [
        ("thou/mcL", "8.2"),
        ("Thousand/mcL", "8.2"),
        ("x10^3/uL", "8.2"),
        ("x10*3/uL", "8.2"),
        ("X10E3/uL", "8.2"),
        ("x10(3)/uL", "8.2"),
        ("x10(9)/L", "8.2"),
        ("10x3/uL", "8.2"),
        ("X10E3/UL", "8.2"),
        ("THOU/uL", "8.2"),
        ("Thousands/MCL", "8.2"),
        ("Tsd./\N{MICRO SIGN}l", "8.2"),
        ("10^3/mm^3", "8.2"),
        ("Gpt/l", "8.2"),
        ("/nl", "8.2"),
        ("10E3/uL", "8.2"),
        ("10+3/ul", "8.2"),
        ("10e3/mm3", "8.2"),
        ("x 10^9/L", "8.2"),
        ("10E9/L", "8.2"),
        ("10*9/l", "8.2"),
        ("10^3/\N{MICRO SIGN}L", "8.2"),
        ("10^3/\N{GREEK SMALL LETTER MU}l", "8.2"),
        ("10^6/mL", "8.2"),
        ("K/mcL", "8.2"),
        ("k/uL", "8.2"),
        ("cells/mcL", "0.0082"),
        ("{cells}/\N{MICRO SIGN}L", "0.0082"),
        ("/mcL", "0.0082"),
        ("10^6/l", "0.0082"),
        ("10^3/mL", "0.0082"),
        ("10^6/uL", None),
        ("10*12/L", None),
        ("K/L", None),
        ("K/nL", None),
        ("Gpt/uL", None),
        ("10(4)/uL", None),
        ("Mpt/L", None),
        ("M/uL", None),
        ("10^3", None),
        ("%", None),
        ("/ML", None),
        ("", None),
    ],
)
def test_counts_of_cells(unit: str, in_billions_a_litre: str | None) -> None:
    known = known_unit(Analyte.LEUKOCYTES, unit)

    if in_billions_a_litre is None:
        assert not is_known(Analyte.LEUKOCYTES, known)
    else:
        assert to_canonical(Analyte.LEUKOCYTES, Decimal("8.2"), known) == Decimal(in_billions_a_litre)


@pytest.mark.parametrize("analyte", Analyte)
def test_a_known_unit_stays_as_it_is_written(analyte: Analyte) -> None:
    assert [known_unit(analyte, unit) for unit in FACTORS[analyte]] == list(FACTORS[analyte])


def test_no_other_unit_is_read_so() -> None:
    assert known_unit(Analyte.ALT, "/mcL") == "/mcL"
