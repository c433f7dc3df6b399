"""How each topic of ours has to be set, and why that matters."""

from collections.abc import Mapping
from dataclasses import dataclass

from streams.topics.names import TopicNames

MAX_INBOUND_BYTES = 1 << 20
"""The largest message that is looked into; a larger one is rejected whole."""

MAX_RECORD_BYTES = 2 << 20
"""The largest record that we write ourselves: half a mebibyte of lines, one long line, or a patient's state."""

REJECTED_ROOM_BYTES = 64 << 10
"""How much larger than its message a rejected record may be: headers, key and the batch around it."""

KAFKA_DEFAULT_MAX_BYTES = 1_048_588
"""`max.message.bytes` of a topic for which nobody has set it."""

_DAY_MS = 24 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class TopicSpec:
    """One topic of ours.

    Attributes:
        name: the whole name, prefix included.
        by_patient: whether it must have as many partitions as the others that are divided by patient.
        settings: what is set when the topic is made.
        compacted: whether only the last record of a key is kept, for good, instead of all for some time.
        for_good: whether nothing may ever be dropped.
        max_bytes: the least that `max.message.bytes` may be.
    """

    name: str
    max_bytes: int
    settings: Mapping[str, str]
    by_patient: bool = False
    compacted: bool = False
    for_good: bool = False


def own_topics(names: TopicNames, largest_inbound: int) -> tuple[TopicSpec, ...]:
    """The topics that are ours; `largest_inbound` is the largest `max.message.bytes` of the hospital's."""
    compact = {"cleanup.policy": "compact"}
    return (
        TopicSpec(
            names.patient_events,
            MAX_RECORD_BYTES,
            {"cleanup.policy": "delete", "retention.ms": "-1", "retention.bytes": "-1"},
            by_patient=True,
            for_good=True,
        ),
        TopicSpec(names.patient_ledger, MAX_RECORD_BYTES, compact, by_patient=True, compacted=True),
        # A reader that was away for a week still sees every revision, not only the last.
        TopicSpec(
            names.alerts,
            KAFKA_DEFAULT_MAX_BYTES,
            {**compact, "min.compaction.lag.ms": str(7 * _DAY_MS)},
            by_patient=True,
            compacted=True,
        ),
        TopicSpec(
            names.rejected_events,
            largest_inbound + REJECTED_ROOM_BYTES,
            {"cleanup.policy": "delete", "retention.ms": str(30 * _DAY_MS)},
        ),
        TopicSpec(names.operations, KAFKA_DEFAULT_MAX_BYTES, compact, compacted=True),
        TopicSpec(
            names.heartbeats, KAFKA_DEFAULT_MAX_BYTES, {"cleanup.policy": "delete", "retention.ms": str(_DAY_MS)}
        ),
    )
