"""The compose file: right by its schema and whole; its broker is started for real, with the secrets that it makes."""

import re
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from aiokafka.protocol.admin import CreateAclsRequest

from streams import environment
from streams.connection import client_arguments
from streams.embedded.jars import kafka_jars
from streams.embedded.java import JavaProcess, command
from streams.embedded.ready import held_ports
from streams.settings import read
from streams.topics.administration import denied_to_worker, wrong_with_topics
from streams.topics.cluster import connected
from tests.deploy import grants
from tests.deploy.installed import DEPLOY, passes
from tests.deploy.secured import natwatch
from tests.patience import SOON_S

FOLDER = DEPLOY / "compose"
COMPOSE = yaml.safe_load((FOLDER / "compose.yaml").read_text())
SERVICES: Mapping[str, Mapping[str, Any]] = COMPOSE["services"]


def test_it_is_right_by_the_schema() -> None:
    passes("check-jsonschema", "--builtin-schema", "vendor.compose-spec", FOLDER / "compose.yaml")


def test_alertmanager_and_prometheus_understand_their_files(tmp_path: Path) -> None:
    passes("amtool", "check-config", FOLDER / "alertmanager.yml")
    (tmp_path / "rules").symlink_to(DEPLOY / "prometheus")
    (tmp_path / "prometheus.yml").write_text((FOLDER / "prometheus.yml").read_text())
    passes("promtool", "check", "config", tmp_path / "prometheus.yml")


@pytest.mark.parametrize("name", SERVICES)
def test_what_a_service_refers_to_is_there(name: str) -> None:
    service = SERVICES[name]
    assert set(service.get("secrets", ())) <= set(COMPOSE["secrets"])
    assert set(service["networks"]) <= set(COMPOSE["networks"])
    assert set(service.get("depends_on", ())) <= set(SERVICES)
    for source in (mount.split(":")[0] for mount in service.get("volumes", ())):
        assert source in COMPOSE["volumes"] or (FOLDER / source).exists(), source
    secrets = set(re.findall(r"/run/secrets/([\w.-]+)", str(service)))
    assert secrets <= set(service.get("secrets", ()))


@pytest.mark.parametrize("name", SERVICES)
def test_no_service_may_more_than_it_must(name: str) -> None:
    service = SERVICES[name]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ()))


def test_only_those_who_tell_people_can_be_reached_from_outside() -> None:
    assert COMPOSE["networks"]["inside"]["internal"] is True
    assert {name for name, service in SERVICES.items() if "outside" in service["networks"]} == {
        "alertmanager",
        "prometheus",
    }


@pytest.fixture(scope="module")
def secrets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("compose") / "secrets"
    subprocess.run([FOLDER / "make-secrets", folder], check=True, timeout=SOON_S)
    return folder


def test_all_secrets_are_made_and_kept_the_second_time(secrets: Path) -> None:
    assert {Path(secret["file"]).name for secret in COMPOSE["secrets"].values()} <= {
        file.name for file in secrets.iterdir()
    }
    before = {file.name: file.read_bytes() for file in secrets.iterdir()}
    subprocess.run([FOLDER / "make-secrets", secrets], check=True, timeout=SOON_S)
    assert {file.name: file.read_bytes() for file in secrets.iterdir()} == before


@pytest.fixture
def broker(secrets: Path, tmp_path: Path) -> Iterator[str]:
    """The broker of the compose file, on this machine's ports and files."""
    with held_ports(2) as (clients, controllers):
        yield from started(secrets, tmp_path, clients, controllers)


def started(secrets: Path, tmp_path: Path, clients: int, controllers: int) -> Iterator[str]:
    text = (FOLDER / "server.properties").read_text()
    for here, there in {
        "/run/secrets": str(secrets),
        "/var/lib/kafka/data": str(tmp_path / "data"),
        "://:9092": f"://localhost:{clients}",
        "kafka:9092": f"localhost:{clients}",
        "localhost:9093": f"localhost:{controllers}",
    }.items():
        assert here in text
        text = text.replace(here, there)
    settings = tmp_path / "server.properties"
    settings.write_text(text)
    cluster = re.search(r":-(\S{22})\}", SERVICES["kafka"]["environment"]["CLUSTER_ID"])
    assert cluster
    jars = kafka_jars(lambda _: None)
    with (tmp_path / "log").open("wb") as log:
        form = ["kafka.tools.StorageTool", "format", f"--cluster-id={cluster[1]}", "-c", str(settings)]
        subprocess.run(command(jars, [], form), check=True, stdout=log, stderr=log)
        node = JavaProcess(command(jars, ["-Xmx512m"], ["kafka.Kafka", str(settings)]), log)
    try:
        yield f"localhost:{clients}"
    finally:
        node.kill()


def variables(service: str, bootstrap: str, secrets: Path) -> Mapping[str, str]:
    """The environment that a service is given, on this machine."""
    ours = {
        name: value.replace("/run/secrets", str(secrets)).replace(
            "/etc/natwatch/policy.toml", str(DEPLOY / "policy.toml")
        )
        for name, value in SERVICES[service]["environment"].items()
    }
    return {**environment.variables(), **ours, "NATWATCH_KAFKA__BOOTSTRAP": bootstrap}


async def test_its_broker_its_topics_its_acls_and_its_settings_go_together(broker: str, secrets: Path) -> None:
    administrator = variables("topics", broker, secrets)
    until = time.monotonic() + SOON_S
    while (made := natwatch(administrator, *SERVICES["topics"]["command"])).returncode:
        assert time.monotonic() < until, made.stderr
    applied = re.findall(r"/acls/(\w+)\.txt", str(SERVICES["acls"]["command"]))
    user = re.search(r"User:(\w+)", str(SERVICES["acls"]["command"]))
    assert user
    wanted = [acl for part in applied for acl in grants.acls(grants.listed(part), user[1])]
    await grants.change(client_arguments(read({}, administrator).kafka), wanted, CreateAclsRequest)

    settings = read({}, variables("worker", broker, secrets))
    async with connected(settings.kafka) as cluster:
        assert await wrong_with_topics(cluster, settings) == ()
        assert await denied_to_worker(cluster, settings) == ()
