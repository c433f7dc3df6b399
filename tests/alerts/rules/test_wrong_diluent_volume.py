import pytest

from tests.alerts.story import Told, on, revisions, tell
from tests.alerts.unfit_dose import OPENED, Case, any_fate, told_of

RULE = "wrong-diluent-volume"


def of(volume: str) -> Told:
    return on("08:00", "dose-prepared", diluent_volume_ml=volume)


@any_fate
def test_what_becomes_of_it(case: Case) -> None:
    assert told_of(case, of("250"), RULE) == case.told


@pytest.mark.parametrize(
    ("volume", "tolerance", "told"),
    [
        ("100", "0", []),
        ("100.000", "0", []),
        ("99.999", "0", [OPENED]),
        ("100.001", "0", [OPENED]),
        ("100.000000000000000000000000000001", "0", [OPENED]),
        ("250", "0", [OPENED]),
        ("0", "0", [OPENED]),
        ("95", "5", []),
        ("105", "5", []),
        ("94.999", "5", [OPENED]),
        ("105.001", "5", [OPENED]),
        ("100.1", "0.1", []),
        ("100.11", "0.1", [OPENED]),
    ],
)
def test_which_volume_is_wrong(volume: str, tolerance: str, told: list[str]) -> None:
    policy = f"[preparation]\ndiluent_tolerance_ml = {tolerance}"
    assert tell(of(volume), about=RULE, until="20:00", policy=policy) == told


def test_two_tell_of_it_at_one_instant_and_the_worse_counts() -> None:
    assert tell(of("100"), of("50"), about=RULE) == [OPENED]
    assert tell(of("50"), of("100"), about=RULE) == [OPENED]


def test_what_it_says() -> None:
    (alert,) = (alert for alert in revisions(of("250")) if alert.rule == RULE)
    assert alert.summary == "Unfit dose: diluted with 250 mL instead of 100 mL"
