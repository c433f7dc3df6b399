"""The unit, as systemd itself reads it."""

import sys
from pathlib import Path

from tests.deploy.installed import DEPLOY, passes

UNIT = DEPLOY / "systemd" / "natwatch.service"
EXPOSED_AT_MOST = 15
"""In tenths: 0 is nothing, 100 is everything."""


def installed(folder: Path) -> Path:
    """The unit, on a machine on which natwatch is where this Python is."""
    unit = folder / UNIT.name
    unit.write_text(UNIT.read_text().replace("/opt/natwatch/bin/natwatch", sys.executable))
    return unit


def test_systemd_understands_it(tmp_path: Path) -> None:
    passes("systemd-analyze", "verify", "--man=no", installed(tmp_path))


def test_it_exposes_next_to_nothing(tmp_path: Path) -> None:
    passes("systemd-analyze", "security", "--offline=true", f"--threshold={EXPOSED_AT_MOST}", installed(tmp_path))
