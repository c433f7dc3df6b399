"""The list of operations alerts is closed: nothing in the code raises one that is not in it, each is explained."""

import re

import pytest

from streams.operations.catalogue import Operation, Operations
from tests.house.tree import ROOT

ALL = [each.value for each in Operations]
RAISED = re.compile(r'\brule="([a-z-]+)"')


@pytest.mark.parametrize("operation", ALL, ids=lambda operation: operation.rule)
def test_an_operations_alert_says_what_is_the_case_what_to_do_and_where_more_stands(operation: Operation) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", operation.rule)
    assert re.fullmatch(r"[A-Z].*\.", operation.doc)
    assert re.fullmatch(r"[A-Z].*[.?] \(deploy/runbook\.md#" + operation.rule + r"\)", operation.advice)


def test_no_module_raises_an_operations_alert_by_a_name_of_its_own() -> None:
    own = [
        (path.name, rule)
        for part in ("monitor", "pager", "vigil", "intake")
        for path in (ROOT / "streams" / part).rglob("*.py")
        for rule in RAISED.findall(path.read_text())
    ]
    assert own == []
