"""A long replay shows on a terminal how far it has come, and nowhere else."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.clinic import history
from tests.strategies.events import START


@pytest.fixture
def log(tmp_path: Path) -> Path:
    file = tmp_path / "log.jsonl"
    file.write_bytes(b"".join(line + b"\n" for line in history("p1", START)))
    return file


def command(log: Path) -> list[str]:
    return [sys.executable, "-m", "streams.cli", "replay", str(log)]


def test_on_a_terminal(log: Path) -> None:
    ours, terminal = pty.openpty()
    done = subprocess.run(command(log), stdout=subprocess.PIPE, stderr=terminal, check=True)
    os.close(terminal)
    shown = os.read(ours, 10_000)
    os.close(ours)
    assert b"50 % read\r" in shown
    assert shown.endswith(b"100 % read\r\x1b[K")
    assert done.stdout.startswith(b"{")


def test_nowhere_else(log: Path) -> None:
    assert subprocess.run(command(log), capture_output=True, check=True).stderr == b""
