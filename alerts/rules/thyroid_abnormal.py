"""TSH and free T4 are watched: some six in a hundred develop thyroiditis.

Source: Laboratory indicators, Thyroid function.
Begins: on therapy, at the collection of a result outside its range.
Missing data: a result without any limit, its own or the policy's, is not judged here (`limit-unknown` says so).
    A comparator that leaves it open counts as outside. A preliminary result opens, and ends nothing.
Ends: with a later result inside its range, or the therapy.
Asks for: warning; review.
Policy: limits.tsh, limits.free-t4.
"""

from typing import Final

from alerts.ranges import Watch, rules_of
from models.analytes import Analyte
from models.findings import Severity

_WATCH: Final = Watch(
    rule="thyroid-abnormal",
    analytes=(Analyte.TSH, Analyte.FREE_T4),
    severity=Severity.WARNING,
    action="Review thyroid function; consider thyroiditis.",
)

RULES = rules_of(_WATCH, "Thyroid function", "TSH and free T4 monitored; thyroiditis in about 6 %")
