"""A trough level below 1 µg/mL, where 17 are expected, points to antibodies."""

import pytest

from tests.alerts.labs import lab
from tests.alerts.story import Told, on, revisions, tell

RULE = "drug-level-low"
INFUSED = on("08:00", "infusion-started")
TROUGH = "2026-01-22 08:00"
OPENED = f"{TROUGH} patient opened warning review"


def level(at: str, value: str, unit: str = "ug/mL", **fields: object) -> Told:
    return lab(at, "natalizumab-level", value, unit, **fields)


@pytest.mark.parametrize(
    ("story", "told"),
    [
        pytest.param([INFUSED, level(TROUGH, "0.99")], [OPENED], id="just below"),
        pytest.param([INFUSED, level(TROUGH, "1")], [], id="1 is not below 1"),
        pytest.param([INFUSED, level("2026-01-22 07:59:59", "0.5")], [], id="less than 21 days after the infusion"),
        pytest.param([INFUSED, level(TROUGH, "999", "ng/mL")], [OPENED], id="in ng/mL"),
        pytest.param([INFUSED, level(TROUGH, "1000", "ng/mL")], [], id="1,000 ng/mL"),
        pytest.param([INFUSED, level(TROUGH, "6.71", "nmol/L")], [OPENED], id="in nmol/L"),
        pytest.param([INFUSED, level(TROUGH, "1", comparator="<")], [OPENED], id="< 1"),
        pytest.param([INFUSED, level(TROUGH, "1", comparator="<=")], [OPENED], id="<= 1 may be less"),
        pytest.param([INFUSED, level(TROUGH, "0.5", comparator=">")], [OPENED], id="> 0.5 may be less"),
        pytest.param([INFUSED, level(TROUGH, "1", comparator=">")], [], id="> 1"),
        pytest.param([INFUSED, level(TROUGH, "1", comparator=">=")], [], id=">= 1"),
        pytest.param([on("08:00", "therapy-started"), level(TROUGH, "0.5")], [], id="no infusion before it"),
        pytest.param(
            [INFUSED, on(TROUGH, "infusion-started", infusion_id="second"), level(TROUGH, "0.5")],
            [OPENED],
            id="drawn as the next infusion starts",
        ),
        pytest.param(
            [INFUSED, on("2026-01-22 07:00", "infusion-started", infusion_id="second"), level(TROUGH, "0.5")],
            [],
            id="drawn after it",
        ),
        pytest.param(
            [INFUSED, level(TROUGH, "0.5"), level("2026-01-23 08:00", "1")],
            [OPENED, "2026-01-23 08:00 patient resolved cleared"],
            id="a later trough",
        ),
        pytest.param(
            [
                INFUSED,
                level(TROUGH, "0.5"),
                on("2026-01-23", "infusion-started", infusion_id="second"),
                level("2026-01-24", "80"),
            ],
            [OPENED],
            id="a later level that is no trough ends nothing",
        ),
        pytest.param(
            [INFUSED, level(TROUGH, "0.5"), level("2026-01-23 08:00", "5", status="preliminary")],
            [OPENED],
            id="nor does a preliminary one",
        ),
        pytest.param(
            [
                INFUSED,
                level(TROUGH, "0.5"),
                on("2026-01-10", "infusion-started", infusion_id="late", accepted="2026-01-25"),
            ],
            [OPENED, "2026-01-25 00:00 patient resolved cleared"],
            id="it was no trough after all",
        ),
        pytest.param(
            [INFUSED, level(TROUGH, "0.5"), on("2026-01-23", "therapy-discontinued")],
            [OPENED, "2026-01-23 00:00 patient resolved therapy-ended"],
            id="the therapy ends",
        ),
    ],
)
def test_when_a_trough_is_low(story: list[Told], told: list[str]) -> None:
    assert tell(*story, about=RULE, until="2026-02-01") == told


def test_what_is_expected_and_what_is_in_doubt_are_said() -> None:
    story = [INFUSED, level(TROUGH, "1", comparator="<=")]
    (made,) = [alert for alert in revisions(*story) if alert.rule == RULE]
    assert made.summary == ("Trough natalizumab level <= 1 ug/mL; may be below the limit; 17 µg/mL are expected")


@pytest.mark.parametrize(
    ("fields", "fact"),
    [
        ({"value": "0.9"}, "natalizumab level 0.9 ug/mL"),
        ({"value": "0.9", "status": "preliminary"}, "natalizumab level 0.9 ug/mL; preliminary"),
        ({"value": "0.9", "comparator": "<"}, "natalizumab level < 0.9 ug/mL"),
    ],
)
def test_the_evidence_says_what_was_measured(fields: dict[str, str], fact: str) -> None:
    (made,) = [alert for alert in revisions(INFUSED, level(TROUGH, **fields)) if alert.rule == RULE]
    assert [each.fact for each in made.evidence] == [fact]
