"""TSH and free T4 are watched: some six in a hundred develop thyroiditis.

Source: Laboratory indicators, Thyroid function.
Missing data: a result without any limit, its own or the policy's, is not judged here (`limit-unknown` says so).
    A comparator that leaves it open counts as outside. A preliminary result opens, and ends nothing.
Ends: with a later result inside its range, or the therapy.
"""

from collections.abc import Iterator
from typing import Final

from alerts.chart.chart import Chart
from alerts.chart.parts import Part
from alerts.ranges import Watch, out_of_range
from alerts.rule import Rule, authority
from models.analytes import Analyte
from models.findings import Finding, Severity
from models.policy import Policy

_WATCH: Final = Watch(
    rule="thyroid-abnormal",
    analytes=(Analyte.TSH, Analyte.FREE_T4),
    severity=Severity.WARNING,
    action="Review thyroid function; consider thyroiditis.",
)


def _judge(chart: Chart, policy: Policy) -> Iterator[Finding]:
    return out_of_range(_WATCH, chart, policy)


RULE = Rule(
    name=_WATCH.rule,
    authority=authority("Thyroid function", "TSH and free T4 monitored; thyroiditis in about 6 %"),
    reads=frozenset({Analyte.TSH, Analyte.FREE_T4, Part.THERAPIES}),
    judge=_judge,
    on_therapy=True,
)
