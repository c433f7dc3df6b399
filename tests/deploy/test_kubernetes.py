"""The manifests: right by Kubernetes' own schemas, whole, and as closed as the restricted standard asks."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from streams.settings import read
from tests.deploy.installed import DEPLOY, passes

FOLDER = DEPLOY / "kubernetes"
KUSTOMIZATION = yaml.safe_load((FOLDER / "kustomization.yaml").read_text())
MANIFESTS = [FOLDER / name for name in KUSTOMIZATION["resources"]]
OBJECTS = [object_ for file in MANIFESTS for object_ in yaml.safe_load_all(file.read_text())]


def pods() -> Iterator[tuple[str, Mapping[str, Any]]]:
    for one in OBJECTS:
        if "template" in one.get("spec", {}):
            yield one["metadata"]["name"], one["spec"]["template"]


PODS = dict(pods())


@pytest.mark.parametrize("file", MANIFESTS, ids=lambda file: file.stem)
def test_it_is_right_by_the_schema(file: Path) -> None:
    passes("kubernetes-validate", "--strict", file)


def test_every_file_is_applied() -> None:
    applied = {*KUSTOMIZATION["resources"], *KUSTOMIZATION["configMapGenerator"][0]["files"], "kustomization.yaml"}
    assert {file.name for file in FOLDER.iterdir()} == applied


@pytest.mark.parametrize("pod", PODS)
def test_a_pod_is_restricted(pod: str) -> None:
    spec = PODS[pod]["spec"]
    assert spec["automountServiceAccountToken"] is False
    assert spec["securityContext"]["runAsNonRoot"] is True
    assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    for container in spec["containers"]:
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert container["resources"]["limits"]["memory"]
        assert container["resources"]["requests"]["cpu"]


@pytest.mark.parametrize("pod", PODS)
def test_what_is_mounted_is_a_volume_and_no_secret_is_in_the_environment(pod: str) -> None:
    spec = PODS[pod]["spec"]
    volumes = {volume["name"] for volume in spec["volumes"]}
    for container in spec["containers"]:
        assert {mount["name"] for mount in container["volumeMounts"]} == volumes
        assert "secretKeyRef" not in str(container)


def test_selectors_find_the_workers_and_nothing_else() -> None:
    by_kind = {one["kind"]: one["spec"] for one in OBJECTS if "spec" in one}
    worker, topics = PODS["natwatch-worker"]["metadata"]["labels"], PODS["natwatch-topics"]["metadata"]["labels"]
    for selector in (
        by_kind["Deployment"]["selector"]["matchLabels"],
        by_kind["PodDisruptionBudget"]["selector"]["matchLabels"],
        by_kind["Service"]["selector"],
    ):
        assert selector.items() <= worker.items()
        assert not selector.items() <= topics.items()
    both = by_kind["NetworkPolicy"]["podSelector"]["matchLabels"]
    assert both.items() <= worker.items() & topics.items()


def test_probes_ask_at_the_port_at_which_the_worker_answers() -> None:
    (container,) = PODS["natwatch-worker"]["spec"]["containers"]
    probes = {name: container[f"{name}Probe"]["httpGet"] for name in ("startup", "liveness", "readiness")}
    listen = read({}, {}, FOLDER / "natwatch.toml").health.listen

    assert {name: probe["path"] for name, probe in probes.items()} == {
        "startup": "/live",
        "liveness": "/live",
        "readiness": "/ready",
    }
    (port,) = container["ports"]
    assert {probe["port"] for probe in probes.values()} == {port["name"]}
    assert listen == f"0.0.0.0:{port['containerPort']}"


def test_files_that_the_settings_name_are_mounted() -> None:
    settings = read({}, {}, FOLDER / "natwatch.toml")
    named = [settings.kafka.ca_file, settings.kafka.certificate_file, settings.kafka.key_file, settings.policy.file]
    mounts = {mount["mountPath"] for mount in PODS["natwatch-worker"]["spec"]["containers"][0]["volumeMounts"]}
    assert all(str(Path(str(file)).parent) in mounts for file in named)
