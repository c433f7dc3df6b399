"""Puts the pager together from the settings, and runs it with what belongs to it."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.errors import KafkaError

from models.alerts import Alert
from models.settings import Inbound, PagerKind, PagerSettings, Settings
from streams.clock import Clock
from streams.connection import METADATA_AGE_MS, client_arguments
from streams.logs import Event, Pseudonyms, log
from streams.logs.surprises import kinds
from streams.metrics.described import Family
from streams.operations import diary
from streams.operations.alerts import key
from streams.pager import metrics
from streams.pager.acknowledging import Acknowledging
from streams.pager.alarms import PageAlarms
from streams.pager.alertmanager import Alertmanager
from streams.pager.console import Console
from streams.pager.counters import Counters
from streams.pager.deliveries import SIDE_BY_SIDE, Surroundings
from streams.pager.pager import Pager
from streams.pager.pagerduty import ENQUEUE, PagerDuty
from streams.pager.posting import Poster
from streams.pager.progress import Progress
from streams.pager.receivers import Receiver
from streams.pager.roster import Roster, RosterReading
from streams.pager.shadow import Shadow
from streams.pager.silences import Silences
from streams.pager.webhook import Webhook
from streams.refusal import Refusal
from streams.topics import TopicNames

_FETCH_WAIT_MS = 100
_SESSION_MS = 6_000


@dataclass(frozen=True, slots=True)
class Means:
    """What the stage is handed from outside."""

    settings: Settings
    clock: Clock
    write: Callable[[str], object]
    """Where the console's pages go."""


class PagerStage:
    """The pager and its way back, as one stage of a worker.

    Attributes:
        counters: what it has done.
        progress: how far it is.

    Raises:
        Refusal: the settings of the pager do not go together.
    """

    def __init__(self, means: Means) -> None:
        if faults := _faults(means.settings.pager):
            raise Refusal(faults)
        self._means = means
        self.counters = Counters()
        self.progress = Progress()

    @property
    def settled(self) -> bool:
        """Whether it has its partitions, and knows of each what was told before."""
        return self.progress.settled

    @property
    def turns(self) -> int:
        """How often it has read."""
        return self.progress.turns

    def families(self) -> Iterator[Family]:
        """Its metrics as they stand."""
        return metrics.families(self.counters, self.progress)

    async def run(self, stop: asyncio.Event) -> None:
        """Run until `stop`.

        Raises:
            ExceptionGroup: of whatever was not foreseen; the worker should end.
        """
        await _run(self, self._means, stop)


async def _run(stage: PagerStage, means: Means, stop: asyncio.Event) -> None:
    settings, counters = means.settings, stage.counters
    names = TopicNames(settings.topics.prefix)
    limits = httpx.Limits(max_connections=4 * SIDE_BY_SIDE)
    async with httpx.AsyncClient(limits=limits) as client, _producing(settings) as producer:
        poster = Poster(client, means.clock)
        receiver = _receiver(settings.pager, poster, counters, means)

        async def publish(alert: Alert) -> bool:
            try:
                await producer.send_and_wait(names.operations, alert.to_json(), key=key(alert))
            except KafkaError as error:
                log(Event.PAGER_ALARM_UNPUBLISHED, rule=alert.rule, errors=kinds(error))
                return False
            diary.write(alert)
            return True

        async def produce(patient: bytes, value: bytes) -> None:
            await producer.send_and_wait(names.inbound(Inbound.CLINICAL_EVENTS), value, key=patient)

        pager = Pager(
            consumer=consumer(settings, names.pager_group),
            names=names,
            receiver=receiver,
            alarms=PageAlarms(receiver.name, publish, means.clock),
            counters=counters,
            around=Surroundings(
                Pseudonyms(settings.privacy.key.get_secret_value()),
                random.SystemRandom().random,
                asyncio.sleep,
                settings.pager.not_before,
            ),
            clock=means.clock,
            progress=stage.progress,
            silence=settings.vigil.silence,
        )
        async with asyncio.TaskGroup() as group:
            group.create_task(pager.run(stop))
            if settings.pager.listen or settings.pager.silences:
                roster = Roster()
                acknowledging = Acknowledging(roster, produce, counters, means.clock)
                group.create_task(RosterReading(consumer(settings, None, names.alerts), roster).run(stop))
                for door in _doors(settings.pager, poster, roster, acknowledging):
                    group.create_task(door.run(stop))


def _faults(pager: PagerSettings) -> tuple[str, ...]:
    key, token = pager.key.get_secret_value(), pager.token.get_secret_value()
    faults = {
        "pager.url is needed for Alertmanager: its address, or several with commas between them.": (
            pager.kind is PagerKind.ALERTMANAGER and not pager.url.strip(" ,")
        ),
        "pager.key is needed for PagerDuty: the integration key of the service.": (
            pager.kind is PagerKind.PAGERDUTY and not key and not pager.shadow
        ),
        "pager.token is needed where pager.listen is given: nobody may call back without one.": (
            bool(pager.listen) and not token
        ),
        "pager.silences is about Alertmanager: leave it out, or set pager.kind.": (
            pager.silences and pager.kind is not PagerKind.ALERTMANAGER
        ),
    }
    return tuple(sentence for sentence, wrong in faults.items() if wrong)


def consumer(settings: Settings, group: str | None, *topics: str) -> AIOKafkaConsumer:
    """A consumer that sees what is committed, commits nothing by itself, and begins at the beginning."""
    return AIOKafkaConsumer(
        *topics,
        **client_arguments(settings.kafka),
        group_id=group,
        isolation_level="read_committed",
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        fetch_max_wait_ms=_FETCH_WAIT_MS,
        metadata_max_age_ms=METADATA_AGE_MS,
        session_timeout_ms=_SESSION_MS,
        heartbeat_interval_ms=_SESSION_MS // 6,
    )


@asynccontextmanager
async def _producing(settings: Settings) -> AsyncIterator[AIOKafkaProducer]:
    producer = AIOKafkaProducer(**client_arguments(settings.kafka), acks="all", enable_idempotence=True, linger_ms=0)
    await producer.start()
    try:
        yield producer
    finally:
        await producer.stop()


def _receiver(pager: PagerSettings, poster: Poster, counters: Counters, means: Means) -> Receiver:
    if pager.shadow:
        return Shadow(pager.kind.value, counters)
    match pager.kind:
        case PagerKind.CONSOLE:
            return Console(means.write)
        case PagerKind.ALERTMANAGER:
            return Alertmanager(poster, pager.url, means.clock, pager.key.get_secret_value() or None)
        case PagerKind.PAGERDUTY:
            return PagerDuty(poster, pager.key.get_secret_value(), asyncio.sleep, pager.url or ENQUEUE)


def _doors(
    pager: PagerSettings, poster: Poster, roster: Roster, acknowledging: Acknowledging
) -> Iterator[Webhook | Silences]:
    if pager.listen:
        yield Webhook(pager.listen, pager.token.get_secret_value(), roster, acknowledging)
    if pager.silences:
        yield Silences(poster, pager.url, pager.key.get_secret_value() or None, roster, acknowledging)
