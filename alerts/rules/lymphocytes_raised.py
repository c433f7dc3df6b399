"""Lymphocytes rise under natalizumab: an effect of the drug, to be known and not to be feared.

Source: Laboratory indicators, Complete blood count.
Missing data: a result without any limit, its own or the policy's, is not judged here (`limit-unknown` says so).
    A comparator that leaves it open counts as outside. A preliminary result opens, and ends nothing.
Ends: with a later result not above its range, or the therapy.
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
    rule="lymphocytes-raised",
    analytes=(Analyte.LYMPHOCYTES,),
    severity=Severity.INFO,
    action="None needed: expected under natalizumab.",
    raised_only=True,
)


def _judge(chart: Chart, policy: Policy) -> Iterator[Finding]:
    return out_of_range(_WATCH, chart, policy)


RULE = Rule(
    name=_WATCH.rule,
    authority=authority("Complete blood count", "increased lymphocytes are an effect of the drug"),
    reads=frozenset({Analyte.LYMPHOCYTES, Part.THERAPIES}),
    judge=_judge,
    on_therapy=True,
)
