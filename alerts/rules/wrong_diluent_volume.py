"""A dose is diluted with 100 mL.

Source: Drug preparation and storage, Dilution requirements.
Begins: at the dilution with another volume, beyond the tolerance; a higher grade from the start of an infusion from it.
Missing data: a dose of which no dilution is known is not judged.
Ends: when the dose is discarded; once it was infused, when that is acknowledged.
Asks for: critical; discard the dose. Once infused: critical; review.
Policy: preparation.diluent_volume_ml, preparation.diluent_tolerance_ml.
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

NAME: Final = "wrong-diluent-volume"


def _judge(chart: Chart, policy: Policy) -> Iterator[Finding]:
    return misprepared(chart, NAME, lambda dilution: _flaw(dilution, policy))


def _flaw(dilution: DosePrepared, policy: Policy) -> Flaw | None:
    right, tolerance = policy.preparation.diluent_volume_ml, policy.preparation.diluent_tolerance_ml
    if right - tolerance <= dilution.diluent_volume_ml <= right + tolerance:
        return None
    volume = f"diluted with {dilution.diluent_volume_ml:f} mL"
    return Flaw(f"{volume} instead of {right:f} mL", volume)


RULE = Rule(
    name=NAME,
    authority=authority("Dilution requirements", "dilute with 100 mL"),
    reads=frozenset({Part.DOSES, Part.INFUSIONS}),
    judge=_judge,
    each=Part.DOSES,
)
