"""The load of the fault tests: what an intake would write, at a steady rate, from a seed."""

import asyncio
import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError
from msgspec.json import encode

from streams import clock
from streams.topics import TopicNames, partition_of

PATIENTS = 300
PARTITIONS = 4
_FETCHES_A_SECOND = 10
_EVENTS_A_FETCH = 15


class Load:
    """Writes lines to the log as intake does: batches by partition, acknowledged by all, never in a transaction."""

    def __init__(self, bootstrap: str, names: TopicNames, seed: int) -> None:
        self._bootstrap = bootstrap
        self._topic = names.patient_events
        self._random = random.Random(seed)
        self._written = 0

    @property
    def written(self) -> int:
        """How many lines were accepted."""
        return self._written

    async def run(self, stop: asyncio.Event) -> None:
        producer = AIOKafkaProducer(bootstrap_servers=self._bootstrap, acks="all", enable_idempotence=True)
        await producer.start()
        try:
            while not stop.is_set():
                await self._fetch(producer)
                await asyncio.sleep(1 / _FETCHES_A_SECOND)
        finally:
            await producer.stop()

    async def _fetch(self, producer: AIOKafkaProducer) -> None:
        batches: dict[int, list[bytes]] = defaultdict(list)
        for partition, line in self._accepted():
            batches[partition].append(line)
            self._written += 1
        for partition, lines in batches.items():
            while True:
                try:
                    await producer.send_and_wait(self._topic, b"\n".join(lines), partition=partition)
                    break
                except KafkaError:
                    await asyncio.sleep(0.5)

    def _accepted(self) -> Iterator[tuple[int, bytes]]:
        """The lines of a fetch, each with its partition."""
        for _ in range(self._random.randint(1, 2 * _EVENTS_A_FETCH)):
            patient_id = f"patient {self._random.randrange(PATIENTS)}"
            yield partition_of(patient_id, PARTITIONS), self._line(patient_id)

    def _line(self, patient_id: str) -> bytes:
        now = clock.now()
        event_id = f"event {self._random.randrange(10**9)}"
        common = {"event_id": event_id, "patient_id": patient_id, "occurred_at": now, "accepted_at": now}
        return encode(common | self._random.choice((self._result, self._result, self._dose, self._order))(now))

    def _result(self, _: datetime) -> dict[str, object]:
        return {
            "type": "lab-result",
            "result_id": f"result {self._random.randrange(10**9)}",
            "status": "final",
            "analyte": self._random.choice(("alt", "ast")),
            "value": str(self._random.choice((20, 30, 90, 130, 250))),
            "unit": "U/L",
            "reference_high": "40",
        }

    def _dose(self, now: datetime) -> dict[str, object]:
        """A dose that is about to expire, or to be warned of."""
        age = timedelta(hours=self._random.choice((7, 8))) - timedelta(seconds=self._random.uniform(0.2, 20))
        return {
            "type": "dose-prepared",
            "occurred_at": now - age,
            "preparation_id": f"bag {self._random.randrange(10**9)}",
            "dose_mg": "300",
            "diluent": "sodium-chloride-0.9",
            "diluent_volume_ml": "100",
            "storage": "room-temperature",
        }

    def _order(self, _: datetime) -> dict[str, object]:
        return {
            "type": self._random.choice(("medication-started", "medication-stopped")),
            "order_id": f"order {self._random.randrange(5)}",
            "atc": "L04AX01",
        }
