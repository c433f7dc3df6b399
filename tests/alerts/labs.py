"""Laboratory results in stories."""

from typing import Any

from tests.alerts.story import Told, on


def lab(at: str, analyte: str, value: object, unit: str | None = "U/L", **fields: object) -> Told:
    """A final result; its fields, and when it was accepted, can be named as in any event."""
    named: dict[str, Any] = {"analyte": analyte, "value": value, "unit": unit, **fields}
    return on(at, "lab-result", **named)


def answer(at: str, analyte: str, finding: str, **fields: object) -> Told:
    """A final result that says positive, negative or indeterminate."""
    return lab(at, analyte, None, None, **{"finding": finding, **fields})
