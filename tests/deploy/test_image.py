"""The image: what hadolint and a reader would look for. No test here can build it."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from tests.deploy.installed import DEPLOY, passes
from tests.house.tree import ROOT
from tests.patience import SOON_S

DOCKERFILE = (DEPLOY / "Dockerfile").read_text()


def instructions(name: str) -> list[str]:
    lines = re.sub(r"\\\n\s*", "", DOCKERFILE).splitlines()
    return [line.removeprefix(f"{name} ") for line in lines if line.startswith(f"{name} ")]


def test_hadolint_finds_nothing() -> None:
    passes("hadolint", "--failure-threshold=style", DEPLOY / "Dockerfile")


def test_no_shell_runs_while_it_is_built_or_in_it() -> None:
    (check,) = instructions("HEALTHCHECK")
    for command in [
        *instructions("RUN"),
        *instructions("ENTRYPOINT"),
        *instructions("CMD"),
        check.partition("CMD ")[2],
    ]:
        assert json.loads(command)


def test_it_runs_as_nobody_in_particular() -> None:
    (user,) = instructions("USER")
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", user)


def test_the_base_can_be_pinned_by_its_digest() -> None:
    assert {base.partition(" ")[0] for base in instructions("FROM")} == {"${PYTHON}"}


def test_what_it_copies_is_there_and_let_through() -> None:
    let_through = set(re.findall(r"(?m)^!(.+)$", (DEPLOY / "Dockerfile.dockerignore").read_text()))
    copied = {source for line in instructions("COPY") if "--from" not in line for source in line.split()[:-1]}
    assert copied == let_through
    assert all((ROOT / source).exists() for source in copied)


class _Door(BaseHTTPRequestHandler):
    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status if self.path == "/live" else 404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def door() -> Iterator[int]:
    server = HTTPServer(("127.0.0.1", 0), _Door)
    Thread(target=server.serve_forever).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1)])
def test_the_health_check_asks_whether_the_worker_lives(door: int, status: int, code: int) -> None:
    _Door.status = status
    _, program, script = json.loads(instructions("HEALTHCHECK")[0].partition("CMD ")[2])
    assert "127.0.0.1:9464/live', timeout=4" in script
    assert f"0.0.0.0:{9464}" in "".join(instructions("ENV"))

    asked = script.replace(":9464", f":{door}").replace("timeout=4", f"timeout={SOON_S}")
    ended = subprocess.run([sys.executable, program, asked], check=False, stderr=subprocess.DEVNULL, timeout=SOON_S)

    assert ended.returncode == code
