"""Watches how much waits to be read by intake, monitor and pager, and for how long."""

from collections.abc import Iterable, Iterator, Mapping
from time import monotonic
from typing import Final

from aiokafka import TopicPartition

from models.heartbeats import Heartbeat, LedgerReport
from models.settings import Role
from streams.metrics.described import Family
from streams.operations.catalogue import Operations
from streams.topics.administration import inbound_topics
from streams.vigil import metrics
from streams.vigil.backlog import Backlog
from streams.vigil.clients import Clients
from streams.vigil.ground import Ground
from streams.vigil.standing import Found

_MARKER: Final = 1
"""A hospital may write in transactions, whose last marker is read by nobody."""
_CALM: Final = 2
"""It is over when the oldest has waited for no more than half of what is allowed."""


class LagWatch:
    """The backlogs of all partitions, by whose work waits."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._began = monotonic()
        self._prefix = len(ground.settings.topics.prefix)
        self._worked_in: dict[int, int] = {}
        self._backlogs: dict[tuple[Role, TopicPartition], Backlog] = {}

    def hear(self, beats: Iterable[tuple[Heartbeat, int]]) -> None:
        """Heartbeats came, and reports of ledgers among them: what they say counts, and not only what Faust commits."""
        for report, _ in beats:
            if isinstance(report, LedgerReport):
                for partition, offset in report.positions.items():
                    self._worked_in[partition] = max(offset, self._worked_in.get(partition, 0))

    async def sample(
        self,
        clients: Clients,
        read_up_to: Mapping[Role, Mapping[TopicPartition, int]],
        told: Mapping[TopicPartition, int],
    ) -> Mapping[TopicPartition, int]:
        """Look at all partitions; gives where those of the hospital's topics end.

        Args:
            clients: to ask.
            read_up_to: how far each group has read.
            told: the ends of what the pager reads, by its records.

        Raises:
            KafkaError: no answer.
        """
        names = self._ground.names
        feeds = await clients.places(*inbound_topics(self._ground.settings))
        ends = {
            Role.INTAKE: await clients.ends(feeds),
            Role.MONITOR: await clients.ends(await clients.places(names.patient_events)),
            Role.PAGER: {place: end for place, end in told.items() if place.topic != names.heartbeats},
        }
        now = monotonic()
        for role, places in ends.items():
            # A group that has never read anything is of a role that this installation does without.
            if groups := read_up_to[role]:
                for place, end in places.items():
                    slack = _MARKER if role is Role.INTAKE else 0
                    backlog = self._backlogs.setdefault((role, place), Backlog(slack))
                    worked_in = self._worked_in.get(place.partition, 0) if role is Role.MONITOR else 0
                    backlog.look(now, end, max(worked_in, groups.get(place, 0)))
        return ends[Role.INTAKE]

    def found(self) -> Iterator[Found]:
        """Whose work has waited for too long, in which topic."""
        allowed = self._ground.bounds.lag.total_seconds()
        now = monotonic()
        for role, topic in sorted({(role, place.topic) for role, place in self._backlogs}):
            waiting = self._of(role, topic)
            oldest = max(backlog.age(now) for backlog in waiting.values())
            subject = f"{role}/{topic[self._prefix :]}"
            if oldest > allowed:
                yield Found(Operations.CONSUMER_LAG.value, subject, _said(subject, waiting, now, allowed))
            elif oldest * _CALM <= allowed and now - self._began > allowed:
                yield Found(Operations.CONSUMER_LAG.value, subject)

    def _of(self, role: Role, topic: str) -> dict[int, Backlog]:
        """The backlogs of a topic's partitions."""
        return {
            place.partition: backlog
            for (whose, place), backlog in self._backlogs.items()
            if (whose, place.topic) == (role, topic)
        }

    def families(self) -> Iterator[Family]:
        """What waits."""
        now = monotonic()
        labelled = {
            (role, place.topic[self._prefix :], str(place.partition)): backlog
            for (role, place), backlog in self._backlogs.items()
        }
        yield metrics.LAG.family({labels: backlog.records for labels, backlog in labelled.items()})
        yield metrics.LAG_AGE.family({labels: backlog.age(now) for labels, backlog in labelled.items()})


def _said(subject: str, waiting: Mapping[int, Backlog], now: float, allowed: float) -> str:
    late = {partition: backlog for partition, backlog in waiting.items() if backlog.age(now) > allowed}
    places = ", ".join(str(partition) for partition in sorted(late))
    records = sum(backlog.records for backlog in late.values())
    oldest = max(backlog.age(now) for backlog in late.values())
    return f"{records} records of {subject} wait in partition {places}, the oldest for {oldest:.0f} s"
