"""What the broker lets us do with topics and groups, so that a worker that lacks something says so before it starts."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import (
    GroupAuthorizationFailedError,
    GroupCoordinatorNotAvailableError,
    GroupLoadInProgressError,
    IncompatibleBrokerVersion,
)
from aiokafka.protocol.api import Request, RequestStruct, Response
from aiokafka.protocol.types import Array, Boolean, Int16, Int32, Schema, String

from streams.topics.acls import Grant

_METADATA = 3
_WITH_RIGHTS = 8
_BITS = {"Read": 3, "Write": 4, "Describe": 8, "DescribeConfigs": 10}


async def lacking(admin: AIOKafkaAdminClient, grants: Iterable[Grant], topics: Collection[str]) -> tuple[str, ...]:
    """What of the grants the broker does not let us do, each a few words; nothing where it cannot be asked.

    Transactional ids are left out: no broker says beforehand who may use them.

    Args:
        admin: connected.
        grants: what is needed.
        topics: those that are there; grants on others are left out.
    """
    wanted = list(grants)
    groups = [(*grant.operations, name) for grant in wanted if grant.kind == "group" for name in grant.names]
    denied = [f"{operation} group {name}" for operation, name in groups if not await _may_use_group(admin, name)]
    return (*await _lacking_topics(admin, wanted, topics), *denied)


async def _lacking_topics(
    admin: AIOKafkaAdminClient, grants: Iterable[Grant], topics: Collection[str]
) -> Iterator[str]:
    needs = {
        (operation, name)
        for grant in grants
        if grant.kind == "topic"
        for operation in grant.operations
        for name in grant.names
        if name in topics
    }
    rights = await _rights(admin, sorted({name for _, name in needs}))
    return (
        f"{operation} topic {name}"
        for operation, name in sorted(needs, key=lambda need: need[::-1])
        if name in rights and not rights[name] >> _BITS[operation] & 1
    )


async def _rights(admin: AIOKafkaAdminClient, topics: list[str]) -> Mapping[str, int]:
    """The bits of the operations that we may do, by topic."""
    try:
        answer: Any = await admin._send_request(_WithRights(topics))  # noqa: SLF001 - aiokafka has no name for it yet
    except (IncompatibleBrokerVersion, NotImplementedError):
        return {}
    return {topic[1]: topic[4] for topic in answer.topics if topic[0] == 0}


async def _may_use_group(admin: AIOKafkaAdminClient, name: str) -> bool:
    """Whether the group may be seen, which whoever may read as its member can."""
    try:
        await admin.find_coordinator(name)
    except GroupAuthorizationFailedError:
        return False
    except (GroupCoordinatorNotAvailableError, GroupLoadInProgressError):
        # Asked after the rights: a new cluster makes its topic of offsets now.
        return True
    return True


class _Answer(Response):
    API_KEY = _METADATA
    API_VERSION = _WITH_RIGHTS
    SCHEMA = Schema(
        ("throttle_time_ms", Int32),
        ("brokers", Array(("node_id", Int32), ("host", String()), ("port", Int32), ("rack", String()))),
        ("cluster_id", String()),
        ("controller_id", Int32),
        (
            "topics",
            Array(
                ("error_code", Int16),
                ("name", String()),
                ("is_internal", Boolean),
                (
                    "partitions",
                    Array(
                        ("error_code", Int16),
                        ("partition", Int32),
                        ("leader", Int32),
                        ("leader_epoch", Int32),
                        ("replicas", Array(Int32)),
                        ("isr", Array(Int32)),
                        ("offline", Array(Int32)),
                    ),
                ),
                ("authorized_operations", Int32),
            ),
        ),
        ("cluster_authorized_operations", Int32),
    )


class _Question(RequestStruct):
    API_KEY = _METADATA
    API_VERSION = _WITH_RIGHTS
    RESPONSE_TYPE = _Answer
    SCHEMA = Schema(
        ("topics", Array(String())),
        ("allow_auto_topic_creation", Boolean),
        ("include_cluster_authorized_operations", Boolean),
        ("include_topic_authorized_operations", Boolean),
    )


class _WithRights(Request[_Question]):
    """Metadata of topics with what we may do with each: KIP-430, since Kafka 2.3."""

    API_KEY = _METADATA

    def __init__(self, topics: list[str]) -> None:
        self._topics = topics

    def build(self, request_struct_class: type[_Question]) -> _Question:
        return request_struct_class(self._topics, False, False, True)  # noqa: FBT003 - in the order of the schema
