"""A change in neutrophils may be the sign of an infection.

Source: Laboratory indicators, Complete blood count.
Begins: on therapy, at the collection of a result outside its range.
Missing data: a result without any limit, its own or the policy's, is not judged here (`limit-unknown` says so).
    A comparator that leaves it open counts as outside. A preliminary result opens, and ends nothing.
Ends: with a later result inside its range, or the therapy.
Asks for: warning; review.
Policy: limits.neutrophils.
"""

from typing import Final

from alerts.ranges import Watch, rules_of
from models.analytes import Analyte
from models.findings import Severity

_WATCH: Final = Watch(
    rule="neutrophils-abnormal",
    analytes=(Analyte.NEUTROPHILS,),
    severity=Severity.WARNING,
    action="Look for an infection.",
)

RULES = rules_of(_WATCH, "Complete blood count", "changes in neutrophils may indicate infection")
