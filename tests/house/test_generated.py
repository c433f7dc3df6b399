"""What is generated stands in the tree as it would be generated now."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT

SCRIPTS = sorted((ROOT / "deploy" / "generate").glob("*.py"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_what_is_generated_is_not_stale(script: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, script, tmp_path], check=True)
    fresh = {path.relative_to(tmp_path): path.read_text() for path in tmp_path.rglob("*") if path.is_file()}
    assert fresh
    assert {name: (ROOT / name).read_text() for name in fresh} == fresh, "stale: make generate"
