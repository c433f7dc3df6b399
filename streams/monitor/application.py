"""The Faust app: it shares the partitions of the log among workers, and says when there is something to look at."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, Protocol

import faust
from faust.auth import Credentials, SASLCredentials, SSLCredentials
from faust.types import TP
from mode import CrashingSupervisor

from streams.connection import METADATA_AGE_MS
from streams.monitor.inbox import Delivery
from streams.topics import TopicNames

_SESSION_S = 6.0
_NEVER_S = 10 * 365 * 86_400.0
_SETTINGS: Mapping[str, Any] = {
    "autodiscover": False,
    "broker_commit_interval": 1.0,
    "broker_heartbeat_interval": _SESSION_S / 6,
    # Whoever has no partition polls nothing, and would leave the group for good. Who is stuck is the watchdog's case.
    "broker_max_poll_interval": _NEVER_S,
    "broker_rebalance_timeout": 30.0,
    "broker_request_timeout": 90.0,
    "broker_session_timeout": _SESSION_S,
    "consumer_auto_offset_reset": "earliest",
    "consumer_metadata_max_age_ms": METADATA_AGE_MS,
    "processing_guarantee": "at_least_once",
    "producer_acks": -1,
    "producer_request_timeout": 30.0,
    "store": "memory://",
    # A revocation must not wait for acknowledgements; that the next owner fences us makes this safe.
    "stream_wait_empty": False,
    "table_standby_replicas": 0,
    "topic_allow_declare": False,
    "topic_disable_leader": True,
    "web_enabled": False,
}


class Receiver(Protocol):
    """Who is told of partitions and given their records."""

    def assign(self, partitions: Iterable[int]) -> None:
        """These partitions are ours from now on; must return at once."""

    def revoke(self, partitions: Iterable[int]) -> None:
        """These partitions are ours no more; must return at once."""

    async def deliver(self, partition: int, delivery: Delivery) -> None:
        """A record of a partition."""


def build_app(arguments: Mapping[str, Any], names: TopicNames, member: str, receiver: Receiver) -> faust.App:
    """The app of one worker, not started.

    No promise rests on it. It has no tables; what it delivers twice, late or never is put right by the ledgers; the
    offsets that it commits serve whoever watches the lag.

    Args:
        arguments: what every aiokafka client is told.
        names: of topics and of the group.
        member: what the broker is to call this worker, one name a process.
        receiver: of partitions and records.
    """
    app = _App(
        names.monitor_group,
        loop=asyncio.get_running_loop(),
        broker=[f"kafka://{address}" for address in arguments["bootstrap_servers"]],
        broker_client_id=member,
        broker_credentials=_credentials(arguments),
        agent_supervisor=CrashingSupervisor,
        **_SETTINGS,
    )
    topic = app.topic(
        names.patient_events, key_type=bytes, value_type=bytes, key_serializer="raw", value_serializer="raw"
    )
    app.agent(topic, name="ledgers", concurrency=1)(_agent(receiver))  # type: ignore[arg-type] # its noack is untyped
    app.on_partitions_assigned.connect(_listener(names, receiver.assign))
    app.on_partitions_revoked.connect(_listener(names, receiver.revoke))
    return app


class _App(faust.App):
    def _create_directories(self) -> None:
        """Makes none: there are no tables to keep, and nothing can be written where a worker runs."""


class AppWorker(faust.Worker):
    """Runs an app within a loop that is not Faust's.

    Only under a worker does a crash anywhere in the app show: then `wait_until_stopped` returns and `crashed` is set.
    """

    def __init__(self, app: faust.App) -> None:
        super().__init__(app, loop=asyncio.get_running_loop(), daemon=False, quiet=True)
        self.spinner = None

    async def on_first_start(self) -> None:
        """Leaves signals, logging, the terminal and the name of the process to their owners."""


def _agent(receiver: Receiver) -> Callable[[faust.Stream[bytes]], Awaitable[None]]:
    async def ledgers(stream: faust.Stream[bytes]) -> None:
        # Faust acknowledges nothing by itself: the ledgers do, when a record is worked in.
        async for event in stream.noack().events():
            message = event.message
            await receiver.deliver(message.partition, Delivery(message.offset, message.value, event.ack))

    return ledgers


def _listener(names: TopicNames, tell: Callable[[Iterable[int]], None]) -> Callable[..., Awaitable[None]]:
    async def listener(_: faust.App, partitions: Iterable[TP], **__: object) -> None:
        tell(place.partition for place in partitions if place.topic == names.patient_events)

    return listener


def _credentials(arguments: Mapping[str, Any]) -> Credentials | None:
    """What Faust wants to be told in its own words about the security of the connection."""
    context = arguments.get("ssl_context")
    if "sasl_mechanism" in arguments:
        return SASLCredentials(
            username=arguments["sasl_plain_username"],
            password=arguments["sasl_plain_password"],
            mechanism=arguments["sasl_mechanism"],
            ssl_context=context,
        )
    return SSLCredentials(context) if context else None
