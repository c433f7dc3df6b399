"""What is wrong with the topics that are there: each fault one sentence, with what to do."""

from collections.abc import Iterator, Mapping

from streams.topics.cluster import FoundTopic
from streams.topics.specs import KAFKA_DEFAULT_MAX_BYTES, TopicSpec

_SAFE_REPLICATION = 3


def largest_inbound(inbound: Mapping[str, FoundTopic]) -> int:
    """The largest `max.message.bytes` of the hospital's topics."""
    sizes = (int(topic.settings["max.message.bytes"]) for topic in inbound.values())
    return max(sizes, default=KAFKA_DEFAULT_MAX_BYTES)


def faults(specs: tuple[TopicSpec, ...], inbound: tuple[str, ...], found: Mapping[str, FoundTopic]) -> Iterator[str]:
    """All that is wrong, in the order in which the topics are listed."""
    for name in (*inbound, *(spec.name for spec in specs)):
        if name not in found:
            yield f"Topic {name} is missing: run natwatch topics create."
    for spec in specs:
        if spec.name in found:
            yield from _faults_of(spec, found[spec.name])
    yield from _uneven({spec.name: found[spec.name] for spec in specs if spec.by_patient and spec.name in found})


def _uneven(divided: Mapping[str, FoundTopic]) -> Iterator[str]:
    if len({topic.partitions for topic in divided.values()}) > 1:
        counts = ", ".join(f"{name} has {topic.partitions}" for name, topic in divided.items())
        yield (
            f"The topics that are divided by patient differ in partitions ({counts}): they must have the same number; "
            "create the wrong ones anew."
        )


def _faults_of(spec: TopicSpec, topic: FoundTopic) -> Iterator[str]:
    policies = set(topic.settings["cleanup.policy"].split(","))
    wanted = "compact" if spec.compacted else "delete"
    if policies != {wanted}:
        yield _set(spec, "cleanup.policy", wanted, "is cleaned up in the wrong way")
    if spec.for_good:
        for setting in ("retention.ms", "retention.bytes"):
            if topic.settings[setting] != "-1":
                yield _set(spec, setting, "-1", "forgets events, of which the alerts are a function")
    if int(topic.settings["max.message.bytes"]) < spec.max_bytes:
        yield _set(spec, "max.message.bytes", str(spec.max_bytes), "does not take the largest records")
    if topic.replication >= _SAFE_REPLICATION and int(topic.settings["min.insync.replicas"]) < 2:  # noqa: PLR2004 - two copies
        yield _set(spec, "min.insync.replicas", "2", "acknowledges what only one broker has")


def _set(spec: TopicSpec, setting: str, value: str, why: str) -> str:
    return f"Topic {spec.name} {why}: set its {setting} to {value}."
