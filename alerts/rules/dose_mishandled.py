"""A dose is neither frozen nor shaken.

Source: Drug preparation and storage, Stability.
Begins: with the first freezing or shaking; a higher grade from the start of an infusion from it.
Missing data: none needed: a dose that was mishandled is unfit even if its dilution is not known.
Ends: when the dose is discarded; once it was infused, when that is acknowledged. What happens to the dose while it is
    infused, or after, counts from when it happened.
Asks for: critical; discard the dose. Once infused: critical; review.
"""

from collections.abc import Iterator
from typing import Final

import msgspec

from alerts.chart.chart import Chart
from alerts.chart.parts import Part
from alerts.preparing import Flaw, must_be_discarded, unfit
from alerts.rule import Rule, authority
from models.findings import Finding
from models.policy import Policy

NAME: Final = "dose-mishandled"


def _judge(chart: Chart, _policy: Policy) -> Iterator[Finding]:
    for dose in chart.doses:
        if dose.mishandled is None:
            continue
        happened = dose.mishandled.occurred_at
        flaw = Flaw(f"the dose was {dose.mishandled.kind}", f"dose {dose.mishandled.kind}")
        for finding in unfit(chart, dose, must_be_discarded(NAME, dose, dose.mishandled, flaw)):
            yield msgspec.structs.replace(finding, holds_from=max(finding.holds_from, happened))


RULE = Rule(
    name=NAME,
    authority=authority("Stability", "avoid freezing or shaking"),
    reads=frozenset({Part.DOSES, Part.INFUSIONS}),
    judge=_judge,
    each=Part.DOSES,
)
