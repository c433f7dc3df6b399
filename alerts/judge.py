"""Judging a chart: every rule whose part of the chart changed is asked, then those that must know of holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from alerts.chart.chart import Chart
from alerts.chart.parts import Part, Reads
from alerts.holds import Hold, holds_of
from alerts.intervals import on_therapy
from alerts.registry import RULES, RULES_UNDER_HOLDS
from alerts.rule import Rule, RuleUnderHolds
from models.analytes import Analyte
from models.findings import HOLDING, Finding
from models.policy import Policy

Findings = Mapping[tuple[str, str], tuple[Finding, ...]]
"""All findings, ended ones too, by rule and part of the rule."""


class Judged(NamedTuple):
    """What the rules say about a chart."""

    findings: Findings
    holds: tuple[Hold, ...]


NOT_JUDGED = Judged({}, ())


class RuleFailedError(Exception):
    """A rule raised; `rule` is its name, the cause is what it raised."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


@dataclass(frozen=True, slots=True)
class Judge:
    """The rules under one policy; `key` is the secret that makes alert ids unreadable."""

    policy: Policy
    key: bytes = b""
    rules: tuple[Rule, ...] = RULES
    rules_under_holds: tuple[RuleUnderHolds, ...] = RULES_UNDER_HOLDS
    authorities: Mapping[str, str] = field(init=False)
    askers: Mapping[Part | Analyte, tuple[int, ...]] = field(init=False)

    def __post_init__(self) -> None:
        cited = {rule.name: rule.authority for rule in self.rules}
        cited |= {rule.name: rule.authority for rule in self.rules_under_holds}
        object.__setattr__(self, "authorities", cited)
        parts = frozenset(part for rule in self.rules for part in rule.reads)
        askers = {part: tuple(n for n, rule in enumerate(self.rules) if part in rule.reads) for part in parts}
        object.__setattr__(self, "askers", askers)

    def judged(self, chart: Chart, changed: Reads, before: Judged = NOT_JUDGED) -> Judged:
        """The findings after `changed` parts of the chart changed since `before`; what did not change costs nothing.

        Raises:
            RuleFailedError: a rule raised.
        """
        if self.policy.patients.scope == "treated" and not chart.treated:
            return NOT_JUDGED
        findings = dict(before.findings)
        asked = self._asked(changed) if findings else self.rules
        for rule in asked:
            findings[rule.key] = self._first(rule, chart)
        holds = before.holds
        if any(_hold(before.findings.get(rule.key, ())) or _hold(findings[rule.key]) for rule in asked):
            holds = holds_of(each for rule in self.rules for each in findings[rule.key])
            changed |= {Part.HOLDS}
        for second in self.rules_under_holds:
            if second.key not in findings or not changed.isdisjoint(second.reads):
                findings[second.key] = self._second(second, chart, holds)
        return Judged(findings, holds)

    def _asked(self, changed: Reads) -> tuple[Rule, ...]:
        """The rules that read something of what changed, in the order of the registry."""
        numbers = {number for part in changed for number in self.askers.get(part, ())}
        return tuple(self.rules[number] for number in sorted(numbers))

    def _first(self, rule: Rule, chart: Chart) -> tuple[Finding, ...]:
        try:
            found = rule.judge(chart, self.policy)
            return tuple(on_therapy(found, chart.therapies) if rule.on_therapy else found)
        except Exception as error:
            raise RuleFailedError(rule.name) from error

    def _second(self, rule: RuleUnderHolds, chart: Chart, holds: tuple[Hold, ...]) -> tuple[Finding, ...]:
        try:
            return tuple(rule.judge(chart, self.policy, holds))
        except Exception as error:
            raise RuleFailedError(rule.name) from error


def _hold(findings: tuple[Finding, ...]) -> bool:
    return any(each.effect in HOLDING for each in findings)
