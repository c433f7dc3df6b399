import asyncio

import pytest
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from click.testing import CliRunner, Result

from models.settings import Settings
from streams.cli import main
from streams.topics import TopicNames
from streams.topics.cluster import connected
from tests.patience import until_said


def natwatch(settings: Settings, *arguments: str) -> Result:
    where = ["--bootstrap", settings.kafka.bootstrap, "--prefix", settings.topics.prefix]
    return CliRunner().invoke(main, [*arguments, *where])


async def alter(settings: Settings, topic: str, configs: dict[str, str]) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=settings.kafka.bootstrap)
    await admin.start()
    await admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic, configs)])
    await admin.close()
    async with connected(settings.kafka) as cluster:

        async def is_so() -> bool:
            found = await cluster.topics([topic])
            return configs.items() <= found[topic].settings.items()

        await until_said(is_so)


def test_create_makes_what_check_accepts_and_may_be_repeated(settings: Settings) -> None:
    first = natwatch(settings, "topics", "create", "--partitions", "3", "--replication", "1")
    assert first.exit_code == 0, first.output
    assert "patient-events: created" in first.stderr
    assert natwatch(settings, "topics", "check").exit_code == 0

    again = natwatch(settings, "topics", "create", "--partitions", "5", "--replication", "1")
    assert again.exit_code == 0
    assert ": created" not in again.stderr


def test_check_says_what_is_missing(settings: Settings, names: TopicNames) -> None:
    result = natwatch(settings, "topics", "check")
    assert result.exit_code == 1
    assert f"Topic {names.patient_events} is missing: run natwatch topics create." in result.stdout.splitlines()
    assert len(result.stdout.splitlines()) == 12


def test_check_says_what_somebody_changed(installation: Settings, names: TopicNames) -> None:
    asyncio.run(alter(installation, names.patient_events, {"retention.ms": "1000", "max.message.bytes": "2097152"}))
    result = natwatch(installation, "topics", "check")
    assert result.exit_code == 1
    assert result.stdout.startswith(f"Topic {names.patient_events} forgets events")
    assert result.stdout.endswith(": set its retention.ms to -1.\n")


def test_a_rejected_record_has_room_above_the_largest_inbound_topic(settings: Settings, names: TopicNames) -> None:
    natwatch(settings, "topics", "create", "--partitions", "1", "--replication", "1")
    asyncio.run(alter(settings, f"{settings.topics.prefix}lab-results", {"max.message.bytes": "5000000"}))
    result = natwatch(settings, "topics", "check")
    assert result.exit_code == 1
    assert result.stdout == (
        f"Topic {names.rejected_events} does not take the largest records: set its max.message.bytes to 5065536.\n"
    )


def test_more_copies_than_brokers_is_refused_in_a_sentence(settings: Settings) -> None:
    result = natwatch(settings, "topics", "create", "--replication", "3")
    assert result.exit_code == 1
    assert "could not be created" in result.stderr
    assert "replication" in result.stderr


@pytest.mark.parametrize("command", ["create", "check"])
def test_a_broker_that_is_not_there_is_one_sentence(command: str) -> None:
    result = CliRunner().invoke(main, ["topics", command, "--bootstrap", "127.0.0.1:1"])
    assert result.exit_code == 1
    assert result.stderr == (
        "Error: Kafka at 127.0.0.1:1 cannot be reached: check that it runs, kafka.bootstrap and kafka.security.\n"
    )
