import pytest

from tests.alerts.story import Told, on, revisions, tell
from tests.alerts.unfit_dose import OPENED, Case, any_fate, told_of

RULE = "wrong-dose"


def of(dose: str) -> Told:
    return on("08:00", "dose-prepared", dose_mg=dose)


@any_fate
def test_what_becomes_of_it(case: Case) -> None:
    assert told_of(case, of("150"), RULE) == case.told


@pytest.mark.parametrize(
    ("dose", "told"),
    [
        ("300", []),
        ("300.000", []),
        ("299.999", [OPENED]),
        ("300.001", [OPENED]),
        ("300.0000000000000000000000000000001", [OPENED]),
        ("600", [OPENED]),
        ("0", [OPENED]),
    ],
)
def test_which_dose_is_wrong(dose: str, told: list[str]) -> None:
    assert tell(of(dose), about=RULE, until="20:00") == told


def test_a_site_may_give_another_dose() -> None:
    assert tell(of("300"), about=RULE, policy="[preparation]\ndose_mg = 450") == [OPENED]
    assert tell(of("450"), about=RULE, policy="[preparation]\ndose_mg = 450") == []


def test_what_it_says() -> None:
    (alert,) = (alert for alert in revisions(of("150")) if alert.rule == RULE)
    assert alert.summary == "Unfit dose: dose of 150 mg instead of 300 mg"
