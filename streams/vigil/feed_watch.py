"""Watches the hospital's feeds for silence at hours at which they have never been silent."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from aiokafka import TopicPartition

from streams.metrics.described import Family
from streams.operations.catalogue import Operations
from streams.topics.administration import inbound_topics
from streams.vigil import metrics
from streams.vigil.clients import Clients
from streams.vigil.ground import Ground
from streams.vigil.habit import HOUR, WEEKS, Habit
from streams.vigil.standing import Found

_BACK: Final = WEEKS * 7 * 24 * HOUR
_BREATH_S: Final = 0.01
_CLOSE: Final = timedelta(seconds=1)


@dataclass(slots=True)
class _Feed:
    """A feed: its habit, how many records it has had in all, since when it has none, and how many it should have."""

    habit: Habit
    total: int
    quiet_since: datetime
    expected: float = 0.0


class FeedWatch:
    """The habits of feeds are read from Kafka itself, by the times of its records: there is no state to keep."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._prefix = len(ground.settings.topics.prefix)
        self._feeds: dict[str, _Feed] = {}
        self._hour = ground.clock().replace(minute=0, second=0, microsecond=0)

    async def learn(self, clients: Clients) -> None:
        """Read the habits of the last weeks: a question to the broker for each hour.

        Raises:
            KafkaError: no answer.
        """
        places = await clients.places(*inbound_topics(self._ground.settings))
        begins = await clients.asker.beginning_offsets(places)
        habits = {place.topic: Habit(self._ground.policy.zone) for place in places}
        hour = self._hour - _BACK
        before = await _totals(clients, places, hour)
        while hour < self._hour:
            after = await _totals(clients, places, hour + HOUR)
            for topic, habit in habits.items():
                # Of an hour before the oldest record nobody knows what came in it.
                if before[topic] > sum(begin for place, begin in begins.items() if place.topic == topic):
                    habit.learn(hour, after[topic] - before[topic])
            hour, before = hour + HOUR, after
            await asyncio.sleep(_BREATH_S)
        ends = _by_topic(await clients.ends(places))
        for topic, habit in habits.items():
            mine = [place for place in places if place.topic == topic]
            self._feeds[topic] = _Feed(habit, ends[topic], await self._newest(clients, mine, ends[topic]))

    async def sample(self, clients: Clients, ends: Mapping[TopicPartition, int]) -> None:
        """The partitions of feeds end there now.

        Raises:
            KafkaError: no answer.
        """
        now = self._ground.clock()
        for topic, total in _by_topic(ends).items():
            feed = self._feeds.get(topic)
            if feed is not None and feed.total != total:
                feed.total, feed.quiet_since = total, now
        for feed in self._feeds.values():
            feed.expected = feed.habit.expected(feed.quiet_since, now)
        if self._feeds and now >= self._hour + HOUR:
            await self._learn_hour(clients, list(ends))

    def found(self) -> Iterator[Found]:
        """Which feeds are silent, and which have been heard."""
        now = self._ground.clock()
        enough = self._ground.bounds.feed_messages
        for topic, feed in self._feeds.items():
            subject, expected = topic[self._prefix :], feed.expected
            silent_min = (now - feed.quiet_since) / timedelta(minutes=1)
            wrong = f"{subject} is silent for {silent_min:.0f} min; in other weeks it had {expected:.0f} messages then"
            yield Found(Operations.FEED_SILENT.value, subject, wrong if expected >= enough else "")

    def families(self) -> Iterator[Family]:
        """What is measured of feeds."""
        feeds = {(topic[self._prefix :],): feed for topic, feed in self._feeds.items()}
        yield metrics.FEED_AT.family({topic: feed.quiet_since.timestamp() for topic, feed in feeds.items()})
        yield metrics.FEED_EXPECTED.family({topic: feed.expected for topic, feed in feeds.items()})

    async def _learn_hour(self, clients: Clients, places: Sequence[TopicPartition]) -> None:
        before = await _totals(clients, places, self._hour)
        after = await _totals(clients, places, self._hour + HOUR)
        for topic, feed in self._feeds.items():
            feed.habit.learn(self._hour, after[topic] - before[topic])
        self._hour += HOUR

    async def _newest(self, clients: Clients, places: Sequence[TopicPartition], total: int) -> datetime:
        """When the newest record came, to a second: between weeks ago and now, halved again and again."""
        early, late = self._hour - _BACK, self._ground.clock()
        while late - early > _CLOSE:
            middle = early + (late - early) / 2
            if sum((await _totals(clients, places, middle)).values()) < total:
                early = middle
            else:
                late = middle
        return late


async def _totals(clients: Clients, places: Sequence[TopicPartition], instant: datetime) -> dict[str, int]:
    """How many records each topic had before an instant."""
    at = int(instant.timestamp() * 1000)
    found = await clients.asker.offsets_for_times(dict.fromkeys(places, at))
    missing = [place for place in places if found.get(place) is None]
    ends = await clients.ends(missing)
    return _by_topic({place: ends[place] if place in ends else found[place].offset for place in places})


def _by_topic(offsets: Mapping[TopicPartition, int]) -> dict[str, int]:
    totals: dict[str, int] = {}
    for place, offset in offsets.items():
        totals[place.topic] = totals.get(place.topic, 0) + offset
    return totals
