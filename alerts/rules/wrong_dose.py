"""A dose is 300 mg.

Source: Drug preparation and storage, Dilution requirements.
Begins: at the dilution of another dose; a higher grade from the start of an infusion from it.
Missing data: a dose of which no dilution is known is not judged.
Ends: when the dose is discarded; once it was infused, when that is acknowledged.
Asks for: critical; discard the dose. Once infused: critical; review.
Policy: preparation.dose_mg.
"""

from collections.abc import Iterator
from typing import Final

from alerts.chart.chart import Chart
from alerts.chart.parts import Part
from alerts.preparing import Flaw, misprepared
from alerts.rule import Rule, authority
from models.findings import Finding
from models.log import DosePrepared
from models.policy import Policy

NAME: Final = "wrong-dose"


def _judge(chart: Chart, policy: Policy) -> Iterator[Finding]:
    return misprepared(chart, NAME, lambda dilution: _flaw(dilution, policy))


def _flaw(dilution: DosePrepared, policy: Policy) -> Flaw | None:
    right = policy.preparation.dose_mg
    if dilution.dose_mg == right:
        return None
    dose = f"dose of {dilution.dose_mg:f} mg"
    return Flaw(f"{dose} instead of {right:f} mg", dose)


RULE = Rule(
    name=NAME,
    authority=authority("Dilution requirements", "a dose is 300 mg"),
    reads=frozenset({Part.DOSES, Part.INFUSIONS}),
    judge=_judge,
    each=Part.DOSES,
)
