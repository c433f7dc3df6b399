"""Makes the topics of an installation, and finds what is wrong with them."""

import asyncio
import contextlib
from collections.abc import Callable, Collection

from models.settings import Role, Settings
from streams.topics.acls import GRANTS
from streams.topics.check import faults, largest_inbound
from streams.topics.cluster import Cluster
from streams.topics.names import TopicNames
from streams.topics.specs import own_topics

_SAFE_REPLICATION = 3
_SEEN_WITHIN_S = 10.0
_LOOK_EVERY_S = 0.1


async def create_topics(
    cluster: Cluster, settings: Settings, partitions: int, replication: int, say: Callable[[str], None]
) -> None:
    """Makes those topics that are missing, inbound ones too; leaves those that are there as they are.

    Raises:
        TopicCreationError: the cluster refuses one.
    """
    names = TopicNames(settings.topics.prefix)
    inbound = inbound_topics(settings)
    largest = largest_inbound(await cluster.topics(inbound))
    safe = {"min.insync.replicas": "2"} if replication >= _SAFE_REPLICATION else {}
    wanted = {name: dict(safe) for name in inbound}
    for spec in own_topics(names, largest):
        wanted[spec.name] = {**safe, **spec.settings, "max.message.bytes": str(spec.max_bytes)}
    for name, chosen in wanted.items():
        made = await cluster.create(name, partitions, replication, chosen)
        say(f"{name}: created" if made else f"{name}: was there already")
    await _until_seen(cluster, wanted)


async def _until_seen(cluster: Cluster, names: Collection[str]) -> None:
    """Brokers learn of a topic a moment after it was made; whoever goes on at once would find it missing."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_SEEN_WITHIN_S):
            while len(await cluster.topics(names)) < len(names):  # noqa: ASYNC110 - the broker tells nobody
                await asyncio.sleep(_LOOK_EVERY_S)


async def wrong_with_topics(cluster: Cluster, settings: Settings) -> tuple[str, ...]:
    """All that is wrong with the topics of this installation, a sentence each."""
    names = TopicNames(settings.topics.prefix)
    inbound = inbound_topics(settings)
    there = await cluster.topics(inbound)
    specs = own_topics(names, largest_inbound(there))
    there |= await cluster.topics(spec.name for spec in specs)
    return tuple(faults(specs, inbound, there))


async def denied_to_worker(cluster: Cluster, settings: Settings) -> tuple[str, ...]:
    """What the worker of these settings may not do in Kafka, a sentence for each part of it."""
    names = TopicNames(settings.topics.prefix)
    topics = {*inbound_topics(settings), *(spec.name for spec in own_topics(names, 0))}
    parts: list[str] = [role for role in Role if role in settings.worker.roles]
    if Role.PAGER in parts and (settings.pager.listen or settings.pager.silences):
        parts.append("callbacks")
    if settings.vigil.keep:
        parts.append("vigil")
    lacking = {part: await cluster.lacking(GRANTS[part](names), topics) for part in parts}
    return tuple(
        f"Kafka does not let this worker do what the {part} needs ({', '.join(what)}): "
        f"give its principal what deploy/acls/{part}.txt lists."
        for part, what in lacking.items()
        if what
    )


def inbound_topics(settings: Settings) -> tuple[str, ...]:
    """The hospital's topics that this installation reads."""
    names = TopicNames(settings.topics.prefix)
    return tuple(names.inbound(kind) for kind in settings.topics.inbound)
