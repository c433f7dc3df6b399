"""Values in words: read where they have one meaning, and refused where they have two."""

import pytest

from tests.streams.intake.fhir.resources import ALT, LOINC, coded, events, read, refused, without


@pytest.mark.parametrize(("text", "value"), [("12500 /uL", "12500"), ("12.5 10*9/L", "12.5"), ("8.250 10*9/L", "8.25")])
def test_a_number_in_words_is_read(text: str, value: str) -> None:
    (event,) = events(read(without(ALT, "valueQuantity", code=coded(LOINC, "6690-2"), valueString=text)))

    assert event["value"] == value


@pytest.mark.parametrize("text", ["12.500 /uL", "1.250.000 /uL"])
def test_a_point_that_may_separate_thousands_is_not_read(text: str) -> None:
    said = without(ALT, "valueQuantity", code=coded(LOINC, "6690-2"), valueString=text)

    assert refused(read(said))[0][1] == "valueString"


@pytest.mark.parametrize(
    ("answer", "event"),
    [
        ({"valueCodeableConcept": {"text": "Pregnant"}}, "condition-started"),
        ({"valueCodeableConcept": {"coding": [{"code": "x", "display": "Not pregnant"}]}}, "condition-resolved"),
        ({"valueString": "yes "}, "condition-started"),
        ({"valueCodeableConcept": {"text": "Currently pregnant"}}, "condition-started"),
        ({"valueString": "Nicht schwanger"}, "condition-resolved"),
        ({"valueBoolean": False}, "condition-resolved"),
    ],
)
def test_whether_somebody_is_pregnant_may_be_answered_in_words(answer: dict[str, object], event: str) -> None:
    said = without(ALT, "valueQuantity", code=coded(LOINC, "82810-3"), **answer)

    assert [each["type"] for each in events(read(said))] == [event]


def test_what_may_mean_either_is_no_answer() -> None:
    said = without(ALT, "valueQuantity", code=coded(LOINC, "82810-3"), valueString="possibly pregnant")

    assert [each.kind.value for each in read(said).ignored] == ["no-result"]
