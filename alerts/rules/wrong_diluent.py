"""A dose is diluted with 0.9 % sodium chloride; other solvents are prohibited.

Source: Drug preparation and storage, Dilution requirements.
Begins: at the dilution with anything else; a higher grade from the start of an infusion from it.
Missing data: a dose of which no dilution is known is not judged.
Ends: when the dose is discarded; once it was infused, when that is acknowledged.
Asks for: critical; discard the dose. Once infused: critical; review.
Policy: preparation.diluents.
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

NAME: Final = "wrong-diluent"


def _judge(chart: Chart, policy: Policy) -> Iterator[Finding]:
    return misprepared(chart, NAME, lambda dilution: _flaw(dilution, policy))


def _flaw(dilution: DosePrepared, policy: Policy) -> Flaw | None:
    allowed = policy.preparation.diluents
    if " ".join(dilution.diluent.lower().split()) in allowed:
        return None
    return Flaw(f"wrong diluent; allowed: {', '.join(allowed)}", f"diluted with {dilution.diluent}")


RULE = Rule(
    name=NAME,
    authority=authority("Dilution requirements", "dilute with 0.9 % sodium chloride; other solvents prohibited"),
    reads=frozenset({Part.DOSES, Part.INFUSIONS}),
    judge=_judge,
    each=Part.DOSES,
)
