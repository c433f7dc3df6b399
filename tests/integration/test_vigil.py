"""Each part of the path is killed on a real broker, and it is said which; what comes back is said to be over."""

import asyncio
import contextlib
from collections.abc import Mapping
from pathlib import Path

import pytest

from models.settings import Role, Settings
from streams.demo.workers import Workers
from tests.integration.health import Door, asked
from tests.integration.installation import LOOK_S, SOON_S
from tests.integration.vigil import SHORT, operations, said, short


async def test_while_all_is_well_heartbeats_and_canaries_come_through_and_nothing_is_said(
    installation: Settings, tmp_path: Path
) -> None:
    async with asked(installation, tmp_path / "log", **SHORT) as (workers, door):
        workers.start()
        await door.until("/ready", 200)
        await door.reaches("natwatch_canary_timestamp_seconds", 1)
        await door.reaches("natwatch_heartbeat_timestamp_seconds", 1, stage="pager")
        await door.reaches("natwatch_heartbeats_sent_total", 15)
        assert await door.value("natwatch_vigil_keeper") == 1
        assert [short(alert) for alert in await operations(installation)] == []
    assert "natwatch-canary" not in (tmp_path / "log").read_text()


@pytest.mark.parametrize("killed", Role)
async def test_a_part_that_is_killed_is_named_and_what_comes_back_is_over(
    installation: Settings, tmp_path: Path, killed: Role
) -> None:
    async with contextlib.AsyncExitStack() as stack:
        parts = {
            role: await stack.enter_async_context(
                asked(installation, tmp_path / role, NATWATCH_WORKER__ROLES=role, NATWATCH_WORKER__NAME=role, **SHORT)
            )
            for role in Role
        }
        for workers, door in parts.values():
            workers.start()
            await door.until("/ready", 200)
        await keeper_sees(parts, "natwatch_canary_timestamp_seconds")
        await keeper_sees(parts, "natwatch_heartbeat_timestamp_seconds", stage="pager")

        parts[killed][0].kill()
        opened = await said(installation, lambda shorts: f"path-silent {killed} opened" in shorts)
        parts[killed][0].start()
        over = await said(installation, lambda shorts: f"path-silent {killed} resolved" in shorts)

    assert {alert.subject for alert in opened if alert.rule == "path-silent"} == {killed}
    alert = next(alert for alert in opened if alert.rule == "path-silent")
    assert (alert.severity, alert.patient_id) == ("critical", None)
    assert "deploy/runbook.md#path-silent" in alert.action
    assert [alert.revision for alert in over if short(alert).startswith(f"path-silent {killed}")] == [1, 2]


async def keeper_sees(parts: Mapping[Role, tuple[Workers, Door]], name: str, **labels: str) -> None:
    """Whichever of the workers keeps the vigil, it has seen that."""
    ends = asyncio.get_running_loop().time() + SOON_S
    while not any([await door.value(name, **labels) for _, door in parts.values()]):
        assert asyncio.get_running_loop().time() < ends, name
        await asyncio.sleep(LOOK_S)
