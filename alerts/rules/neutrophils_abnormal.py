"""A change in neutrophils may be the sign of an infection.

Source: Laboratory indicators, Complete blood count.
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
    rule="neutrophils-abnormal",
    analytes=(Analyte.NEUTROPHILS,),
    severity=Severity.WARNING,
    action="Look for an infection.",
)


def _judge(chart: Chart, policy: Policy) -> Iterator[Finding]:
    return out_of_range(_WATCH, chart, policy)


RULE = Rule(
    name=_WATCH.rule,
    authority=authority("Complete blood count", "changes in neutrophils may indicate infection"),
    reads=frozenset({Analyte.NEUTROPHILS, Part.THERAPIES}),
    judge=_judge,
    on_therapy=True,
)
