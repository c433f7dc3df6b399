"""The closed set of log events: what each means, how grave it is, and the only fields that it may carry."""

from dataclasses import dataclass
from enum import Enum
from logging import CRITICAL, ERROR, INFO, WARNING


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of log line.

    Attributes:
        name: what stands under `event`.
        level: how grave it is, as the standard library counts.
        doc: what it means, and what to do where something is to be done.
        fields: the names of all the fields that it may have.
    """

    name: str
    level: int
    doc: str
    fields: tuple[str, ...] = ()


class Event(Enum):
    """Everything that can be logged. No field holds a patient_id, free text or a value from a message, but a code."""

    WORKER_STARTED = Line("worker-started", INFO, "The worker runs its stages.", ("roles", "worker", "policy_version"))
    WORKER_STOPPING = Line("worker-stopping", INFO, "A signal asked the worker to end; it ends what it began.", ("by",))
    WORKER_STOP_FORCED = Line(
        "worker-stop-forced",
        WARNING,
        "The worker could not end in good order in time (is Kafka away?) and was ended; nothing is lost.",
    )
    WORKER_STOPPED = Line("worker-stopped", INFO, "The worker has ended in good order.")
    WORKER_REFUSED = Line(
        "worker-refused", ERROR, "The worker does not start; every reason says what to do.", ("reasons",)
    )
    WORKER_FAILED = Line(
        "worker-failed",
        CRITICAL,
        "The worker met something that it does not understand and ends; whoever supervises it starts it again.",
        ("stage", "reason", "errors", "trace"),
    )
    PRIVACY_KEY_MISSING = Line(
        "privacy-key-missing",
        WARNING,
        "privacy.key is not set: pseudonyms change with every start, and alert ids can be guessed. Set it.",
    )
    LIBRARY_WARNING = Line(
        "library-warning",
        WARNING,
        "A library that we use complains; `suppressed` counts the same complaint since the last line of it.",
        ("library", "grade", "message", "errors", "suppressed"),
    )
    INTAKE_STARTED = Line("intake-started", INFO, "Intake reads the hospital's topics.", ("topics", "group"))
    INTAKE_STOPPED = Line("intake-stopped", INFO, "Intake has ended, with all that it read committed.", ("messages",))
    INTAKE_REJECTED = Line(
        "intake-rejected",
        WARNING,
        "Messages of one fetch were rejected, by reason; they are in rejected-events.",
        ("reasons",),
    )
    UNKNOWN_CODES = Line(
        "unknown-codes",
        INFO,
        "So often within an hour, what came had these codes, which are mapped to nothing; `others` counts those not "
        "named. Is one of them watched? Map it in intake.local_codes.",
        ("since", "codes", "others"),
    )
    INTAKE_COMMIT_REFUSED = Line(
        "intake-commit-refused",
        WARNING,
        "The parts of topics moved to another intake before this one could commit; what it read is read again there.",
        ("errors",),
    )
    PAGER_STARTED = Line("pager-started", INFO, "The pager reads alerts and tells this receiver.", ("receiver",))
    PAGER_STOPPED = Line("pager-stopped", INFO, "The pager has stopped; what was accepted is settled.", ("receiver",))
    PAGER_COMMIT_FAILED = Line(
        "pager-commit-failed",
        WARNING,
        "The pager could not move its place in Kafka, as in a rebalance; it tries again.",
        ("errors",),
    )
    PAGER_PLACE_BEYOND_END = Line(
        "pager-place-beyond-end",
        ERROR,
        "The topic is shorter than what the pager had read of it: was it made anew? It is read as a new one.",
        ("topic", "partition", "committed", "end"),
    )
    PAGER_RECORD_UNREADABLE = Line(
        "pager-record-unreadable",
        ERROR,
        "A record is no alert that this build can read: nobody was paged for it. Find out who wrote it.",
        ("topic", "partition", "offset"),
    )
    PAGE_TOLD = Line(
        "page-told",
        INFO,
        "A receiver has accepted a delivery.",
        ("receiver", "rule", "severity", "intent", "alert_id", "revision"),
    )
    PAGE_NOT_TAKEN = Line(
        "page-not-taken",
        WARNING,
        "A receiver has not accepted a delivery; it is tried again after so many seconds.",
        ("receiver", "rule", "alert_id", "revision", "why", "attempt", "after_s"),
    )
    PAGE_REFUSED = Line(
        "page-refused",
        ERROR,
        "A receiver has refused this very delivery, so it is not tried again. Act upon the alert by other means.",
        ("receiver", "rule", "alert_id", "revision", "why"),
    )
    PAGE_SHADOWED = Line(
        "page-shadowed",
        INFO,
        "Shadow mode kept this delivery back.",
        ("receiver", "rule", "severity", "intent", "alert_id", "revision"),
    )
    MONITOR_STARTED = Line(
        "monitor-started", INFO, "The monitor shares the log with the others of its group.", ("group",)
    )
    MONITOR_STOPPED = Line("monitor-stopped", INFO, "The monitor has ended, with nothing left half done.")
    MONITOR_FAILED = Line(
        "monitor-failed",
        CRITICAL,
        "The monitor met something that must not happen and ends the worker; whoever supervises it starts it again.",
        ("reason", "errors", "trace"),
    )
    LEDGER_TAKEN_OVER = Line(
        "ledger-taken-over",
        INFO,
        "This worker keeps the patients of a partition now, and reads the log from `offset` on.",
        ("partition", "patients", "offset", "log_end"),
    )
    LEDGER_GIVEN_UP = Line("ledger-given-up", INFO, "This worker keeps that partition no more.", ("partition",))
    RECORDS_SKIPPED = Line(
        "records-skipped",
        WARNING,
        "Faust did not deliver records of the log; they were read from the log itself and nothing is lost.",
        ("partition", "records"),
    )
    POLICY_WRITTEN = Line(
        "policy-written",
        INFO,
        "The log was told that this worker's policy holds from here on.",
        ("partition", "policy_version"),
    )
    ALERT_REVISED = Line(
        "alert-revised",
        INFO,
        "A revision of an alert was published; the record of patient-events at `partition` and `offset` is its cause. "
        "`patient` is `canary` where it is only a test. What the pager does with it has the same `alert_id`.",
        ("alert_id", "revision", "rule", "severity", "change", "why", "patient", "partition", "offset"),
    )
    CANNOT_JUDGE = Line(
        "cannot-judge",
        ERROR,
        "A rule raised on a patient, whose alerts stay as they are; `errors` and `trace` say where.",
        ("partition", "rule", "patient", "errors", "trace"),
    )
    PAGER_ALARM_UNPUBLISHED = Line(
        "pager-alarm-unpublished",
        WARNING,
        "Kafka did not take an operations alert of the pager's; it is published at the next occasion.",
        ("rule", "errors"),
    )
    VIGIL_KEPT = Line("vigil-kept", INFO, "This worker keeps the vigil: it watches for silence, floods and backlogs.")
    VIGIL_LEFT = Line("vigil-left", INFO, "This worker keeps the vigil no more; another one does.")
    VIGIL_HINDERED = Line(
        "vigil-hindered",
        WARNING,
        "Kafka did not answer the vigil; alerts may not get through either. It tries again.",
        ("errors",),
    )
    OPERATIONS_ALERT = Line(
        "operations-alert",
        WARNING,
        "natwatch says something of itself, or that it is over; the runbook has a section named like the rule.",
        ("alert_id", "revision", "rule", "about", "severity", "change"),
    )
    CALLBACK_USELESS = Line(
        "callback-useless", INFO, "What came back from a receiver led to no acknowledgement.", ("why",)
    )
    ALERT_SET_ASIDE = Line(
        "alert-set-aside", INFO, "Somebody has set an alert aside at a receiver.", ("rule", "alert_id", "why")
    )
