"""A policy as plain values, in one form for one meaning."""

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal

from models.policy.period import Period
from models.policy.values import Section


def plain(value: object) -> object:
    """Give what JSON can hold: sections as objects, periods and decimals as text, what is not known left out."""
    if isinstance(value, Section):
        items = ((name, getattr(value, name)) for name in type(value).model_fields)
        return {name: plain(item) for name, item in items if item is not None}
    if isinstance(value, Mapping):
        return {key: plain(value[key]) for key in sorted(value)}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return str(value) if isinstance(value, Period) else value


def digest(values: Mapping[str, object]) -> str:
    """A hash, 16 hexadecimal digits, of plain values."""
    text = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
