"""What the worker that keeps the vigil does, again and again: send, read, look, say."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from time import monotonic
from typing import Final

from aiokafka.errors import KafkaError

from models.alerts import Alert, Status
from models.settings import Role
from streams.logs import Event, log
from streams.logs.surprises import kinds
from streams.metrics.described import Family
from streams.operations import diary
from streams.operations.alerts import key
from streams.vigil import metrics
from streams.vigil.clients import Clients, clients
from streams.vigil.eyes import Eyes
from streams.vigil.feed_watch import FeedWatch
from streams.vigil.flood_watch import FloodWatch
from streams.vigil.ground import Ground
from streams.vigil.lag_watch import LagWatch
from streams.vigil.path_watch import PathWatch
from streams.vigil.standing import Standing
from streams.vigil.unmapped_watch import UnmappedWatch

_SAMPLE_S: Final = 5.0
_AGAIN_S: Final = 2.0
_SAMPLES_A_SILENCE: Final = 4


class Keeper:
    """Keeps the vigil until it is cancelled; what it knows outlives the connections that it loses."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._path = PathWatch(ground)
        self._lag = LagWatch(ground)
        self._feeds = FeedWatch(ground)
        self._floods = FloodWatch(ground)
        self._unmapped = UnmappedWatch(ground.clock)
        self._standing = Standing()
        self._firing: dict[str, str] = {}
        self._sampled_at: float | None = None

    async def run(self) -> None:
        """Keep the vigil."""
        while True:
            try:
                async with clients(self._ground) as opened, asyncio.TaskGroup() as group:
                    group.create_task(self._feeds.learn(opened))
                    group.create_task(self._keep(opened))
            except* (KafkaError, OSError, TimeoutError) as errors:
                log(Event.VIGIL_HINDERED, errors=kinds(errors))
            await asyncio.sleep(_AGAIN_S)

    def families(self) -> Iterator[Family]:
        """What is measured."""
        for watch in (self._path, self._lag, self._feeds):
            yield from watch.families()
        yield metrics.FIRING.family({(rule,): count for rule, count in Counter(self._firing.values()).items()})

    async def _keep(self, opened: Clients) -> None:
        eyes = Eyes(opened)
        for alert in await eyes.open():
            self._standing.take(alert)
            self._unmapped.take(alert)
            self._note(alert)
        while True:
            await self._path.send_due(opened)
            seen = await eyes.look()
            self._path.hear(seen.beats)
            self._path.see(seen.canaries)
            self._floods.hear(seen.beats)
            self._lag.hear(seen.beats)
            self._unmapped.hear(seen.beats)
            for alert in seen.operations:
                self._note(alert)
            if self._sampled_at is None or monotonic() - self._sampled_at > self._sample_s:
                await self._sample(opened, eyes)
            await self._say(opened)

    def _note(self, alert: Alert) -> None:
        """Remember whether it fires, whoever has said so."""
        if alert.status is Status.RESOLVED:
            self._firing.pop(alert.alert_id, None)
        else:
            self._firing[alert.alert_id] = alert.rule

    @property
    def _sample_s(self) -> float:
        return min(_SAMPLE_S, self._ground.bounds.silence.total_seconds() / _SAMPLES_A_SILENCE)

    async def _sample(self, opened: Clients, eyes: Eyes) -> None:
        read_up_to = {role: await opened.read_up_to(role) for role in Role}
        self._path.sample(read_up_to)
        await self._feeds.sample(opened, await self._lag.sample(opened, read_up_to, eyes.ends))
        self._sampled_at = monotonic()

    async def _say(self, opened: Clients) -> None:
        watches = (self._path, self._lag, self._feeds, self._floods, self._unmapped)
        found = chain.from_iterable(watch.found() for watch in watches)
        for alert in self._standing.owed(found, self._ground.clock()):
            await opened.producer.send_and_wait(self._ground.names.operations, alert.to_json(), key=key(alert))
            self._standing.take(alert)
            diary.write(alert)
