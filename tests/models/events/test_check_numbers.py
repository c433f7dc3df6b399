"""Which numbers are read, and which are refused."""

from decimal import Decimal

import pytest

from tests.models.events.samples import DOSE, EDSS, INFUSION, LAB, MRI, STOP, accepted, changed, refused
from tests.strategies.events import Fields


@pytest.mark.parametrize(
    "number",
    [
        "5,4", "", " 5", "5 ", "5.4.3", "1_000", "1 000", "0x10", "five", "٣", "NaN", "Infinity", "-inf", "1e400",
        "-1e400", "1e999", "+", ".", "e5", "1e", "9" * 401, "5\n", "\ud800", True, False, [], [5], {}, 5.4,
        Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), Decimal("1e400"), Decimal("-1e400"),
        Decimal("1.7976931348623158E+308"), 10**400,
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    ("base", "field"), [(LAB, "value"), (LAB, "reference_low"), (DOSE, "dose_mg"), (EDSS, "score")]
)
def test_where_no_number_can_be_read(base: Fields, field: str, number: object) -> None:
    assert refused(changed(base, **{field: number})) == ("bad-number", field)


@pytest.mark.parametrize(
    ("number", "value"),
    [
        (182, "182"), (Decimal("182.50"), "182.5"), ("182.5", "182.5"), ("0.3", "0.3"), ("+5", "5"), (".5", "0.5"),
        ("5.", "5"), ("007", "7"), ("1e2", "100"), ("1E-3", "0.001"), (0, "0"), (Decimal("-0.0"), "0"), (-0, "0"),
        ("0.1000000000000000055511151231257827021181583404541015625",
         "0.1000000000000000055511151231257827021181583404541015625"),
        (Decimal("1.7976931348623157E+308"), "1.7976931348623157E+308"), (2**70, str(2**70)),
    ],
)  # fmt: skip
def test_a_number_is_read_exactly(number: object, value: str) -> None:
    result = accepted(changed(LAB, value=number))
    assert result.__dict__["value"] == Decimal(value)


@pytest.mark.parametrize(
    ("base", "field", "number"),
    [
        (LAB, "value", -1),
        (LAB, "value", "-0.1"),
        (INFUSION, "rate_ml_per_h", -1),
        (INFUSION, "volume_ml", 0),
        (INFUSION, "volume_ml", "-115"),
        (STOP, "volume_infused_ml", -1),
        (DOSE, "dose_mg", -300),
        (DOSE, "diluent_volume_ml", -100),
        (MRI, "gd_enhancing_lesions", -1),
        (MRI, "new_t2_lesions", Decimal("1.5")),
        (MRI, "new_t2_lesions", "1"),
        (EDSS, "score", Decimal("0.5")),
        (EDSS, "score", "10.5"),
        (EDSS, "score", Decimal("2.25")),
        (EDSS, "score", -1),
    ],
)
def test_a_number_outside_its_values_is_a_bad_value(base: Fields, field: str, number: object) -> None:
    assert refused(changed(base, **{field: number})) == ("bad-value", field)


@pytest.mark.parametrize(
    ("base", "field", "number"),
    [
        (INFUSION, "rate_ml_per_h", 0),
        (INFUSION, "volume_ml", "0.1"),
        (STOP, "volume_infused_ml", 0),
        (DOSE, "dose_mg", 0),
        (DOSE, "diluent_volume_ml", 0),
        (MRI, "new_t2_lesions", Decimal("2.0")),
        (EDSS, "score", 0),
        (EDSS, "score", "1.0"),
        (EDSS, "score", Decimal("10.00")),
    ],
)
def test_a_number_at_the_edge_of_its_values_is_accepted(base: Fields, field: str, number: object) -> None:
    assert accepted(changed(base, **{field: number})).type == base["type"]
