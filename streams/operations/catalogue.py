"""The closed set of operations alerts: what each says, how grave it is, what it is about, and where its runbook is."""

from dataclasses import dataclass
from enum import Enum

from models.findings import Severity

RUNBOOK = "deploy/runbook.md"


@dataclass(frozen=True, slots=True)
class Operation:
    """One kind of operations alert.

    Attributes:
        rule: what stands under `rule`; its section of the runbook has the same name.
        severity: how soon to act.
        subject: what stands under `subject`.
        doc: what is the case while it fires.
        action: what to do first.
    """

    rule: str
    severity: Severity
    subject: str
    doc: str
    action: str

    @property
    def runbook(self) -> str:
        """The section that says what to do."""
        return f"{RUNBOOK}#{self.rule}"

    @property
    def advice(self) -> str:
        """What to do first, and where the rest stands."""
        return f"{self.action} ({self.runbook})"


class Operations(Enum):
    """Every alert that natwatch raises about itself. None says whom it concerns, but by a pseudonym."""

    PATH_SILENT = Operation(
        "path-silent",
        Severity.CRITICAL,
        "where the heartbeat was last missed: `intake`, `monitor` or `pager`",
        "No heartbeat came through from the hospital's topics to the pager: alerts do not come through either.",
        "Look at the workers of that role: are they up, and ready?",
    )
    CANARY_UNSEEN = Operation(
        "canary-unseen",
        Severity.CRITICAL,
        "the partition of the log whose canary it was",
        "An invented patient's ALT was far above its limit, and no alert about it was seen in time.",
        "Take it that real alerts are missed as well: watch by other means, then look at the monitor's log.",
    )
    FEED_SILENT = Operation(
        "feed-silent",
        Severity.WARNING,
        "the topic, without its prefix",
        "A feed is silent at an hour and weekday at which it always has had messages.",
        "Ask whoever runs the interface that writes to this topic.",
    )
    REJECTED_FLOOD = Operation(
        "rejected-flood",
        Severity.WARNING,
        "the topic, without its prefix",
        "Many of the messages of a feed cannot be read; they are in rejected-events with their reasons.",
        "Look at the reasons in rejected-events; tell whoever runs the interface.",
    )
    UNMAPPED_FLOOD = Operation(
        "unmapped-flood",
        Severity.WARNING,
        "the topic, without its prefix",
        "A feed that used to say things that are watched says nearly nothing but codes that are unknown.",
        "Have its codes changed? Map the new ones in intake.local_codes.",
    )
    UNMAPPED_ANALYTE = Operation(
        "unmapped-analyte",
        Severity.WARNING,
        "the topic, without its prefix, and what the result looks like",
        "Results come under an unknown code, and by their name they are of something that is watched: they are not.",
        "Is it what it looks like? Map its code in intake.local_codes.",
    )
    CONSUMER_LAG = Operation(
        "consumer-lag",
        Severity.CRITICAL,
        "whose work waits (`intake`, `monitor` or `pager`), and the topic",
        "Records wait to be read for longer than is allowed.",
        "Start more workers, or find out what holds those up that run.",
    )
    CANNOT_JUDGE = Operation(
        "cannot-judge",
        Severity.CRITICAL,
        "the pseudonym of the patient",
        "A rule fails on a patient, whose alerts are not kept up to date.",
        "Watch this patient by other means; give the worker's log to whoever maintains natwatch.",
    )
    MERGE_RETRACTED = Operation(
        "merge-retracted",
        Severity.WARNING,
        "the pseudonym of the patient",
        "The merge of two records was retracted, and natwatch does not undo it.",
        "Watch both records by other means, and have their events sent again under new identifiers.",
    )
    MERGE_RING = Operation(
        "merge-ring",
        Severity.WARNING,
        "the pseudonym of the patient as whom they are judged",
        "Merges lead round in a ring, so that nobody can tell which record goes on.",
        "Nothing is lost: look under the smallest of the numbers. Ask the source under which one the patient goes on.",
    )
    PAGE_REFUSED = Operation(
        "page-refused",
        Severity.CRITICAL,
        "the receiver, or the alert whose page was refused",
        "Pages do not get through to whoever must act.",
        "Watch the worklist; check the address and the key of the pager, and the way to it.",
    )
