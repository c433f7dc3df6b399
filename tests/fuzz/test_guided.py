"""A short guided fuzz of each decoder, the same each time; `tests/fuzz/guided.py` runs for as long as one likes."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz.decoders import DECODERS, hold
from tests.fuzz.seeds import SEEDS, write
from tests.house.tree import ROOT

INPUTS = {"canonical": 800_000, "fhir": 450_000, "hl7v2": 200_000}
"""Of each decoder so many as take it less than twenty seconds: all three a minute."""
BUDGET_S = 20
"""A busy machine gets less far in it, and is not kept from its other tests for longer."""


@pytest.mark.parametrize("name", DECODERS)
def test_every_seed_is_read(name: str) -> None:
    assert [raw for raw in SEEDS[name] if not hold(name, raw).accepted] == []


@pytest.mark.parametrize("name", DECODERS)
def test_guided_bytes(name: str, tmp_path: Path) -> None:
    pytest.importorskip("atheris", reason="there is a wheel of it for x86-64 only")
    write(name, tmp_path / "corpus")
    budget = [f"-runs={INPUTS[name]}", f"-max_total_time={BUDGET_S}"]
    bounds = [*budget, "-seed=1", "-timeout=60", "-rss_limit_mb=512", "-max_len=8192"]
    ran = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.guided", name, "corpus", *bounds, "-artifact_prefix=found-"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, f"{ran.stderr[-4000:]}\n{[found.read_bytes() for found in tmp_path.glob('found-*')]}"
