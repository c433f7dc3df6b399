"""Monocytes rise under natalizumab: an effect of the drug, to be known and not to be feared.

Source: Laboratory indicators, Complete blood count.
Begins: on therapy, at the collection of a result above its range.
Missing data: a result without any limit, its own or the policy's, is not judged here (`limit-unknown` says so).
    A comparator that leaves it open counts as outside. A preliminary result opens, and ends nothing.
Ends: with a later result not above its range, or the therapy.
Asks for: info; review.
Policy: limits.monocytes.
"""

from typing import Final

from alerts.ranges import Watch, rules_of
from models.analytes import Analyte
from models.findings import Severity

_WATCH: Final = Watch(
    rule="monocytes-raised",
    analytes=(Analyte.MONOCYTES,),
    severity=Severity.INFO,
    action="None needed: expected under natalizumab.",
    raised_only=True,
)

RULES = rules_of(_WATCH, "Complete blood count", "increased monocytes are an effect of the drug")
