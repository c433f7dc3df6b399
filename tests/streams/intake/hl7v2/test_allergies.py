"""AL1 and IAM: reactions to natalizumab, where their hour is known."""

import pytest

from tests.streams.intake.hl7v2.written import PID, message, read

OURS = "354770^natalizumab^RXNORM"
HIVES = "126485001^Hives^SCT"
HOUR = "20260405090000+0200"


def iam(allergen: str = OURS, severity: str = "SV", reaction: str = HIVES, action: str = "A", onset: str = HOUR) -> str:
    return f"IAM|1|DA|{allergen}|{severity}|{reaction}|{action}|||||{onset}|x"


def outcomes(allergy: str) -> list[tuple[str, ...]]:
    """What comes of a segment, beside the birth date that every admission says again."""
    decoded = read(message(PID, allergy, kind="ADT^A60"))
    said = [
        (event.type, getattr(event, "symptom", ""), getattr(event, "severity", "")) for event in decoded.accepted[1:]
    ]
    refused = [(each.reason.value, each.where) for each in decoded.rejected]
    return [*said, *refused, *((each.kind.value, each.code) for each in decoded.ignored)]


def test_a_reaction_to_natalizumab_with_its_hour_is_observed() -> None:
    assert outcomes(iam()) == [("reaction-observed", "urticaria", "severe")]
    assert outcomes(iam(reaction="Shortness of breath~^Fever", severity="MO")) == [
        ("reaction-observed", "dyspnoea", "moderate"),
        ("reaction-observed", "fever", "moderate"),
    ]
    assert outcomes(f"AL1|1|DA|{OURS}|MI|Hives|{HOUR}|") == [("reaction-observed", "urticaria", "mild")]


def test_said_again_it_is_the_same_event() -> None:
    first, again = (read(message(PID, iam(), kind="ADT^A08", control=control)).accepted[1] for control in ("1", "2"))
    assert first.event_id == again.event_id


def test_what_is_deleted_is_taken_back() -> None:
    assert [kind for kind, *_ in outcomes(iam(action="D"))] == ["event-retracted"]


@pytest.mark.parametrize(
    ("allergy", "outcome"),
    [
        (iam(onset="20260405"), ("no-result", "354770")),
        (iam(onset=""), ("no-result", "354770")),
        (iam(reaction="unwell"), ("no-result", "354770")),
        (iam(allergen="7980^penicillin^RXNORM"), ("unsupported", "IAM")),
        ("AL1|1|DA|^Pollen|MI|Sneezing", ("unsupported", "AL1")),
    ],
)
def test_a_history_without_an_hour_is_passed_over(allergy: str, outcome: tuple[str, str]) -> None:
    assert outcomes(allergy) == [outcome]


def test_how_bad_it_was_is_not_guessed_but_of_anaphylaxis() -> None:
    assert outcomes(iam(severity="U")) == [("bad-value", "IAM[1].4")]
    assert outcomes(iam(severity="", reaction="39579001^^SCT")) == [("reaction-observed", "anaphylaxis", "severe")]
