"""Units: a closed table, exact conversion."""

from decimal import Decimal

import pytest

from models.analytes import Analyte
from models.units import FACTORS, UnknownUnitError, canonical_unit, is_known, to_canonical


@pytest.mark.parametrize(
    ("analyte", "value", "unit", "canonical"),
    [
        (Analyte.ALT, "182", "U/L", "182"),
        (Analyte.ALT, "182.50", "IU/L", "182.50"),
        (Analyte.AST, "3", "ukat/L", "180"),
        (Analyte.AST, "0.3", "µkat/L", "18.0"),
        (Analyte.AST, "0.3", "\u03bckat/L", "18.0"),
        (Analyte.ALT, "50", "nkat/L", "3.00"),
        (Analyte.ALT, "0.000002", "kat/L", "120"),
        (Analyte.BILIRUBIN, "1", "mg/dL", "17.10395785584784319091437758697363"),
        (Analyte.TSH, "0.004", "[IU]/L", "4"),
        (Analyte.TSH, "4", "µIU/mL", "4"),
        (Analyte.FREE_T4, "1", "ng/dL", "12.87216651434602958023864996717598"),
        (Analyte.FREE_T4, "0.012", "nmol/L", "12"),
        (Analyte.NEUTROPHILS, "1500", "/uL", "1.5"),
        (Analyte.LEUKOCYTES, "105600", "{cells}/uL", "105.6"),
        (Analyte.LEUKOCYTES, "8.2", "giga.l-1", "8.2"),
        (Analyte.LYMPHOCYTES, "1200000000", "/L", "1.2"),
        (Analyte.NATALIZUMAB_LEVEL, "900", "ng/mL", "0.9"),
        (Analyte.NATALIZUMAB_LEVEL, "10", "nmol/L", "1.49"),
        (Analyte.NATALIZUMAB_ANTIBODY, "500", "ng/mL", "0.5"),
        (Analyte.HCG, "0.02", "[IU]/mL", "20"),
        (Analyte.JCV_INDEX, "0.4", "{index_val}", "0.4"),
        (Analyte.JCV_INDEX, "0.4", "", "0.4"),
        (Analyte.JCV_INDEX, "0.4", None, "0.4"),
    ],
)
def test_a_value_is_converted_exactly(analyte: Analyte, value: str, unit: str | None, canonical: str) -> None:
    assert to_canonical(analyte, Decimal(value), unit) == Decimal(canonical)


def test_a_mass_is_one_amount_in_whichever_unit_it_is_written() -> None:
    per_decilitre = to_canonical(Analyte.FREE_T4, Decimal("0.7"), "ng/dL")
    assert per_decilitre == to_canonical(Analyte.FREE_T4, Decimal(7), "pg/mL")
    assert per_decilitre == to_canonical(Analyte.FREE_T4, Decimal(7), "ng/L")
    assert to_canonical(Analyte.BILIRUBIN, Decimal(1), "mg/dL") == to_canonical(Analyte.BILIRUBIN, Decimal(10), "mg/L")


@pytest.mark.parametrize(
    ("analyte", "unit"),
    [
        (Analyte.ALT, "u/L"),
        (Analyte.ALT, "U/l "),
        (Analyte.ALT, ""),
        (Analyte.ALT, None),
        (Analyte.TSH, "MIU/L"),
        (Analyte.TSH, "U/L"),
        (Analyte.FREE_T4, "ug/dL"),
        (Analyte.LYMPHOCYTES, "%"),
        (Analyte.NATALIZUMAB_ANTIBODY, "AU/mL"),
        (Analyte.NATALIZUMAB_ANTIBODY, None),
        (Analyte.JCV_ANTIBODY, "index"),
        (Analyte.JCV_ANTIBODY, None),
        (Analyte.JCV_INDEX, "ug/mL"),
        (Analyte.HCG, None),
    ],
)
def test_an_unknown_unit_is_refused(analyte: Analyte, unit: str | None) -> None:
    assert not is_known(analyte, unit)
    with pytest.raises(UnknownUnitError):
        to_canonical(analyte, Decimal(1), unit)


def test_every_analyte_has_its_units_and_a_canonical_one_that_changes_nothing() -> None:
    assert set(FACTORS) == set(Analyte)
    for analyte in set(Analyte) - {Analyte.JCV_ANTIBODY}:
        unit = canonical_unit(analyte)
        assert is_known(analyte, unit)
        assert to_canonical(analyte, Decimal("1.25"), unit) == Decimal("1.25")


@pytest.mark.parametrize(
    ("analyte", "unit"),
    [(Analyte.ALT, "U/L"), (Analyte.TSH, "m[IU]/L"), (Analyte.LEUKOCYTES, "10*9/L"), (Analyte.JCV_ANTIBODY, "")],
)
def test_the_canonical_unit(analyte: Analyte, unit: str) -> None:
    assert canonical_unit(analyte) == unit
