"""What a worker's ledgers count, for the metrics: everything accepted is either learned or a repeat."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from alerts.advance import Outcome
from models.alerts import Alert, Change
from models.canary import is_canary
from models.log import AlertAcknowledged


@dataclass(slots=True)
class Counts:
    """Totals since the worker began; they only grow.

    Attributes:
        records: of the log that were worked in.
        lines: in them.
        outcomes: what became of each line about a patient.
        facts_dropped: facts that went beyond what is kept of one patient.
        deadlines_of_nobody: deadlines of patients who are not known.
        policies: policy lines.
        revised: revisions of alerts, by rule and change; those of canaries are left out.
        overrides: alerts that people set aside, by rule and coded reason.
        cannot_judge: looks at which a rule raised.
        passed_on: events of merged records, written to the log for those that go on.
        merges_ignored: merges that were said before.
        transactions: committed.
        take_overs: of partitions.
        delivered_again: records that Faust delivered although they were worked in before.
        read_from_log: records that were read from the log, at a take-over or because Faust had skipped them.
    """

    records: int = 0
    lines: int = 0
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    facts_dropped: int = 0
    deadlines_of_nobody: int = 0
    policies: int = 0
    revised: Counter[tuple[str, Change]] = field(default_factory=Counter)
    overrides: Counter[tuple[str, str]] = field(default_factory=Counter)
    cannot_judge: int = 0
    passed_on: int = 0
    merges_ignored: int = 0
    transactions: int = 0
    take_overs: int = 0
    delivered_again: int = 0
    read_from_log: int = 0

    def revise(self, alert: Alert) -> None:
        """Counts a revision, unless it is a canary's."""
        if not is_canary(alert.patient_id):
            self.revised[alert.rule, alert.change] += 1

    def set_aside(self, event: AlertAcknowledged, revisions: Iterable[Alert]) -> None:
        """Counts what an acknowledgement has set aside, by what came of it."""
        self.overrides.update((alert.rule, event.reason) for alert in revisions if alert.alert_id == event.alert_id)
