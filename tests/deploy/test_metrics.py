"""The dashboard and the rules: understood by Prometheus, and about metrics that there are."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from models.findings import Severity
from streams.health.catalogue import METRICS
from streams.operations.catalogue import Operations
from tests.deploy.installed import DEPLOY, passes
from tests.house.tree import ROOT

RULES = DEPLOY / "prometheus" / "natwatch.rules.yaml"
CASES = ROOT / "tests" / "deploy" / "rules.test.yaml"
NAME = re.compile(r"\b(?:natwatch|process)_\w+")
SELECTOR = re.compile(r"(\w+)\{([^}]*)\}")
BY = re.compile(r"\bby \(([^)]*)\)")
ADDED_BY_PROMETHEUS = {"job", "instance"}


def rules() -> list[Mapping[str, Any]]:
    return [rule for group in yaml.safe_load(RULES.read_text())["groups"] for rule in group["rules"]]


def dashboard() -> list[Mapping[str, Any]]:
    panels: list[Mapping[str, Any]] = json.loads((DEPLOY / "grafana" / "natwatch.json").read_text())["panels"]
    return panels


def expressions() -> Iterator[str]:
    yield from (rule["expr"] for rule in rules())
    yield from (target["expr"] for panel in dashboard() for target in panel.get("targets", ()))


def test_prometheus_understands_the_rules() -> None:
    passes("promtool", "check", "rules", RULES)


def test_each_alert_fires_when_it_should_and_none_when_all_is_well() -> None:
    passes("promtool", "test", "rules", CASES)


def test_each_alert_has_a_case_in_which_it_fires() -> None:
    assert {rule["alert"] for rule in rules()} == set(re.findall(r"Natwatch\w+", CASES.read_text()))


def test_prometheus_understands_the_dashboard(tmp_path: Path) -> None:
    asked = [
        {"record": f"shown:{number}", "expr": re.sub(r"\$__\w+", "5m", expression)}
        for number, expression in enumerate(expressions())
    ]
    file = tmp_path / "shown.yaml"
    file.write_text(yaml.safe_dump({"groups": [{"name": "dashboard", "rules": asked}]}))
    passes("promtool", "check", "rules", "--lint=none", file)


def test_every_metric_that_is_asked_for_is_exported() -> None:
    asked = {name for expression in expressions() for name in NAME.findall(expression)}
    assert asked - {metric.name for metric in METRICS} == set()


def test_every_label_that_is_asked_for_is_one_of_its_metric() -> None:
    labels = {metric.name: {label.name: label.values for label in metric.labels} for metric in METRICS}
    for expression in expressions():
        known = {name: values for metric in NAME.findall(expression) for name, values in labels[metric].items()}
        grouped = {name.strip() for names in BY.findall(expression) for name in names.split(",")}
        assert grouped <= known.keys() | ADDED_BY_PROMETHEUS, expression
        for _, pairs in SELECTOR.findall(expression):
            for label, wanted in re.findall(r'(\w+)=~?"([^"]*)"', pairs):
                assert label in ADDED_BY_PROMETHEUS or set(wanted.split("|")) <= set(known[label]), expression


def test_operations_alerts_are_as_grave_to_prometheus_as_they_are() -> None:
    for severity, name in {Severity.CRITICAL: "Critical", Severity.WARNING: "Warning"}.items():
        (expr,) = [rule["expr"] for rule in rules() if rule["alert"] == f"NatwatchOperations{name}"]
        (said,) = re.findall(r'rule=~"([^"]*)"', expr)
        assert set(said.split("|")) == {op.value.rule for op in Operations if op.value.severity is severity}


def test_panels_do_not_lie_upon_one_another() -> None:
    cells = [
        (x, y)
        for place in (panel["gridPos"] for panel in dashboard())
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]
    assert len(cells) == len(set(cells))
    assert all(x < 24 for x, _ in cells)
