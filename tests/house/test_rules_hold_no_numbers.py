"""A number in a rule belongs in the policy, where a site can see and change it."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.tree import modules, place

PLAIN = {0, 1}
QUANTITY = re.compile(r"\s*[+-]?\d+([.,]\d+)?\s*(min|minutes?|h|hours?|days?|weeks?|months?|years?)?\s*")


def numbers(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Constant) or isinstance(node.value, bool):
            continue
        match node.value:
            case int() | float() | complex() if node.value not in PLAIN:
                yield f"line {node.lineno}: {node.value}"
            case str() if QUANTITY.fullmatch(node.value):
                yield f"line {node.lineno}: {node.value!r}"


def test_rules_hold_no_numbers() -> None:
    rules = [path for path in modules() if place(path).startswith("alerts/rules/")]
    assert rules
    found = {place(path): list(numbers(path.read_text())) for path in rules}
    assert {path: hits for path, hits in found.items() if hits} == {}


@pytest.mark.parametrize(
    "source",
    [
        "if value >= 3 * limit: pass",
        "wait = timedelta(hours=8)",
        "factor = 0.5",
        "limit = Decimal('0.1')",
        "life = Period.parse('8 h')",
        "def window(days=90): pass",
        "x = -2",
    ],
)
def test_a_number_in_a_rule_is_found(source: str) -> None:
    assert list(numbers(source))


@pytest.mark.parametrize(
    "source",
    ["first, last = items[0], items[-1]", "count + 1", "on = True", "'0.9 % sodium chloride'", "'ALT 3 times'"],
)
def test_what_is_no_number_of_the_clinic_is_let_be(source: str) -> None:
    assert not list(numbers(source))
