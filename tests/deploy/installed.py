"""The tools that check what no test here can run; .ci/run installs those that pip does not."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT
from tests.patience import SOON_S

DEPLOY = ROOT / "deploy"


def run(tool: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Runs a tool of this Python's environment, or of the machine, to its end; skips where there is none."""
    found = shutil.which(str(Path(sys.executable).with_name(tool))) or shutil.which(tool)
    if found is None:
        pytest.skip(f"{tool} is not installed")
    command = [found, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=SOON_S)


def passes(tool: str, *arguments: str | Path) -> None:
    """Holds that a tool finds nothing wrong."""
    done = run(tool, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
