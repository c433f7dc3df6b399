"""One patient's story in order: what was known, which findings began and ended when and why, and the alerts."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Final, NamedTuple

import msgspec

from alerts.advance import Patient
from alerts.chart.chart import Chart
from models.alerts import Alert
from models.findings import End, Finding
from models.instants import to_text
from models.log import ClinicalEvent
from models.policy import Policy
from streams.explain.known import known_of
from streams.replay.lines import Refused
from streams.replay.run import Replay, replayed
from streams.replay.ward import Complaint

_COMMON: Final = frozenset({"event_id", "patient_id", "occurred_at", "accepted_at", "recorded_at", "source"})


class Moment(NamedTuple):
    """One thing of the story.

    Attributes:
        at: When it was, in clinical time; for an alert, when it was due.
        what: `event`, `began`, `ended` or `alert`.
        severity: Of a finding or an alert; empty for an event.
        text: What happened, in words.
    """

    at: datetime
    what: str
    severity: str
    text: str


class Story(NamedTuple):
    """All that can be said about a patient; `failed` are the rules that could not judge this one.

    `goes_on_as` names the records into which this one was merged: then nothing is found here any more, but there.
    """

    patient: Patient
    chart: Chart
    findings: tuple[Finding, ...]
    failed: frozenset[str]
    alerts: tuple[Alert, ...]
    until: datetime
    policy: Policy
    goes_on_as: tuple[str, ...] = ()

    def moments(self) -> list[Moment]:
        """Everything, in order."""
        told = [*_known(self.patient.facts.events()), *_found(self.findings, self.until), *_raised(self.alerts)]
        told += [Moment(self.until, "event", "", f"merged: patient {other} goes on") for other in self.goes_on_as]
        return sorted(told, key=lambda moment: moment.at)


def story_of(patient_id: str, what: Replay, refuse: Callable[[Refused], None], complain: Complaint) -> Story | None:
    """The story of a patient, from a replay; None if nothing is known."""
    ended = replayed(what, refuse, complain)
    patient = ended.patients.get(patient_id)
    if patient is None or patient.clock is None:
        return None
    judge = ended.judge_of(patient_id)
    chart, findings, failed = known_of(patient, judge)
    goes_on_as = ended.goes_on_as(patient_id)
    if goes_on_as:
        findings, failed = (), frozenset()
    alerts = tuple(alert for alert in ended.alerts if alert.patient_id == patient_id)
    return Story(patient, chart, findings, failed, alerts, patient.clock, judge.policy, goes_on_as)


def _known(events: Iterable[ClinicalEvent]) -> Iterator[Moment]:
    for event in events:
        said = {
            name: value
            for name, value in msgspec.structs.asdict(event).items()
            if name not in _COMMON and value is not None
        }
        words = ", ".join(f"{name.replace('_', ' ')} {_word(value)}" for name, value in said.items())
        late = event.accepted_at - event.occurred_at
        arrived = f" (known from {to_text(event.accepted_at)})" if late.total_seconds() else ""
        told = f"{type(event).__struct_config__.tag}: {words}".removesuffix(": ")
        yield Moment(event.occurred_at, "event", "", f"{told}{arrived}")


def _word(value: object) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _found(findings: Iterable[Finding], until: datetime) -> Iterator[Moment]:
    for finding in findings:
        if finding.holds_until is not None and finding.ends is End.ACKNOWLEDGED:
            continue  # it only asks to stop the infusion while it runs; another finding of its rank goes on
        about = f"{finding.rule} ({finding.subject})"
        if finding.holds_from <= until:
            evidence = "; ".join(f"{each.fact} at {to_text(each.at)}" for each in finding.evidence)
            why = f" — because: {evidence}" if evidence else ""
            yield Moment(finding.holds_from, "began", finding.severity, f"{about}: {finding.summary}{why}")
        if finding.holds_until is not None and finding.holds_until <= until:
            yield Moment(finding.holds_until, "ended", finding.severity, f"{about}: {finding.ends}")


def _raised(alerts: Iterable[Alert]) -> Iterator[Moment]:
    for alert in alerts:
        change = alert.change if alert.reason is None else f"{alert.change} ({alert.reason})"
        text = f"{alert.rule} ({alert.subject}) {change}: {alert.summary}. {alert.action}"
        yield Moment(alert.changed_at, "alert", alert.severity, text)
