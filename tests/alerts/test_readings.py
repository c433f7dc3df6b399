"""A result beside its limits, in the canonical unit of its analyte."""

from decimal import Decimal

from alerts.chart.reading import Reading, reading_of
from models.log import LabResult
from models.policy import Policy
from tests.alerts.labs import answer, lab
from tests.alerts.story import Told, event_of


def reading(told: Told) -> Reading:
    event = event_of(told)
    assert isinstance(event, LabResult)
    return reading_of(event, Policy.parse(""))


def test_a_value_is_known_in_the_canonical_unit() -> None:
    assert reading(lab("08:00", "natalizumab-level", "1000", "ng/mL")).canonical == Decimal(1)


def test_a_test_that_says_positive_or_negative_has_no_value_to_compare() -> None:
    answered = reading(answer("08:00", "natalizumab-antibody", "positive"))
    assert (answered.canonical, answered.upper, answered.lower) == (None, None, None)
