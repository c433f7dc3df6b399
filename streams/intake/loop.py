"""The intake stage: hospital topics in, patient-events and rejected-events out, nothing lost between."""

import asyncio
import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import CommitFailedError, IllegalStateError, RebalanceInProgressError

from models.decoded import DecodeContext
from models.instants import to_text
from models.settings import Inbound
from streams.clock import Clock
from streams.intake import canaries, metrics
from streams.intake.arrival import Record
from streams.intake.batch import Batch, Feed
from streams.intake.counts import IntakeCounts
from streams.intake.membership import Membership
from streams.intake.output import Output
from streams.intake.reading import Decode
from streams.intake.unknown_codes import CodesReport, UnknownCodes
from streams.logs import Event, log
from streams.logs.surprises import kinds
from streams.metrics.described import Family
from streams.topics import TopicNames

_LOOK_UP_MS = 200
_Fetched = Mapping[TopicPartition, Sequence[Record]]


@dataclass(frozen=True, slots=True)
class Intake:
    """Accepts what hospitals send until it is stopped.

    Each turn takes what waits, writes what comes of it, waits until the broker has all of it, and only then commits.
    A worker that dies in between leaves the messages to be read again: each gets to the log at least once. Whatever is
    not foreseen is raised, and nothing is committed.

    Attributes:
        consumer: of the intake group, without automatic commits, from the earliest offset; started and stopped here.
        output: where what comes of messages is written; started and stopped here.
        names: of topics and groups.
        decoders: how each inbound topic is read.
        site: what decoders must know.
        clock: gives the instant at which a fetch is accepted.
        counts: is added to when the broker has what was counted.
        unknown: codes that are mapped to nothing, until they are reported.
        membership: whether the group has given this intake its parts of the topics.
    """

    consumer: AIOKafkaConsumer
    output: Output
    names: TopicNames
    decoders: Mapping[Inbound, Decode]
    site: DecodeContext
    clock: Clock
    counts: IntakeCounts = field(default_factory=IntakeCounts)
    membership: Membership = field(default_factory=Membership)
    unknown: UnknownCodes = field(default_factory=UnknownCodes)

    @property
    def settled(self) -> bool:
        """Whether the group has given it its parts of the topics."""
        return self.membership.settled

    @property
    def turns(self) -> int:
        """How often it has looked for messages."""
        return self.counts.turns

    def families(self) -> Iterator[Family]:
        """Its metrics as they stand."""
        return metrics.families(self.counts)

    async def run(self, stop: asyncio.Event) -> None:
        """Runs until `stop` is set, and leaves the group with all committed that was written."""
        feeds: dict[str, Feed] = {self.names.heartbeats: (None, canaries.decode)}
        feeds |= {self.names.inbound(kind): (kind, decode) for kind, decode in self.decoders.items()}
        async with contextlib.AsyncExitStack() as stack:
            await self.output.start()
            stack.push_async_callback(self.output.stop)
            await self.consumer.start()
            stack.push_async_callback(self.consumer.stop)
            self.consumer.subscribe(list(feeds), listener=self.membership)
            log(Event.INTAKE_STARTED, topics=list(feeds), group=self.names.intake_group)
            while not stop.is_set():
                fetched = await self.consumer.getmany(timeout_ms=_LOOK_UP_MS)
                self.counts.turns += 1
                if fetched:
                    await self._accept(fetched, feeds)
                _report(self.unknown.due(self.clock()))
        _report(self.unknown.rest())
        log(Event.INTAKE_STOPPED, messages=self.counts.messages)

    async def _accept(self, fetched: _Fetched, feeds: Mapping[str, Feed]) -> None:
        now = self.clock()
        batch = Batch(self.output.partitions, feeds, self.site, now)
        batch.take(fetched)
        await self.output.write(batch.lines, batch.rejected)
        await self._commit({place: records[-1].offset + 1 for place, records in fetched.items()})
        self.counts.add_all(batch.counts)
        self.unknown.add(batch.unknown_codes, now)
        if reasons := batch.counts.rejected:
            log(Event.INTAKE_REJECTED, reasons={reason.value: count for reason, count in reasons.items()})

    async def _commit(self, offsets: Mapping[TopicPartition, int]) -> None:
        ours = self.consumer.assignment()
        try:
            await self.consumer.commit({place: offset for place, offset in offsets.items() if place in ours})
        except (CommitFailedError, IllegalStateError, RebalanceInProgressError) as error:
            log(Event.INTAKE_COMMIT_REFUSED, errors=kinds(error))


def _report(report: CodesReport | None) -> None:
    if report is not None:
        log(Event.UNKNOWN_CODES, since=to_text(report.since), codes=report.codes, others=report.others)
