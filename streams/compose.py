"""The composition root: the one place where the parts of a worker are put together."""

import asyncio
import socket
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.errors import KafkaError

from models.policy import Policy, PolicyError
from models.settings import Role, Settings
from streams import clock
from streams.admission import Admission
from streams.collector import collect_rarely
from streams.connection import METADATA_AGE_MS, client_arguments, unreachable
from streams.health.reach import Reach
from streams.health.vitals import Vitals
from streams.health.watched import Watched
from streams.health.watching import watched
from streams.intake.loop import Intake
from streams.intake.output import Output
from streams.intake.reading import DECODERS, context
from streams.logs import Event, Pseudonyms, log
from streams.monitor.clients import Clients
from streams.monitor.first_lines import write_first_lines
from streams.monitor.monitor import Monitor
from streams.monitor.rulings import Rulings, rules_version
from streams.pager.stage import Means, PagerStage
from streams.refusal import Refusal
from streams.topics import TopicNames
from streams.topics.administration import denied_to_worker, wrong_with_topics
from streams.topics.cluster import connected
from streams.topics.specs import MAX_RECORD_BYTES
from streams.vigil import ground as vigil_ground
from streams.vigil.vigil import Vigil
from streams.worker import StageFailure, end_surprised, run_stages, stop_on_signals

# A fetch is accepted whole, so that a backlog is accepted from all partitions alike, in the order in which it came.
_INTAKE_FETCH_BYTES = 4 << 20
_FETCH_WAIT_MS = 100


@dataclass(frozen=True, slots=True)
class Ground:
    """What every stage stands on, found out before any of them is built.

    Attributes:
        settings: of this installation.
        policy: the site's.
        partitions: how many the log has.
        largest_rejected: the largest record that rejected-events takes, in bytes.
    """

    settings: Settings
    policy: Policy
    partitions: int
    largest_rejected: int

    @property
    def names(self) -> TopicNames:
        """Of topics and groups."""
        return TopicNames(self.settings.topics.prefix)


async def work(settings: Settings) -> None:
    """A worker's life, from its start to a signal.

    Raises:
        Refusal: it cannot start as things are.
    """
    settings = named(settings)
    ground = await found(settings)
    stop = asyncio.Event()
    stop_on_signals(stop)
    stages = {role: BUILDERS[role](ground) for role in BUILDERS if role in settings.worker.roles}
    log(
        Event.WORKER_STARTED,
        roles=list(stages),
        worker=settings.worker.name,
        policy_version=ground.policy.version,
    )
    if not settings.privacy.key.get_secret_value():
        log(Event.PRIVACY_KEY_MISSING)
    if stages.keys() & {Role.INTAKE, Role.MONITOR}:
        await begin_log(ground)
    others = {"vigil": vigil(ground, stages)} if settings.vigil.keep else {}
    async with watched(settings.health.listen, vitals(ground, stages, others.values())):
        try:
            admission = {"admission": Admission(settings.kafka)}
            await run_stages({**{role.value: stage for role, stage in stages.items()}, **others, **admission}, stop)
        except StageFailure as failure:
            end_surprised(failure)
    log(Event.WORKER_STOPPED)


async def begin_log(ground: Ground) -> None:
    """Writes the first line of every partition of the log where there is none.

    Raises:
        Refusal: the log was begun in another way, or Kafka does not serve us.
    """
    clients = Clients(client_arguments(ground.settings.kafka), ground.names)
    try:
        await write_first_lines(clients, rulings(ground), clock.now)
    except (KafkaError, OSError) as error:
        raise await unreachable(ground.settings.kafka, error) from error


async def found(settings: Settings) -> Ground:
    """Reads the policy and looks at the topics.

    Raises:
        Refusal: the policy is wrong, Kafka is away or a topic is not as it must be.
    """
    policy = read_policy(settings.policy.file)
    names = TopicNames(settings.topics.prefix)
    async with connected(settings.kafka) as cluster:
        if faults := await wrong_with_topics(cluster, settings):
            raise Refusal(faults)
        if denied := await denied_to_worker(cluster, settings):
            raise Refusal(denied)
        topics = await cluster.topics([names.patient_events, names.rejected_events])
    return Ground(
        settings=settings,
        policy=policy,
        partitions=topics[names.patient_events].partitions,
        largest_rejected=int(topics[names.rejected_events].settings["max.message.bytes"]),
    )


def named(settings: Settings) -> Settings:
    """The settings with the worker's name in them: that of the machine, where none is given."""
    name = settings.worker.name or socket.gethostname()
    return settings.model_copy(update={"worker": settings.worker.model_copy(update={"name": name})})


def read_policy(file: str | None) -> Policy:
    """The site's policy; without a file, the defaults.

    Raises:
        Refusal: the file cannot be read, or says what no policy can say.
    """
    if file is None:
        return Policy()
    try:
        return Policy.parse(Path(file).read_text(encoding="utf-8-sig"))
    except PolicyError as error:
        raise Refusal(f"The policy {file} cannot be used: {fault}" for fault in error.faults) from error
    except (OSError, UnicodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise Refusal(f"The policy file {file} cannot be read: {reason}.") from error


def intake(ground: Ground) -> Intake:
    """The stage that takes hospital messages in."""
    collect_rarely()
    arguments = client_arguments(ground.settings.kafka)
    names = ground.names
    return Intake(
        consumer=AIOKafkaConsumer(
            **arguments,
            group_id=names.intake_group,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            isolation_level="read_committed",
            fetch_max_bytes=_INTAKE_FETCH_BYTES,
            fetch_max_wait_ms=_FETCH_WAIT_MS,
            metadata_max_age_ms=METADATA_AGE_MS,
        ),
        output=Output(
            AIOKafkaProducer(
                **arguments,
                acks="all",
                enable_idempotence=True,
                linger_ms=0,
                max_request_size=max(MAX_RECORD_BYTES, ground.largest_rejected),
            ),
            names,
            ground.partitions,
        ),
        names=names,
        decoders={kind: DECODERS[kind] for kind in ground.settings.topics.inbound},
        site=context(ground.settings.intake),
        clock=clock.now,
    )


def monitor(ground: Ground) -> Monitor:
    """The stage that turns the log into alerts."""
    collect_rarely()
    return Monitor(ground.settings, rulings(ground), clock.now)


def rulings(ground: Ground) -> Rulings:
    """By what this worker judges."""
    key = ground.settings.privacy.key.get_secret_value()
    return Rulings(ground.policy, rules_version(), key.encode(), Pseudonyms(key))


def pager(ground: Ground) -> PagerStage:
    """The stage that tells whoever must act."""
    return PagerStage(Means(ground.settings, clock.now, _to_standard_output))


def vigil(ground: Ground, stages: Mapping[Role, Watched]) -> Vigil:
    """This worker's part in the vigil, which is told of its intake and its ledgers."""
    taking, watching = stages.get(Role.INTAKE), stages.get(Role.MONITOR)
    stands_on = vigil_ground.Ground(
        ground.settings, ground.policy, ground.partitions, client_arguments(ground.settings.kafka), clock.now
    )
    return Vigil(
        stands_on,
        taking.counts if isinstance(taking, Intake) else None,
        (lambda: watching.positions) if isinstance(watching, Monitor) else None,
    )


def vitals(ground: Ground, stages: Mapping[Role, Watched], others: Iterable[Vigil]) -> Vitals:
    """What is known of the worker's health."""
    reach = Reach(client_arguments(ground.settings.kafka), ground.names.operations)
    return Vitals(stages, reach, rules_version(), [other.families for other in others])


def _to_standard_output(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


BUILDERS: Mapping[Role, Callable[[Ground], Watched]] = {Role.INTAKE: intake, Role.MONITOR: monitor, Role.PAGER: pager}
"""How each stage is built."""
