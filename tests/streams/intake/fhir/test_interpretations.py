"""What a laboratory says of its own result: the finding where there is no other, and nothing beside a number."""

import pytest

from tests.streams.intake.fhir.resources import ALT, LOINC, SNOMED, coded, events, quantity, read, refused, without

FLAGS = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"
SCREEN = without(ALT, "valueQuantity", code=coded(LOINC, "58012-6"), valueString="see below")


@pytest.mark.parametrize("flag", [None, [], "H", {"text": "high"}, [coded(FLAGS, "H")], [{"coding": "H"}]])
def test_a_number_counts_whatever_is_said_of_it(flag: object) -> None:
    for number in (ALT, without(ALT, "valueQuantity", valueString="30 U/L")):
        (event,) = events(read(without(number, interpretation=flag)))

        assert event["value"] == "30"


@pytest.mark.parametrize("flag", [coded(FLAGS, "POS"), [coded(FLAGS, "POS")]], ids=["one", "several"])
def test_a_finding_is_read_from_it(flag: object) -> None:
    (event,) = events(read(without(SCREEN, interpretation=flag)))

    assert event["finding"] == "positive"


def test_a_number_that_is_flagged_as_high_is_a_finding_without_its_range() -> None:
    hormone = without(ALT, code=coded(LOINC, "21198-7"), valueQuantity=quantity(4500, "m[IU]/mL"))
    (event,) = events(read(without(hormone, interpretation=[coded(FLAGS, "HH")])))

    assert (event["value"], event["finding"]) == ("4500", "positive")
    assert [reason for reason, _ in refused(read(without(hormone, interpretation=[coded(FLAGS, "N")])))] == [
        "bad-value"
    ]


@pytest.mark.parametrize(("number", "finding"), [(38120, "positive"), (2, "negative")])
def test_a_number_beyond_doubt_is_a_finding_without_range_and_flag(number: float, finding: str) -> None:
    hormone = without(ALT, code=coded(LOINC, "21198-7"), valueQuantity=quantity(number, "m[IU]/mL"))
    (event,) = events(read(without(hormone, "referenceRange")))
    assert event["finding"] == finding


def test_a_finding_is_not_read_from_what_is_no_interpretation() -> None:
    inside = without(SCREEN, "code", "valueString", code={"text": "panel"}, component=[{**SCREEN, "interpretation": 5}])

    assert refused(read(without(SCREEN, interpretation="POS"))) == [("bad-value", "interpretation")]
    assert refused(read(inside)) == [("bad-value", "component[0].interpretation")]


@pytest.mark.parametrize(
    "value",
    [
        {"coding": [{"system": SNOMED, "code": "10828004"}, {"system": SNOMED, "code": "260385009"}]},
        {"coding": [{"system": SNOMED, "code": "10828004"}], "text": "Negative"},
        {"coding": [{"code": "x", "display": "Positive"}], "text": "not detected"},
    ],
)
def test_what_contradicts_itself_is_no_finding(value: dict[str, object]) -> None:
    said = without(SCREEN, "valueString", valueCodeableConcept=value)

    assert refused(read(said)) == [("ambiguous-value", "valueCodeableConcept")]


def test_interpretations_that_contradict_each_other_are_no_finding() -> None:
    both = [coded(FLAGS, "POS"), coded(FLAGS, "NEG")]

    assert refused(read(without(SCREEN, interpretation=both))) == [("ambiguous-value", "interpretation")]
    assert events(read(without(ALT, interpretation=both)))[0]["value"] == "30"


def test_what_says_the_same_twice_is_one_finding() -> None:
    value = {"coding": [{"system": SNOMED, "code": "260373001", "display": "Detected"}], "text": "POSITIVE"}
    (event,) = events(read(without(SCREEN, "valueString", valueCodeableConcept=value)))

    assert event["finding"] == "positive"
