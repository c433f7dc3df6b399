"""What every test of the pager needs."""

import asyncio
from datetime import UTC, datetime

import pytest

from streams.pager.counters import Counters
from streams.pager.deliveries import Surroundings
from tests.streams.pager.fakes import FakeAlarms, FakeReceiver, MakeAlert, make_alert


@pytest.fixture
def alert() -> MakeAlert:
    return make_alert


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def receiver() -> FakeReceiver:
    fake = FakeReceiver()
    fake.gate.set()
    return fake


@pytest.fixture
def alarms() -> FakeAlarms:
    return FakeAlarms()


@pytest.fixture
def counters() -> Counters:
    return Counters()


def pseudonym(identifier: str) -> str:
    return f"p{sum(identifier.encode()):x}"


@pytest.fixture
def around() -> Surroundings:
    async def no_sleep(_: float) -> None:
        await asyncio.sleep(0)

    return Surroundings(pseudonym, lambda: 0.5, no_sleep)
