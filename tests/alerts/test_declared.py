"""What a rule says of itself is what it does; every story is told under this watch."""

from collections.abc import Iterator

import msgspec
import pytest

from alerts.chart.chart import Chart
from alerts.registry import RULES
from models.findings import PATIENT, Effect, Finding, Severity
from models.policy import Policy
from streams.rulebook import Entry
from tests.alerts.declared import DECLARED, DECLARED_UNDER_HOLDS, ENTRIES, SHOWN, watched
from tests.alerts.story import when

RELAPSE = Finding(
    rule="relapse",
    subject=PATIENT,
    severity=Severity.WARNING,
    effect=Effect.REVIEW,
    holds_from=when("08:00"),
    summary="Relapse",
    action="See the patient.",
    evidence=(),
)


def told(rule: str, finding: Finding, *, cut: bool = False) -> list[Finding]:
    """What comes of a judgement that stands in for the rule's own."""

    def judge(_chart: Chart, _policy: Policy) -> Iterator[Finding]:
        yield finding

    return list(watched(rule, judge, cut=cut)(Chart(), Policy()))


def test_every_rule_is_watched() -> None:
    assert {rule.name for rule in DECLARED} | {rule.name for rule in DECLARED_UNDER_HOLDS} == ENTRIES.keys()


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES.keys())
def test_a_rule_says_how_grave_it_is_and_what_it_asks_for(entry: Entry) -> None:
    assert entry.severities
    assert entry.effects


def test_a_rule_whose_findings_are_cut_to_the_therapy_says_so() -> None:
    assert {rule.name for rule in RULES if rule.on_therapy and not ENTRIES[rule.name].on_therapy} == set()


def test_what_is_declared_passes() -> None:
    assert told("relapse", RELAPSE, cut=True) == [RELAPSE]


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"severity": Severity.INFO}, "does not say that it may be info"),
        ({"effect": Effect.HOLD_THERAPY}, "does not say that it may ask for hold-therapy"),
        ({"holds_until": when("09:00")}, "holds without a therapy"),
    ],
)
def test_what_is_not_declared_is_caught(fields: dict[str, object], complaint: str) -> None:
    with pytest.raises(AssertionError, match=complaint):
        told("relapse", msgspec.structs.replace(RELAPSE, **fields))


def test_reading_a_policy_value_that_is_not_declared_is_caught() -> None:
    def judge(_chart: Chart, policy: Policy) -> Iterator[Finding]:
        allowed = policy.after(RELAPSE.holds_from, policy.relapse.shown)
        yield msgspec.structs.replace(RELAPSE, holds_until=policy.after(allowed, policy.liver.interval))

    with pytest.raises(AssertionError, match=r"reads liver\.interval, and does not say so"):
        list(watched("relapse", judge, cut=True)(Chart(), Policy()))


def test_the_time_zone_is_a_policy_value_too() -> None:
    def judge(_chart: Chart, policy: Policy) -> Iterator[Finding]:
        yield msgspec.structs.replace(RELAPSE, holds_from=RELAPSE.holds_from.astimezone(policy.zone))

    with pytest.raises(AssertionError, match=r"reads site\.time_zone"):
        list(watched("relapse", judge, cut=True)(Chart(), Policy()))


def test_what_is_declared_was_shown() -> None:
    """Limits are not looked for: they reach a rule with the results that it reads."""
    declared = {
        (entry.rule, each)
        for entry in ENTRIES.values()
        for each in (*entry.severities, *entry.effects, *entry.policy)
        if not each.startswith("limits")
    }
    assert declared - SHOWN == set()
