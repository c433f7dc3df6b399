"""What is answered at the door of a worker, by how it is."""

import httpx
import pytest
from prometheus_client import CollectorRegistry

from models.settings import Role
from streams.embedded.ready import held_ports
from streams.health.conditions import Condition
from streams.health.server import application, listening
from tests.patience import SOON_S

WELL = Condition({Role.PAGER: True}, frozenset(), reachable=True)
STUCK = Condition({Role.PAGER: True}, frozenset({Role.PAGER}), reachable=True)
ALONE = Condition({Role.PAGER: True}, frozenset(), reachable=False)


@pytest.mark.parametrize(
    ("condition", "live", "ready"),
    [(WELL, 200, 200), (STUCK, 503, 503), (ALONE, 200, 503)],
    ids=["well", "stuck", "alone"],
)
async def test_a_loop_that_stands_still_is_a_reason_to_be_started_again_and_kafka_that_is_away_is_none(
    condition: Condition, live: int, ready: int
) -> None:
    with held_ports(1) as (port,):
        address = f"127.0.0.1:{port}"
        async with (
            listening(address, application(lambda: condition, CollectorRegistry())),
            httpx.AsyncClient(base_url=f"http://{address}", timeout=SOON_S) as client,
        ):
            assert (await client.get("/live")).status_code == live
            assert (await client.get("/ready")).status_code == ready
