"""In a hospital-wide feed only those are watched of whom a treatment with natalizumab was seen."""

import pytest

from tests.alerts.story import Told, on, tell

RULE = "liver-uln"
TREATED = '[patients]\nscope = "treated"'
HIGH = on("08:00", "lab-result", analyte="alt", value=130, unit="U/L")
OPENED = "08:00 alt opened critical hold-therapy"
OPENED_LATE = "09:00 alt opened critical hold-therapy since 08:00"


def test_in_a_clinic_everybody_is_watched() -> None:
    assert tell(HIGH, about=RULE) == [OPENED]
    assert tell(HIGH, about=RULE, policy='[patients]\nscope = "all"') == [OPENED]


@pytest.mark.parametrize(
    "seen",
    [
        pytest.param(on("09:00", "therapy-started"), id="a therapy"),
        pytest.param(on("09:00", "dose-prepared"), id="a dose"),
        pytest.param(on("09:00", "infusion-started"), id="an infusion"),
        pytest.param(on("2024-01-01", "infusion-started", accepted="09:00"), id="an infusion of long ago"),
        pytest.param(
            on("09:00", "lab-result", analyte="natalizumab-antibody", finding="negative"), id="a test for antibodies"
        ),
        pytest.param(
            on("09:00", "lab-result", analyte="natalizumab-antibody", finding="negative", status="preliminary"),
            id="one that is preliminary",
        ),
        pytest.param(on("09:00", "lab-result", analyte="natalizumab-level", value=20, unit="ug/mL"), id="a drug level"),
    ],
)
def test_who_is_watched(seen: Told) -> None:
    assert tell(HIGH, seen, about=RULE, policy=TREATED) == [OPENED_LATE]


@pytest.mark.parametrize(
    "seen",
    [
        pytest.param(on("09:00", "condition-started"), id="a condition"),
        pytest.param(on("09:00", "medication-started"), id="an order"),
        pytest.param(on("09:00", "demographics", birth_date="2015-01-01"), id="a birth date"),
        pytest.param(on("09:00", "mri-reported"), id="an MRI"),
        pytest.param(on("09:00", "edss-scored", score="2.0"), id="a score"),
        pytest.param(on("09:00", "relapse-reported"), id="a relapse"),
        pytest.param(on("09:00", "reaction-observed"), id="a reaction"),
        pytest.param(on("09:00", "lab-result", analyte="jcv-antibody", finding="positive"), id="a test for JC virus"),
        pytest.param(on("09:00", "lab-result", analyte="ast", value=500, unit="U/L"), id="another result"),
    ],
)
def test_who_is_not_watched(seen: Told) -> None:
    assert tell(HIGH, seen, about=RULE, until="2027-01-01", policy=TREATED) == []
    assert tell(HIGH, seen, about="limit-unknown", until="2027-01-01", policy=TREATED) == []


@pytest.mark.parametrize(
    ("story", "told"),
    [
        pytest.param(
            [on("07:00", "therapy-started"), HIGH, on("09:00", "therapy-discontinued")],
            [OPENED],
            id="after the therapy, too",
        ),
        pytest.param(
            [on("07:00", "dose-prepared"), on("07:30", "dose-discarded"), HIGH],
            [OPENED],
            id="after a dose that was discarded unused",
        ),
        pytest.param(
            [on("07:00", "therapy-started"), HIGH, on("09:00", "event-retracted", retracts="e1")],
            [OPENED, "09:00 alt resolved retracted"],
            id="no longer when it is retracted that there was one",
        ),
        pytest.param(
            [
                *(on("07:00", "therapy-started"), HIGH, on("09:00", "event-retracted", retracts="e1")),
                on("10:00", "event-retracted", retracts="e3"),
            ],
            [OPENED, "09:00 alt resolved retracted", "10:00 alt opened critical hold-therapy since 08:00"],
            id="and again when that is taken back",
        ),
    ],
)
def test_for_how_long_they_are_watched(story: list[Told], told: list[str]) -> None:
    assert tell(*story, about=RULE, until="12:00", policy=TREATED) == told


def test_an_infusion_is_watched_from_its_very_start() -> None:
    bolus = on("08:00", "infusion-started", route="iv-bolus")
    assert tell(bolus, about="prohibited-route", policy=TREATED) == ["08:00 drip opened critical stop-infusion"]
