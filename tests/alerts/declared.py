"""The rules, watched: each may find only what it declares, and read only the policy that it declares.

Every story of these tests is told under them. What a rule declares stands in its docstring, under `Asks for`, `Begins`
and `Policy`: the same words that `natwatch rules` prints and the rulebook holds.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from alerts.chart.chart import Chart
from alerts.holds import Hold
from alerts.registry import RULES, RULES_UNDER_HOLDS
from models.findings import Finding
from models.policy import Policy
from models.policy.values import Section
from streams.rulebook import entries

ENTRIES: Final = {entry.rule: entry for entry in entries(Policy())}
READ_AS: Final = {"zone": "site.time_zone"}
"""What a policy works out of a value, and the key of that value."""
SHOWN: Final[set[tuple[str, str]]] = set()
"""What rules were seen to do: the rule, and a severity, an effect or the key of a policy value."""


class Watched:
    """A policy, or a section of one, that hands a rule nothing but what it declares."""

    def __init__(self, real: Section, rule: str, above: str = "") -> None:
        self._real, self._rule, self._above = real, rule, above

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the policy holds
        value = getattr(self._real, name)
        key = READ_AS.get(name, f"{self._above}{name}")
        if isinstance(value, Section):
            return Watched(value, self._rule, f"{key}.")
        if name in READ_AS or name in type(self._real).model_fields:
            assert key in ENTRIES[self._rule].policy, f"{self._rule} reads {key}, and does not say so"
            SHOWN.add((self._rule, key))
        return value


def watched(rule: str, judge: Callable[..., Iterable[Finding]], *, cut: bool) -> Callable[..., Iterator[Finding]]:
    """The same judgement, which fails where it does what the rule does not say; `cut`: to the therapy, afterwards."""
    says = ENTRIES[rule]

    def judged(chart: Chart, policy: Section, *holds: tuple[Hold, ...]) -> Iterator[Finding]:
        for finding in judge(chart, Watched(policy, rule), *holds):
            assert finding.severity in says.severities, f"{rule} does not say that it may be {finding.severity}"
            assert finding.effect in says.effects, f"{rule} does not say that it may ask for {finding.effect}"
            assert cut or not says.on_therapy or _on_therapy(finding, chart), f"{rule} holds without a therapy"
            SHOWN.update({(rule, finding.severity), (rule, finding.effect)})
            yield finding

    return judged


def _on_therapy(finding: Finding, chart: Chart) -> bool:
    begin, end = finding.holds_from, finding.holds_until
    return end is not None and any(each.start <= begin and end <= each.end for each in chart.therapies)


DECLARED: Final = tuple(replace(rule, judge=watched(rule.name, rule.judge, cut=rule.on_therapy)) for rule in RULES)
DECLARED_UNDER_HOLDS: Final = tuple(
    replace(rule, judge=watched(rule.name, rule.judge, cut=False)) for rule in RULES_UNDER_HOLDS
)
