"""What the rules say about a chart, and how it is brought up to date."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from alerts.holds import Hold, holds_of
from alerts.intervals import earliest
from models.findings import HOLDING, Finding

Key = tuple[str, str]
Findings = Mapping[Key, tuple[Finding, ...]]
"""Findings, ended ones too, by the rule and its part, or the rule and the thing; no key where there are none."""


class Judged(NamedTuple):
    """What the rules say about a chart.

    `uncut` are the findings, under the same keys, of rules that know of no therapy, before they were cut to it.
    `put_off` are the rules of whose findings only those before they next begin or end, and before `put_off_to`, stand
    here as they are: by then they are asked.
    """

    findings: Findings
    holds: tuple[Hold, ...]
    uncut: Findings
    put_off: frozenset[Key] = frozenset()
    put_off_to: datetime | None = None


NOT_JUDGED = Judged({}, (), {})


class Draft:
    """What the rules said before, and what they say now; what did not change stays the very same object.

    Attributes:
        uncut: As in `Judged`.
        put_off: As in `Judged`.
        put_off_to: As in `Judged`.
        holds: The holds; `settle_holds` brings them up to date.
    """

    def __init__(self, before: Judged) -> None:
        self._before = before
        self._findings = dict(before.findings)
        self._differs = False
        self._hold_differs = False
        self.uncut = before.uncut
        self.put_off = before.put_off
        self.put_off_to = before.put_off_to
        self.holds = before.holds

    def put_off_all(self, keys: frozenset[Key], to: datetime) -> None:
        """Leaves these rules unasked up to an instant."""
        self.put_off |= keys
        self.put_off_to = earliest(self.put_off_to, to)

    def put(self, key: Key, found: tuple[Finding, ...]) -> None:
        """Writes down what a rule found."""
        if key in self.put_off:
            self.put_off -= {key}
        was = self._findings.get(key, ())
        if found == was:
            return
        self._differs = True
        self._hold_differs = self._hold_differs or _hold(found) or _hold(was)
        if found:
            self._findings[key] = found
        else:
            del self._findings[key]

    def put_uncut(self, key: Key, found: tuple[Finding, ...]) -> None:
        """Keeps what a rule found before it is cut to the therapy."""
        if found != self.uncut.get(key, ()):
            others = {other: kept for other, kept in self.uncut.items() if other != key}
            self.uncut = {**others, key: found} if found else others

    def settle_holds(self) -> bool:
        """Works out the holds of what is written down so far, and says whether they can have changed."""
        if self._hold_differs:
            self.holds = holds_of(each for found in self._findings.values() for each in found)
        return self._hold_differs

    def judged(self) -> Judged:
        """What the rules say now; the findings are the former ones themselves where none differs."""
        findings = self._findings if self._differs else self._before.findings
        return Judged(findings, self.holds, self.uncut, self.put_off, self.put_off_to if self.put_off else None)


def _hold(findings: tuple[Finding, ...]) -> bool:
    return any(each.effect in HOLDING for each in findings)
