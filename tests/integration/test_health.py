"""What a real worker process answers to whoever asks how it is."""

import asyncio
from pathlib import Path

from models.settings import Inbound, Settings
from streams.health.catalogue import METRICS
from tests.integration.conftest import PARTITIONS
from tests.integration.health import asked
from tests.integration.installation import event, published, send
from tests.integration.vigil import CALM
from tests.patience import SOON_S

ALT = event("lab-result", 1, 9, result_id="r", status="final", analyte="alt", value=400, unit="U/L")
DONE = {
    "natwatch_intake_accepted_total": {"topic": "lab-results"},
    "natwatch_intake_rejected_total": {"reason": "not-json"},
    "natwatch_alert_revisions_total": {"rule": "liver-uln", "change": "opened"},
}


async def test_a_worker_is_ready_when_all_its_roles_are_and_says_what_it_did(
    installation: Settings, tmp_path: Path
) -> None:
    async with asked(installation, tmp_path / "log") as (workers, door):
        workers.start()
        ready = await door.until("/ready", 200)
        live = await door.until("/live", 200)
        await send(installation, [(Inbound.LAB_RESULTS, ALT), (Inbound.LAB_RESULTS, b"no json")])
        await published(installation, bool)

        assert ready.json() == {"ready": True, "roles": {"intake": "ok", "monitor": "ok", "pager": "ok"}}
        assert live.json() == {"live": True, "stuck": []}
        for name, labels in DONE.items():
            await door.reaches(name, 1, **labels)
            assert await door.value(name, **labels) == 1
        assert await door.value("natwatch_monitor_take_overs_total") == PARTITIONS
        assert await door.value("natwatch_ledger_patients") == 1
        assert await door.value("natwatch_ready") == 3


async def test_what_is_exported_is_the_list_no_more_and_no_less_and_nobody_is_named(
    installation: Settings, tmp_path: Path
) -> None:
    listed = {metric.name.removesuffix("_total"): metric for metric in METRICS}
    async with asked(installation, tmp_path / "log", **CALM) as (workers, door):
        workers.start()
        await door.until("/ready", 200)
        await send(installation, [(Inbound.LAB_RESULTS, ALT)])
        await published(installation, bool)
        await door.reaches("natwatch_canary_timestamp_seconds", 1)
        page = await door.until("/metrics", 200)
        exported = await door.metrics()

    assert exported.keys() == listed.keys()
    for name, family in exported.items():
        assert family.documentation == listed[name].doc or name.startswith("process_")
        assert family.type == listed[name].kind
        allowed = {label.name: label.values for label in listed[name].labels}
        for sample in family.samples:
            assert sample.labels.keys() == allowed.keys()
            assert all(value in (allowed[label] or (value,)) for label, value in sample.labels.items())
    assert "secret-4711" not in page.text
    assert "canary-" not in page.text


async def test_a_worker_whose_address_is_taken_says_so_and_does_not_start(
    installation: Settings, tmp_path: Path
) -> None:
    async with asked(installation, tmp_path / "log") as (workers, door):
        workers.start()
        await door.until("/ready", 200)
        workers.start()
        assert await asyncio.to_thread(workers.ended, SOON_S) == 1

    assert "health.listen" in (tmp_path / "log").read_text()
