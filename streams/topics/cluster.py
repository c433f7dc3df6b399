"""What a cluster has: topics with their partitions and settings, seen through the admin client."""

from collections.abc import AsyncIterator, Collection, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.admin.new_topic import NewTopic
from aiokafka.errors import KafkaError, for_code

from models.settings import KafkaSettings
from streams.connection import client_arguments, unreachable
from streams.denial import REMEDY
from streams.refusal import Refusal
from streams.topics.acls import Grant
from streams.topics.rights import lacking

_ALREADY_EXISTS = 36
_DENIED = 29
_CLUSTER_DENIED = 31
_TIMEOUT_MS = 15_000


@dataclass(frozen=True, slots=True)
class FoundTopic:
    """A topic as it is: how many partitions and copies of each, and its settings, defaults included."""

    partitions: int
    replication: int
    settings: Mapping[str, str]


class TopicCreationError(Refusal):
    """The cluster refused to make a topic."""


class DeniedError(Refusal):
    """The cluster does not let us look at topics of ours."""


def _refuse(denied_topics: Iterable[str]) -> None:
    if topics := sorted(denied_topics):
        raise DeniedError(f"Kafka does not let this principal describe topics ({', '.join(topics)}): {REMEDY}.")


class Cluster:
    """The admin's side of a Kafka cluster."""

    def __init__(self, admin: AIOKafkaAdminClient) -> None:
        self._admin = admin

    async def topics(self, names: Iterable[str]) -> dict[str, FoundTopic]:
        """Those of the topics that are there.

        Raises:
            DeniedError: some of them may not be looked at.
        """
        described = await self._admin.describe_topics(sorted(names))
        _refuse(topic["topic"] for topic in described if topic["error_code"] == _DENIED)
        there = {topic["topic"]: topic["partitions"] for topic in described if topic["error_code"] == 0}
        settings = await self._settings(there)
        return {
            name: FoundTopic(len(partitions), min(len(one["replicas"]) for one in partitions), settings[name])
            for name, partitions in there.items()
        }

    async def create(self, name: str, partitions: int, replication: int, settings: Mapping[str, str]) -> bool:
        """Makes a topic; says whether it was not there before.

        Raises:
            TopicCreationError: the cluster refuses.
        """
        topic = NewTopic(name, partitions, replication, topic_configs=dict(settings))
        answer: Any = await self._admin.create_topics([topic], timeout_ms=_TIMEOUT_MS)
        (error,) = answer.topic_errors
        if error[1] not in {0, _ALREADY_EXISTS}:
            told = (error[2] or for_code(error[1]).__name__).rstrip(".")
            remedy = f": {REMEDY}" if error[1] in {_DENIED, _CLUSTER_DENIED} else ""
            raise TopicCreationError(f"Topic {name} could not be created: {told}{remedy}.")
        return bool(error[1] == 0)

    async def lacking(self, grants: Iterable[Grant], topics: Collection[str]) -> tuple[str, ...]:
        """What of the grants the cluster does not let us do; grants on topics other than these are left out."""
        return await lacking(self._admin, grants, topics)

    async def _settings(self, names: Iterable[str]) -> dict[str, dict[str, str]]:
        resources = [ConfigResource(ConfigResourceType.TOPIC, name) for name in names]
        if not resources:
            return {}
        answer: Any = (await self._admin.describe_configs(resources))[0]
        _refuse(resource[3] for resource in answer.resources if resource[0] == _DENIED)
        return {resource[3]: {entry[0]: entry[1] for entry in resource[4]} for resource in answer.resources}


@asynccontextmanager
async def connected(kafka: KafkaSettings) -> AsyncIterator[Cluster]:
    """The cluster that the settings name.

    Raises:
        UnreachableError: no broker of it answers, or it does not let us in.
    """
    admin = AIOKafkaAdminClient(**client_arguments(kafka), request_timeout_ms=_TIMEOUT_MS)
    try:
        await admin.start()
        yield Cluster(admin)
    except (KafkaError, OSError) as error:
        raise await unreachable(kafka, error) from error
    finally:
        await admin.close()
