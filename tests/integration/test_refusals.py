"""A worker that cannot do its work says so in one sentence that tells what to do, and ends with exit code 1."""

import subprocess
import sys
from pathlib import Path

import pytest

from models.settings import Settings
from streams import environment
from tests.patience import SOON_S


def _worker(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "streams.cli", "worker", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=SOON_S, check=False, env=environment.variables()
    )


def test_without_topics(settings: Settings) -> None:
    ended = _worker("--bootstrap", settings.kafka.bootstrap, "--prefix", settings.topics.prefix)

    assert ended.returncode == 1
    assert "natwatch topics create" in ended.stderr


def test_without_a_broker() -> None:
    ended = _worker("--bootstrap", "127.0.0.1:1")

    assert ended.returncode == 1
    assert "127.0.0.1:1" in ended.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [("[policy]\nfile = 'missing.toml'", "missing.toml"), ("[kafka]\nbotstrap = 'x:1'", "botstrap")],
)
def test_with_bad_settings(tmp_path: Path, text: str, said: str) -> None:
    config = tmp_path / "natwatch.toml"
    config.write_text(text)

    ended = _worker("--config", str(config))

    assert ended.returncode == 1
    assert said in ended.stderr
