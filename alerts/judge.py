"""Judging a chart: every rule whose part of the chart changed is asked, then those that must know of holds."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from alerts.chart.chart import Chart
from alerts.chart.parts import Part, Reads
from alerts.chart.revise import Changed
from alerts.intervals import on_therapy
from alerts.judged import NOT_JUDGED, Draft, Judged, Key
from alerts.registry import RULES, RULES_UNDER_HOLDS
from alerts.rule import Rule, RuleUnderHolds
from models.findings import Finding
from models.policy import Policy

_COMBINATIONS = 256
_THERAPIES: Reads = frozenset({Part.THERAPIES})


class RuleFailedError(Exception):
    """A rule raised; `rule` is its name, the cause is what it raised."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


class _Asked(NamedTuple):
    """The rules to ask: about the whole chart, about each infusion or dose that changed; and those only to cut anew.

    `keys` are those of all.
    """

    whole: tuple[Rule, ...]
    infusions: tuple[Rule, ...]
    doses: tuple[Rule, ...]
    cut: tuple[Rule, ...]
    keys: frozenset[Key]


@dataclass(frozen=True, slots=True)
class Judge:
    """The rules under one policy; `key` is the secret that makes alert ids unreadable."""

    policy: Policy
    key: bytes = b""
    rules: tuple[Rule, ...] = RULES
    rules_under_holds: tuple[RuleUnderHolds, ...] = RULES_UNDER_HOLDS
    authorities: Mapping[str, str] = field(init=False)
    _asked: Callable[[Reads], _Asked] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        cited = {rule.name: rule.authority for rule in self.rules}
        cited |= {rule.name: rule.authority for rule in self.rules_under_holds}
        object.__setattr__(self, "authorities", cited)
        object.__setattr__(self, "_asked", lru_cache(_COMBINATIONS)(self._to_ask))

    def judged(self, chart: Chart, changed: Changed | None = None, before: Judged = NOT_JUDGED) -> Judged:
        """The findings about a chart of which some changed since `before`; None: all of it.

        What did not change costs nothing, and where no finding is another one they are those of `before` themselves.

        Raises:
            RuleFailedError: a rule raised.
        """
        if self.policy.patients.scope == "treated" and not chart.treated:
            return NOT_JUDGED
        draft = Draft(before)
        if changed is None or before is NOT_JUDGED:
            self._ask_all(chart, draft)
        else:
            self._ask_again(chart, changed, draft)
        return draft.judged()

    def unmoved(self, changed: Changed, before: Judged, instant: datetime) -> Judged | None:
        """What the rules say after a result that moves nothing now, told without asking one; None: they must be asked.

        A rule may be put off: before the first of its findings begins `caught_up` has to be asked.
        """
        reading = changed.latest
        if reading is None or before is NOT_JUDGED:
            return None
        findings, put_off = before.findings, before.put_off
        for rule in self._asked(changed.parts).whole:
            key = rule.key
            ahead = [each for each in findings.get(key, ()) if not _over(each, reading.at)]
            if not ahead:
                if rule.unmoved is None or key in before.uncut or not rule.unmoved(reading, self.policy):
                    return None
            elif not rule.put_off or any(each.holds_from <= instant for each in ahead):
                return None
            elif key not in put_off:
                put_off |= {key}
        return before if put_off is before.put_off else before._replace(put_off=put_off)

    def caught_up(self, chart: Chart, before: Judged, clock: datetime, instant: datetime) -> Judged:
        """The findings, once those rules that were put off are asked whose findings would begin or end by an instant.

        Nothing of theirs has up to `clock`.

        Raises:
            RuleFailedError: a rule raised.
        """
        keys = before.put_off
        if before.put_off_to is None or before.put_off_to > instant:
            keys = frozenset(key for key in keys if _moves(before.findings.get(key, ()), clock, instant))
        if not keys:
            return before
        draft = Draft(before)
        for rule in self.rules:
            if rule.key in keys:
                self._ask(rule, chart, draft)
        if draft.settle_holds():
            for second in self.rules_under_holds:
                self._ask_under_holds(second, chart, draft)
        return draft.judged()

    def _ask_all(self, chart: Chart, draft: Draft) -> None:
        for rule in self.rules:
            if rule.each is None:
                self._ask(rule, chart, draft)
            else:
                for name, found in _by_subject(self._found(rule, chart)).items():
                    draft.put((rule.name, name), found)
        draft.settle_holds()
        for second in self.rules_under_holds:
            self._ask_under_holds(second, chart, draft)

    def _ask_again(self, chart: Chart, changed: Changed, draft: Draft) -> None:
        asked = self._asked(changed.parts)
        if changed.prolonged_from is not None:
            draft.put_off_all(self._asked(_THERAPIES).keys, changed.prolonged_from)
        for rule in asked.whole:
            self._ask(rule, chart, draft)
        for rule in asked.cut:
            if uncut := draft.uncut.get(rule.key):
                draft.put(rule.key, tuple(on_therapy(uncut, chart.therapies)))
        for name in changed.infusions if asked.infusions else ():
            self._ask_each(asked.infusions, name, chart.with_infusion_only(name), draft)
        for name in changed.doses if asked.doses else ():
            self._ask_each(asked.doses, name, chart.with_dose_only(name), draft)
        held_anew = draft.settle_holds()
        for second in self.rules_under_holds:
            if held_anew or not changed.parts.isdisjoint(second.reads):
                self._ask_under_holds(second, chart, draft)

    def _ask(self, rule: Rule, chart: Chart, draft: Draft) -> None:
        found = self._found(rule, chart)
        if rule.on_therapy:
            draft.put_uncut(rule.key, found)
            found = tuple(on_therapy(found, chart.therapies)) if found else found
        draft.put(rule.key, found)

    def _ask_each(self, rules: tuple[Rule, ...], name: str, narrowed: Chart, draft: Draft) -> None:
        for rule in rules:
            draft.put((rule.name, name), self._found(rule, narrowed))

    def _found(self, rule: Rule, chart: Chart) -> tuple[Finding, ...]:
        try:
            return tuple(rule.judge(chart, self.policy))
        except Exception as error:
            raise RuleFailedError(rule.name) from error

    def _ask_under_holds(self, rule: RuleUnderHolds, chart: Chart, draft: Draft) -> None:
        try:
            draft.put(rule.key, tuple(rule.judge(chart, self.policy, draft.holds)) if draft.holds else ())
        except Exception as error:
            raise RuleFailedError(rule.name) from error

    def _to_ask(self, parts: Reads) -> _Asked:
        reading = [rule for rule in self.rules if not parts.isdisjoint(rule.reads)]
        cut = [rule for rule in reading if rule.on_therapy and parts.isdisjoint(rule.reads - _THERAPIES)]
        return _Asked(
            whole=tuple(rule for rule in reading if rule.each is None and rule not in cut),
            infusions=tuple(rule for rule in reading if rule.each is Part.INFUSIONS),
            doses=tuple(rule for rule in reading if rule.each is Part.DOSES),
            cut=tuple(cut),
            keys=frozenset(rule.key for rule in reading),
        )


def _over(finding: Finding, instant: datetime) -> bool:
    return finding.holds_until is not None and finding.holds_until <= instant


def _moves(findings: tuple[Finding, ...], clock: datetime, instant: datetime) -> bool:
    """Whether any of them begins or ends after the clock and up to an instant."""
    bounds = (bound for each in findings for bound in (each.holds_from, each.holds_until))
    return any(bound is not None and clock < bound <= instant for bound in bounds)


def _by_subject(findings: Iterable[Finding]) -> dict[str, tuple[Finding, ...]]:
    """What was found about several things at once, by thing."""
    found: dict[str, tuple[Finding, ...]] = {}
    for each in findings:
        found[each.subject] = (*found.get(each.subject, ()), each)
    return found
