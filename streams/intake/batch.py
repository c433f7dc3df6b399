"""What comes of the messages of one fetch."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import TypeAlias

from aiokafka import ConsumerRecord, TopicPartition

from models.decoded import DecodeContext
from models.plain import PlainLines
from models.settings import Inbound
from streams.intake import canonical
from streams.intake.counts import FeedCounts, IntakeCounts
from streams.intake.reading import Decode, arriving, read_message
from streams.intake.rejected import Origin, RejectedMessage, rejected_message
from streams.intake.rekey import Lines
from streams.intake.unknown_codes import lookalikes, unknown_codes

_Record: TypeAlias = ConsumerRecord[bytes, bytes]


class Batch:
    """What is to be written of messages that are accepted at one instant, and what it is in numbers.

    Args:
        partitions: how many the log has.
        site: what decoders must know.
        now: the instant.
    """

    def __init__(self, partitions: int, site: DecodeContext, now: datetime) -> None:
        self.lines = Lines(partitions)
        self.rejected: list[RejectedMessage] = []
        self.counts = IntakeCounts()
        self.unknown_codes: Counter[str] = Counter()
        self._known = arriving(site, now)
        self._plain = PlainLines(now, site.tolerance)
        self._now = now

    def take(self, kind: Inbound | None, decode: Decode, place: TopicPartition, records: Iterable[_Record]) -> None:
        """Takes messages of one partition of an inbound topic, in their order; those of no kind count nowhere."""
        counts = FeedCounts() if kind is None else self.counts.feeds[kind]
        if decode is not canonical.decode:
            for record in records:
                self._look_into(record, place, decode, counts)
            return
        read, add = self._plain.read, self.lines.add_line
        plain = 0
        for record in records:
            line = read(record.value or b"")
            if line is None:
                self._look_into(record, place, decode, counts)
            else:
                add(*line)
                plain += 1
        counts.add_plain(plain)

    def _look_into(self, record: _Record, place: TopicPartition, decode: Decode, counts: FeedCounts) -> None:
        message = read_message(record.value, decode, self._known)
        for event in message.accepted:
            self.lines.add(event, self._now)
        if message.rejected:
            origin = Origin(place.topic, place.partition, record.offset)
            self.rejected.append(rejected_message(record.key, record.value, origin, message.rejected, self._now))
        if message.ignored:
            self.unknown_codes.update(unknown_codes(message.ignored))
            counts.lookalikes.update(lookalikes(message.ignored, self._now))
        counts.add(message)
