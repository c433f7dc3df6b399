"""What deploy/runbook.md tells operators to do, done to an installation."""

import asyncio
import secrets
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest
from aiokafka.admin import AIOKafkaAdminClient, NewPartitions
from aiokafka.protocol.admin import DeleteGroupsRequest
from hypothesis import given

from models.alerts import Alert
from models.canary import is_canary
from models.decoded import DecodeContext
from models.events import Event, line
from models.settings import Inbound, KafkaSettings, Settings, TopicSettings
from streams import clock, environment
from streams.connection import client_arguments
from streams.intake import canonical
from streams.monitor.clients import Clients
from streams.monitor.first_lines import write_first_lines
from streams.topics import TopicNames
from streams.topics.administration import create_topics
from streams.topics.cluster import connected
from tests.deploy.secured import Secured, natwatch
from tests.integration.installation import event, gone, published, send, workers
from tests.patience import until_said
from tests.strategies.events import events
from tests.streams.monitor.lines import rulings

NON_EMPTY_GROUP = 68
PATIENTS = ("a", "b", "c", "d")


def result(patient: str) -> tuple[Inbound, bytes]:
    high = event("lab-result", 1, 9, result_id="r", status="final", analyte="alt", value=400, unit="U/L")
    return Inbound.LAB_RESULTS, high.replace(b"secret-4711", patient.encode())


@pytest.fixture
async def settings(secured: Secured) -> Settings:
    """An installation of its own beside the others, whose operator may do everything."""
    made = Settings(
        kafka=KafkaSettings(bootstrap=secured.kafka.bootstrap),
        topics=TopicSettings(prefix=f"o{secrets.token_hex(4)}-"),
    )
    await create(made)
    return made


async def create(settings: Settings) -> None:
    async with connected(settings.kafka) as cluster:
        await create_topics(cluster, settings, 2, 1, lambda _: None)


def start_once(settings: Settings) -> str:
    """What a worker says that cannot do its work."""
    where = ["--bootstrap", settings.kafka.bootstrap, "--prefix", settings.topics.prefix]
    variables = {**environment.variables(), "NATWATCH_HEALTH__LISTEN": "", "NATWATCH_PRIVACY__KEY": "key"}
    ended = natwatch(variables, "worker", *where)
    assert ended.returncode in {1, 70}, ended.stderr
    return ended.stderr


async def test_a_log_that_was_given_more_partitions_is_refused(settings: Settings) -> None:
    names = TopicNames(settings.topics.prefix)
    arguments = client_arguments(settings.kafka)
    await write_first_lines(Clients(arguments, names), rulings(), clock.now)
    admin = AIOKafkaAdminClient(**arguments)
    await admin.start()
    divided = (names.patient_events, names.patient_ledger, names.alerts)
    await admin.create_partitions({topic: NewPartitions(3) for topic in divided})
    await admin.close()

    said = await asyncio.to_thread(start_once, settings)

    assert "was begun with 2 partitions and has 3 now" in said
    assert "Change the number of partitions" in said


@given(events())
def test_a_saved_line_of_the_log_can_be_sent_in_again(sent: Event) -> None:
    again = canonical.decode(line(sent, clock.now()), DecodeContext())
    assert again.accepted == (sent,)


async def test_state_that_was_lost_comes_back_from_the_log_with_the_same_alerts(
    settings: Settings, tmp_path: Path
) -> None:
    async with workers(settings, tmp_path / "before") as running:
        running.start()
        await send(settings, map(result, PATIENTS))
        before = await published(settings, lambda alerts: len(revisions(alerts)) == len(PATIENTS))
    await forget(settings)
    assert "restore the topic" in await asyncio.to_thread(start_once, settings)
    await forget(settings, TopicNames(settings.topics.prefix).monitor_group)
    async with workers(settings, tmp_path / "after") as running:
        running.start()
        await send(settings, [result("new")])
        after = await published(settings, lambda alerts: "new" in {alert.patient_id for alert in alerts})

    assert revisions(after) - revisions(before) == {
        (alert.alert_id, alert.revision) for alert in after if alert.patient_id == "new"
    }


def revisions(alerts: Sequence[Alert]) -> set[tuple[str, int]]:
    """Those of patients; canaries come as they please."""
    return {(alert.alert_id, alert.revision) for alert in alerts if not is_canary(alert.patient_id)}


async def forget(settings: Settings, *groups: str) -> None:
    """Makes the topic of the state anew, and the groups forget how far they had come."""
    topic = TopicNames(settings.topics.prefix).patient_ledger
    admin = AIOKafkaAdminClient(**client_arguments(settings.kafka))
    await admin.start()
    await admin.delete_topics([topic])
    for group in groups:
        await until_said(partial(deleted, admin, group))
    await until_said(partial(gone, admin, topic))
    await admin.close()
    await create(settings)


async def deleted(admin: AIOKafkaAdminClient, group: str) -> bool:
    """Whether it is: a worker that crashed is a member until its session is over."""
    coordinator = await admin.find_coordinator(group)
    answer = await admin._send_request(DeleteGroupsRequest([group]), coordinator)  # noqa: SLF001 - it has no name yet
    return bool(answer.to_object()["results"][0]["error_code"] != NON_EMPTY_GROUP)
