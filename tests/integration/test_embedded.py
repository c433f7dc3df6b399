import asyncio
import socket
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from streams.embedded import EmbeddedKafka, EmbeddedKafkaError
from tests.patience import SOON_BACK


async def create(bootstrap: str, topic: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    await admin.create_topics([NewTopic(topic, 1, 1)])
    await admin.close()


async def write(bootstrap: str, topic: str, value: bytes) -> None:
    async with AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all") as producer:
        await producer.send_and_wait(topic, value)


async def read(bootstrap: str, topic: str, count: int) -> list[bytes]:
    async with AIOKafkaConsumer(topic, bootstrap_servers=bootstrap, auto_offset_reset="earliest") as consumer:
        return [(await consumer.getone()).value for _ in range(count)]


async def test_what_was_written_is_there_after_a_kill_and_a_pause_and_a_stop(tmp_path: Path) -> None:
    with EmbeddedKafka(tmp_path, SOON_BACK) as kafka:
        await create(kafka.bootstrap, "kept")
        await write(kafka.bootstrap, "kept", b"before")
        kafka.kill()
        nobody_else_gets(kafka.port)
        kafka.start()
        await write(kafka.bootstrap, "kept", b"after")

        kafka.pause()
        reading = asyncio.ensure_future(read(kafka.bootstrap, "kept", 2))
        await asyncio.sleep(0.5)
        assert not reading.done()
        kafka.resume()
        assert await reading == [b"before", b"after"]

        kafka.stop()
        kafka.start()
        assert await read(kafka.bootstrap, "kept", 2) == [b"before", b"after"]


def nobody_else_gets(port: int) -> None:
    with socket.socket() as other, pytest.raises(OSError, match="in use"):
        other.bind(("127.0.0.1", port))


def listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def test_it_dies_with_whoever_started_it(tmp_path: Path) -> None:
    program = """
        import pathlib, sys
        from streams.embedded import EmbeddedKafka
        kafka = EmbeddedKafka(pathlib.Path(sys.argv[1]))
        kafka.start()
        print(kafka.port, flush=True)
        sys.stdin.read()
    """
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program), str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        assert parent.stdout is not None
        port = int(parent.stdout.readline())
        assert listens(port)
        parent.kill()
    while listens(port):
        time.sleep(0.05)


def test_a_node_that_cannot_start_says_where_to_look(tmp_path: Path) -> None:
    with pytest.raises(EmbeddedKafkaError, match=r"broker\.log"), EmbeddedKafka(tmp_path, {"node.id": "x"}):
        pass
