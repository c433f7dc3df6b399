"""Which of two contents of one event counts."""

from datetime import UTC, datetime
from decimal import Decimal

import msgspec

from models.log import ClinicalEvent

_ANY = datetime(1970, 1, 1, tzinfo=UTC)
_encoder = msgspec.json.Encoder(order="sorted", decimal_format="string")


def same(one: ClinicalEvent, other: ClinicalEvent) -> bool:
    """Whether two events say the same; when they were accepted does not matter."""
    return type(one) is type(other) and msgspec.structs.replace(one, accepted_at=other.accepted_at) == other


def supersedes(new: ClinicalEvent, old: ClinicalEvent) -> bool:
    """Whether `new` counts instead of `old`: it was recorded later, else its canonical JSON is greater."""
    return (new.known_at, canonical(new)) > (old.known_at, canonical(old))


def canonical(event: ClinicalEvent) -> bytes:
    """The event's content as canonical JSON: sorted keys, normalised decimals, without the time of acceptance."""
    fields = msgspec.structs.asdict(msgspec.structs.replace(event, accepted_at=_ANY))
    said = {
        name: f"{value.normalize():f}" if isinstance(value, Decimal) else value
        for name, value in fields.items()
        if value is not None and name != "accepted_at"
    }
    return _encoder.encode({"type": type(event).__struct_config__.tag, **said})
