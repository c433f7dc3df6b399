"""Each part of the path is killed on a real broker, and it is said which; what comes back is said to be over."""

import asyncio
import contextlib
from collections.abc import Mapping
from pathlib import Path

from models.alerts import Alert
from models.canary import is_canary
from models.settings import Inbound, Role, Settings
from streams import clock
from streams.demo.alerts import all_so_far
from streams.demo.workers import Workers
from tests.integration.health import Door, asked
from tests.integration.installation import event, log_of, replayed, send
from tests.integration.vigil import CALM, SHORT, operations, quiet, said, short
from tests.patience import LOOK_S, SOON_S, until


async def test_while_all_is_well_heartbeats_and_canaries_come_through_and_nothing_is_said(
    installation: Settings, tmp_path: Path
) -> None:
    async with asked(installation, tmp_path / "log", **CALM) as (workers, door):
        workers.start()
        await door.until("/ready", 200)
        await door.reaches("natwatch_canary_timestamp_seconds", 1)
        await door.reaches("natwatch_heartbeat_timestamp_seconds", 1, stage="pager")
        await door.reaches("natwatch_heartbeats_sent_total", 5)
        assert await door.value("natwatch_vigil_keeper") == 1
        assert [short(alert) for alert in await operations(installation)] == []
    assert "natwatch-canary" not in (tmp_path / "log").read_text()
    alerts = await all_so_far(installation)
    assert {alert.rule for alert in alerts} == {"liver-uln"}
    assert all(is_canary(alert.patient_id) for alert in alerts)
    assert {alert.to_json() for alert in alerts} == replayed(await log_of(installation), alerts)


WAITING = {Role.INTAKE: "lab-results", Role.MONITOR: "patient-events", Role.PAGER: "alerts"}


async def test_a_part_that_is_killed_is_named_and_what_comes_back_is_over(
    installation: Settings, tmp_path: Path
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
        for killed in Role:
            await quiet(installation)
            silent = await killed_and_back(installation, parts[killed][0], killed)
            if killed is not Role.PAGER:
                await until(lambda: silent.alert_id in pages_told(tmp_path / Role.PAGER))  # noqa: B023 - at once


async def killed_and_back(installation: Settings, part: Workers, role: Role) -> Alert:
    """Kills a part, and starts it again when it was named; gives what was said of its silence."""
    wrongs = (f"path-silent {role}", f"consumer-lag {role}/{WAITING[role]}")
    since = clock.now()
    part.kill()
    await send(installation, [(Inbound.LAB_RESULTS, result(f"{role}-{number}")) for number in range(3)])
    opened = await said(installation, lambda shorts: {f"{wrong} opened" for wrong in wrongs} <= set(shorts), since)
    part.start()
    over = await said(installation, lambda shorts: {f"{wrong} resolved" for wrong in wrongs} <= set(shorts), since)
    (silent,) = [alert for alert in opened if alert.rule == "path-silent"]
    assert (silent.subject, silent.severity, silent.patient_id) == (role, "critical", None)
    assert "deploy/runbook.md#path-silent" in silent.action
    assert [alert.revision for alert in over if alert.alert_id == silent.alert_id] == [1, 2]
    return silent


def pages_told(log: Path) -> str:
    """Of what a worker has logged, the pages that it told somebody."""
    return "".join(line for line in log.read_text().splitlines() if '"page-told"' in line)


def result(name: str) -> bytes:
    """A result that opens an alert, of a patient of that name."""
    high = {"status": "final", "analyte": "alt", "value": 400, "unit": "U/L"}
    return event("lab-result", 1, 9, event_id=name, patient_id=name, result_id=name, **high)


async def keeper_sees(parts: Mapping[Role, tuple[Workers, Door]], name: str, **labels: str) -> None:
    """Whichever of the workers keeps the vigil, it has seen that."""
    ends = asyncio.get_running_loop().time() + SOON_S
    while not any([await door.value(name, **labels) for _, door in parts.values()]):
        assert asyncio.get_running_loop().time() < ends, name
        await asyncio.sleep(LOOK_S)


async def test_a_canary_whose_alert_does_not_come_is_missed_although_heartbeats_come(
    installation: Settings, tmp_path: Path
) -> None:
    """The monitor has another idea of what is too much than whoever keeps the vigil."""
    policy = tmp_path / "policy.toml"
    policy.write_text("[liver]\nsuspend_multiple = 1000\nsevere_multiple = 2000\n")
    odd = {"NATWATCH_WORKER__ROLES": "monitor", "NATWATCH_VIGIL__KEEP": "false", "NATWATCH_POLICY__FILE": str(policy)}
    others = {**CALM, "NATWATCH_VIGIL__CANARY_WITHIN": "8 s", "NATWATCH_WORKER__ROLES": "intake,pager"}
    async with (
        asked(installation, tmp_path / "odd", **odd) as (monitors, at_monitor),
        asked(installation, tmp_path / "others", **others) as (workers, door),
    ):
        monitors.start()
        await at_monitor.until("/ready", 200)
        workers.start()
        opened = await said(installation, lambda shorts: "canary-unseen alerts opened" in shorts)
        await door.reaches("natwatch_heartbeat_timestamp_seconds", 1, stage="pager")
        policy.write_text("")
        monitors.kill()
        monitors.start()
        await said(installation, lambda shorts: "canary-unseen alerts resolved" in shorts)

    assert [short(alert) for alert in opened] == ["canary-unseen alerts opened"]
    assert "deploy/runbook.md#canary-unseen" in opened[0].action


async def test_when_the_keeper_of_the_vigil_is_killed_another_one_keeps_it_and_nothing_is_said(
    installation: Settings, tmp_path: Path
) -> None:
    async with (
        asked(installation, tmp_path / "one", NATWATCH_WORKER__NAME="one", **CALM) as (one, at_one),
        asked(installation, tmp_path / "two", NATWATCH_WORKER__NAME="two", **CALM) as (two, at_two),
    ):
        for workers, door in ((one, at_one), (two, at_two)):
            workers.start()
            await door.until("/ready", 200)
        await keeper_sees(
            {Role.INTAKE: (one, at_one), Role.MONITOR: (two, at_two)}, "natwatch_canary_timestamp_seconds"
        )
        keeper, survivor = (one, at_two) if await at_one.value("natwatch_vigil_keeper") else (two, at_one)
        keeper.kill()
        await survivor.reaches("natwatch_vigil_keeper", 1)
        await survivor.reaches("natwatch_canary_timestamp_seconds", 1)
        await survivor.reaches("natwatch_heartbeats_sent_total", 5)
        assert [short(alert) for alert in await operations(installation)] == []
