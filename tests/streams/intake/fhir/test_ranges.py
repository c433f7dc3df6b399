"""Reference ranges: the one that is the patient's, whether in numbers or in words."""

from typing import Any

import pytest

from tests.streams.intake.fhir.resources import ALT, LOINC, coded, events, quantity, read, without

MEANING = "http://terminology.hl7.org/CodeSystem/referencerange-meaning"
WOMAN = {"resourceType": "Patient", "id": "4711", "gender": "female", "birthDate": "1988-01-02"}


def limits(*ranges: dict[str, Any], unit: str = "U/L") -> tuple[str | None, str | None]:
    result = without(ALT, referenceRange=list(ranges), valueQuantity=quantity(30, unit))
    entries = [{"resource": result}, {"resource": WOMAN}]
    found = [
        each for each in events(read({"resourceType": "Bundle", "entry": entries})) if each["type"] == "lab-result"
    ]
    return found[0].get("reference_low"), found[0].get("reference_high")


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("0-45", ("0", "45")),
        ("7 - 56 U/L", ("7", "56")),
        ("< 40", (None, "40")),
        ("<=40", (None, "40")),
        (">= 5", ("5", None)),
        ("(0,5-45)", ("0.5", "45")),
        ("M 0-45, F 0-35", (None, None)),
        ("normal", (None, None)),
        ("0-45 ukat/L", (None, None)),
        ("", (None, None)),
    ],
)
def test_a_range_in_words_is_read_if_it_can_be(text: str, ends: tuple[str | None, str | None]) -> None:
    assert limits({"text": text}) == ends


@pytest.mark.parametrize(
    "impossible",
    [
        {"low": quantity(45), "high": quantity(7)},
        {"low": quantity(0), "high": quantity(0)},
        {"low": quantity(-7), "high": quantity(45)},
        {"high": quantity(-1)},
    ],
)
def test_a_range_in_which_nothing_can_be_is_none_and_leaves_the_value(impossible: dict[str, Any]) -> None:
    assert limits(impossible) == (None, None)


def test_the_ends_of_a_range_in_two_units_are_not_taken_for_changed_places() -> None:
    assert limits({"low": quantity(7), "high": quantity("0.75", "ukat/L")}) == ("7", "45")


def test_a_count_of_cells_may_be_spelled_in_other_ways() -> None:
    spelled = {"value": 8.2, "unit": "x10^3/uL"}
    counted = without(
        ALT,
        code=coded(LOINC, "6690-2"),
        valueQuantity=spelled,
        referenceRange=[{"high": {"value": 10.8, "unit": "thou/mcL"}}],
    )

    (event,) = events(read(counted))

    assert (event["value"], event["unit"], event["reference_high"]) == ("8.2", "10*9/L", "10.8")


def test_numbers_go_before_words() -> None:
    assert limits({"high": quantity(45), "text": "< 40"}) == (None, "45")


def test_of_several_ranges_the_normal_one_of_her_sex_and_age_counts() -> None:
    men = {"high": quantity(50), "appliesTo": [coded("http://snomed.info/sct", "248153007")]}
    women = {"text": "< 35", "appliesTo": [{"text": "Female"}]}
    girls = {"high": quantity(20), "age": {"high": quantity(17, "a")}}
    critical = {"high": quantity(900), "type": coded(MEANING, "critical")}

    assert limits(men, women, girls, critical) == (None, "35")


def test_ranges_between_which_nothing_decides_give_none() -> None:
    assert limits({"high": quantity(45)}, {"text": "< 40"}) == (None, None)


@pytest.mark.parametrize(("text", "finding"), [("< 5", "positive"), ("<= 5", "negative"), ("0-5", "negative")])
def test_a_cut_off_in_words_decides_a_qualitative_result(text: str, finding: str) -> None:
    hcg = without(
        ALT, code=coded(LOINC, "21198-7"), valueQuantity=quantity(5, "m[IU]/mL"), referenceRange=[{"text": text}]
    )

    assert events(read(hcg))[0]["finding"] == finding


@pytest.mark.parametrize(
    ("kind", "high"),
    [
        ({"text": "Normal Range"}, "45"),
        ({"text": "Referenzbereich"}, "45"),
        ({"text": "critical"}, None),
        ({"text": "abnormal"}, None),
        ({"coding": [{"code": "N"}]}, "45"),
        ({"coding": [{"code": "therapeutic"}], "text": "normal under therapy"}, None),
        ({}, "45"),
    ],
)
def test_a_range_that_is_not_said_to_be_normal_is_no_limit(kind: dict[str, Any], high: str | None) -> None:
    assert limits({"high": quantity(45), "type": kind}) == (None, high)
