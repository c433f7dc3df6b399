"""What the stories have shown together is looked at after the last of them, and only when all were told."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    summing_up = [item for item in items if item.name == "test_what_is_declared_was_shown"]
    told = [item for item in items if item not in summing_up]
    all_told = {item.path for item in told} >= set(HERE.rglob("test_*.py"))
    items[:] = told + (summing_up if all_told else [])
