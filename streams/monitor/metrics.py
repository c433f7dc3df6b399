"""What the monitor's counts, and the state of its ledgers, are called outside."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

from alerts.advance import Outcome
from models.alerts import Change
from models.terms import SetAside
from streams.metrics.described import Family, Label, counter, gauge, words
from streams.metrics.labels import PARTITION, RULE
from streams.monitor.counts import Counts
from streams.monitor.tenure import Tenure

_OUTCOME = Label("outcome", "what became of it", tuple(Outcome))
_OVERRIDE = Label("reason", "the code of why it was set aside", words(SetAside))
_CHANGE = Label("change", "what the revision brought", tuple(Change))

RECORDS: Final = counter("natwatch_monitor_records_total", "Records of the log that were worked in.")
LINES: Final = counter("natwatch_monitor_lines_total", "Lines of the log that were worked in.")
OUTCOMES: Final = counter("natwatch_monitor_outcomes_total", "What became of each line about a patient.", _OUTCOME)
FACTS_DROPPED: Final = counter(
    "natwatch_monitor_facts_dropped_total", "Facts that went beyond what is kept of one patient."
)
DEADLINES_OF_NOBODY: Final = counter(
    "natwatch_monitor_deadlines_of_nobody_total", "Deadlines in the log of patients who are not known."
)
POLICIES: Final = counter("natwatch_monitor_policies_total", "Policies that came into force, by partition.")
REVISIONS: Final = counter(
    "natwatch_alert_revisions_total", "Revisions of alerts that were made; those of the canary are left out.",
    RULE, _CHANGE,
)  # fmt: skip
OVERRIDES: Final = counter(
    "natwatch_alert_overrides_total", "Alerts that people set aside, by the code of why they did.", RULE, _OVERRIDE
)
CANNOT_JUDGE: Final = counter("natwatch_monitor_cannot_judge_total", "Looks at a patient at which a rule raised.")
PASSED_ON: Final = counter(
    "natwatch_monitor_passed_on_total", "Events of merged records, written to the log for those that go on."
)
MERGES_IGNORED: Final = counter("natwatch_monitor_merges_ignored_total", "Merges that were said before.")
TRANSACTIONS: Final = counter("natwatch_monitor_transactions_total", "Kafka transactions that were committed.")
TAKE_OVERS: Final = counter("natwatch_monitor_take_overs_total", "Take-overs of a partition.")
DELIVERED_AGAIN: Final = counter(
    "natwatch_monitor_delivered_again_total", "Records that were delivered although they had been worked in."
)
READ_FROM_LOG: Final = counter(
    "natwatch_monitor_read_from_log_total",
    "Records that were read from the log itself: at a take-over, or since they were not delivered.",
)
PATIENTS: Final = gauge("natwatch_ledger_patients", "Patients that the ledger keeps.", PARTITION)
POSITION: Final = gauge("natwatch_ledger_position", "The offset in patient-events to be worked in next.", PARTITION)
POSITION_AGE: Final = gauge(
    "natwatch_ledger_position_age_seconds",
    "For how long the ledger has stood still although there is something to do; 0 where there is nothing, or it moves.",
    PARTITION,
)
DEADLINES: Final = gauge("natwatch_ledger_deadlines", "Deadlines that are still to come.", PARTITION)
LATENESS: Final = gauge(
    "natwatch_ledger_deadline_lateness_seconds",
    "How late the next deadline is: 0 while it is still to come.",
    PARTITION,
)
METRICS: Final = (
    RECORDS, LINES, OUTCOMES, FACTS_DROPPED, DEADLINES_OF_NOBODY, POLICIES, REVISIONS, OVERRIDES, CANNOT_JUDGE,
    PASSED_ON, MERGES_IGNORED, TRANSACTIONS, TAKE_OVERS, DELIVERED_AGAIN, READ_FROM_LOG, PATIENTS, POSITION,
    POSITION_AGE, DEADLINES, LATENESS,
)  # fmt: skip


def families(counts: Counts) -> Iterator[Family]:
    """The counts as they stand."""
    yield RECORDS.family(counts.records)
    yield LINES.family(counts.lines)
    yield OUTCOMES.family({(outcome,): count for outcome, count in counts.outcomes.items()})
    yield FACTS_DROPPED.family(counts.facts_dropped)
    yield DEADLINES_OF_NOBODY.family(counts.deadlines_of_nobody)
    yield POLICIES.family(counts.policies)
    yield REVISIONS.family(counts.revised)
    yield OVERRIDES.family(counts.overrides)
    yield CANNOT_JUDGE.family(counts.cannot_judge)
    yield PASSED_ON.family(counts.passed_on)
    yield MERGES_IGNORED.family(counts.merges_ignored)
    yield TRANSACTIONS.family(counts.transactions)
    yield TAKE_OVERS.family(counts.take_overs)
    yield DELIVERED_AGAIN.family(counts.delivered_again)
    yield READ_FROM_LOG.family(counts.read_from_log)


def ledgers(tenures: Iterable[Tenure], ages: Mapping[int, float], now: datetime) -> Iterator[Family]:
    """The state of those ledgers that are taken over, and the ages of all."""
    kept = {(str(tenure.partition),): tenure.ledger for tenure in tenures if tenure.ledger is not None}
    yield PATIENTS.family({place: len(ledger) for place, ledger in kept.items()})
    yield POSITION.family({place: ledger.position.offset for place, ledger in kept.items()})
    yield POSITION_AGE.family({(str(partition),): age for partition, age in ages.items()})
    yield DEADLINES.family({place: len(ledger.deadlines) for place, ledger in kept.items()})
    yield LATENESS.family({place: _late(ledger.deadlines.next_due, now) for place, ledger in kept.items()})


def _late(due: datetime | None, now: datetime) -> float:
    return 0.0 if due is None else max(0.0, (now - due).total_seconds())
