"""Elements that are null say nothing, wherever they stand, and cost nobody a result."""

import json
from typing import Any

import pytest

from tests.streams.intake.fhir.resources import ALT, INFUSION, LOINC, coded, events, read, refused, without

SAID = events(read(without(ALT, meta={"versionId": "1"})))


@pytest.mark.parametrize(
    "nothing",
    [
        {"referenceRange": None},
        {"component": None, "hasMember": None},
        {"note": [{"text": None}]},
        {"modifierExtension": None},
        {"code": {"coding": [{"system": LOINC, "code": "1742-6", "display": None}], "text": None}},
        {"valueQuantity": {**ALT["valueQuantity"], "comparator": None}, "valueString": None},
    ],
)
def test_a_result_with_nulls_is_the_result_without_them(nothing: dict[str, Any]) -> None:
    result = without(ALT, meta={"versionId": "1", "profile": None}, **nothing)
    bundle = {"resourceType": "Bundle", "timestamp": None, "entry": [{"resource": result, "request": None}]}

    assert events(read(result)) == events(read(bundle)) == SAID
    assert events(read(f"{json.dumps(result)}\n{json.dumps(INFUSION)}".encode()))[:1] == SAID


@pytest.mark.parametrize(
    ("name", "reason"),
    [("status", "bad-status"), ("subject", "no-patient"), ("effectiveDateTime", "no-time")],
)
def test_what_is_needed_is_missing_where_it_is_null(name: str, reason: str) -> None:
    assert [found for found, _ in refused(read(without(ALT, **{name: None})))] == [reason]


def test_what_is_not_ours_is_passed_over_with_its_nulls() -> None:
    other = without(ALT, code={**coded(LOINC, "2951-2"), "text": None}, interpretation=None, valueQuantity=None)

    assert [each.kind.value for each in read(other).ignored] == ["unmapped-code"]


def test_an_entry_that_is_null_is_none() -> None:
    assert refused(read({"resourceType": "Bundle", "entry": [None]})) == [("bad-value", "entry[0]")]
