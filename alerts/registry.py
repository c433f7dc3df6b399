"""All rules of this build, in one place; nothing registers itself."""

from alerts.rule import Rule, RuleUnderHolds
from alerts.rules import dilution_expired, infused_while_held, liver_uln, mri_overdue

RULES: tuple[Rule, ...] = (
    dilution_expired.RULE,
    liver_uln.RULE,
    mri_overdue.RULE,
)
RULES_UNDER_HOLDS: tuple[RuleUnderHolds, ...] = (infused_while_held.RULE,)
