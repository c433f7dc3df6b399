"""What comes of the messages of one fetch."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

from aiokafka import TopicPartition

from models.decoded import DecodeContext
from models.plain import PlainLine, PlainLines
from models.settings import Inbound
from streams.intake import canonical
from streams.intake.arrival import Record, in_order
from streams.intake.counts import FeedCounts, IntakeCounts
from streams.intake.reading import Decode, arriving, read_message
from streams.intake.rejected import Origin, RejectedMessage, rejected_message
from streams.intake.rekey import Lines
from streams.intake.unknown_codes import lookalikes, unknown_codes

Feed: TypeAlias = tuple[Inbound | None, Decode]
"""Which of the hospital's topics it is, and how it is read; none: the canaries, who count nowhere."""


class Batch:
    """What is to be written of messages that are accepted at one instant, and what it is in numbers.

    Args:
        partitions: how many the log has.
        feeds: by topic, what comes there and how it is read.
        site: what decoders must know.
        now: the instant.
    """

    def __init__(self, partitions: int, feeds: Mapping[str, Feed], site: DecodeContext, now: datetime) -> None:
        self.lines = Lines(partitions)
        self.rejected: list[RejectedMessage] = []
        self.counts = IntakeCounts()
        self.unknown_codes: Counter[str] = Counter()
        self._feeds = feeds
        self._canonical = {topic for topic, (_, decode) in feeds.items() if decode is canonical.decode}
        self._known = arriving(site, now)
        self._plain = PlainLines(now, site.tolerance)
        self._now = now

    def take(self, fetched: Mapping[TopicPartition, Sequence[Record]]) -> None:
        """Takes all messages of a fetch."""
        plain: Counter[str] = Counter()
        for place, records in fetched.items():
            plain[place.topic] += len(records)
        self.lines.add_lines(self._read(in_order(fetched.values()), plain))
        for topic, count in plain.items():
            self._counts_of(topic).add_plain(count)

    def _read(self, row: Iterable[Record], plain: Counter[str]) -> Iterator[PlainLine]:
        """The lines of plain events; what is not plain is looked into when its turn comes, and taken off the count."""
        canonical_topics, read = self._canonical, self._plain.read
        for record in row:
            line = read(record.value or b"") if record.topic in canonical_topics else None
            if line is None:
                self._look_into(record)
                plain[record.topic] -= 1
            else:
                yield line

    def _look_into(self, record: Record) -> None:
        message = read_message(record.value, self._feeds[record.topic][1], self._known)
        counts = self._counts_of(record.topic)
        for event in message.accepted:
            self.lines.add(event, self._now)
        if message.rejected:
            origin = Origin(record.topic, record.partition, record.offset)
            self.rejected.append(rejected_message(record.key, record.value, origin, message.rejected, self._now))
        if message.ignored:
            self.unknown_codes.update(unknown_codes(message.ignored))
            counts.lookalikes.update(lookalikes(message.ignored, self._now))
        counts.add(message)

    def _counts_of(self, topic: str) -> FeedCounts:
        kind = self._feeds[topic][0]
        return FeedCounts() if kind is None else self.counts.feeds[kind]
