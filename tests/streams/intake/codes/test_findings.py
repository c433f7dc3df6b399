"""What a test found, in words and in codes."""

import pytest

from streams.intake.codes.findings import finding_of_code, finding_of_words
from streams.intake.codes.systems import CodeSystem


@pytest.mark.parametrize(
    ("words", "finding"),
    [
        ("Positive", "positive"),
        ("POS", "positive"),
        ("Detected", "positive"),
        ("NOT DETECTED", "negative"),
        ("Not  detected.", "negative"),
        ("Non-Reactive", "negative"),
        ("equivocal", "indeterminate"),
        ("Positivo", "positive"),
        ("POSITIEF", "positive"),
        ("No detectado", "negative"),
        ("Ikke påvist", "negative"),
        ("dudoso", "indeterminate"),
        ("no positivo", None),
        ("antibodies were not detected in this sample", None),
        ("see comment", None),
        ("", None),
        ("-", None),
    ],
)
def test_whole_words_say_what_was_found(words: str, finding: str | None) -> None:
    assert finding_of_words(words) == finding


def test_a_code_says_what_was_found_only_in_its_own_system() -> None:
    assert finding_of_code(CodeSystem.SNOMED, "260373001") == "positive"
    assert finding_of_code(CodeSystem.SNOMED, "260415000") == "negative"
    assert finding_of_code(CodeSystem.LOINC, "LA11884-6") == "indeterminate"
    assert finding_of_code(CodeSystem.SNOMED, "52101004") == finding_of_code(CodeSystem.LOINC, "LA9633-4") == "positive"
    assert finding_of_code(CodeSystem.SNOMED, "2667000") == finding_of_code(CodeSystem.LOINC, "LA9634-2") == "negative"
    assert finding_of_code(CodeSystem.INTERPRETATION, "ND") == "negative"
    assert finding_of_code(CodeSystem.INTERPRETATION, "HH") == "positive"
    assert finding_of_code(CodeSystem.INTERPRETATION, "N") is None
    assert finding_of_code(CodeSystem.OTHER, "ND") is None
