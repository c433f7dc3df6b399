"""The runbook has a section for everything that sends somebody there, and its links lead somewhere."""

import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from streams.operations.catalogue import Operations
from streams.worker import SURPRISED
from tests.deploy.installed import DEPLOY
from tests.house.tree import ROOT, modules, place

RUNBOOK = DEPLOY / "runbook.md"
LINK = re.compile(r"\]\((?!\w+:)([^)#]*)(?:#([^)]*))?\)")
EXIT = re.compile(r"\b_?exit\((\d+)\)|\bend\((0)\)")
NAMED = re.compile(r"deploy/runbook\.md#([\w-]+)|deploy/runbook\.md, \"([^\"]+)\"")
CONTAINER_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGKILL)
WRONG_USAGE = 2


def headings(document: Path) -> list[str]:
    return re.findall(r"(?m)^#+ (.+)$", document.read_text())


def anchor(heading: str) -> str:
    """As GitHub makes it."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


ANCHORS = {anchor(heading) for heading in headings(RUNBOOK)}


def test_each_operations_alert_has_a_section() -> None:
    assert {op.value.runbook for op in Operations} <= {f"deploy/runbook.md#{name}" for name in ANCHORS}


def test_each_alert_of_prometheus_has_a_section_and_leads_to_one() -> None:
    groups = yaml.safe_load((DEPLOY / "prometheus" / "natwatch.rules.yaml").read_text())["groups"]
    led = {
        rule["annotations"]["runbook"].removeprefix("deploy/runbook.md#") for group in groups for rule in group["rules"]
    }
    assert led - {"{{ $labels.rule }}"} <= ANCHORS


def exit_codes() -> Iterator[int]:
    """Every code with which the code ends a process: its own, click's, and those of signals."""
    for module in modules():
        if place(module).startswith("streams/"):
            yield from (int(number or zero) for number, zero in EXIT.findall(module.read_text()))
    yield from (0, WRONG_USAGE, SURPRISED, *(128 + number for number in CONTAINER_SIGNALS))


def test_each_exit_code_has_a_section_and_no_other() -> None:
    described = {int(code) for heading in headings(RUNBOOK) for code in re.findall(r"^Exit code (\d+)$", heading)}
    assert described == set(exit_codes())


def test_what_a_worker_refers_to_is_there() -> None:
    named = {
        anchor(by_anchor or by_title)
        for module in modules()
        if place(module).startswith(("streams/", "models/"))
        for by_anchor, by_title in NAMED.findall(re.sub(r'"\s*\n\s*f?[\'"]', "", module.read_text()))
    }
    assert named
    assert named <= ANCHORS


@pytest.mark.parametrize("document", [RUNBOOK, ROOT / "README.md"], ids=lambda path: path.name)
def test_links_lead_to_files_and_sections(document: Path) -> None:
    for file, section in LINK.findall(document.read_text()):
        target = (document.parent / file) if file else document
        assert target.exists(), file
        assert not section or section in {anchor(heading) for heading in headings(target)}, section


def test_no_two_sections_share_an_anchor() -> None:
    assert len(ANCHORS) == len(headings(RUNBOOK))
