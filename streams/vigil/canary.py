"""What a canary sends: an invented patient in each partition of the log, whose ALT breaches now and then. Pure.

Of one patient there is one result, which says something else each time, recorded later: so nothing piles up. A
heartbeat is that result within its limit; a breach is the same far above.
"""

from datetime import datetime
from decimal import Decimal
from itertools import count
from typing import Final

import orjson

from models.canary import PREFIX
from models.instants import to_text
from models.policy import Policy
from streams.topics import partition_of

_LIMIT = 40
_WELL = "20"
_TWICE: Final = 2
_ONCE: Final = {"therapy-discontinued": "2020-01-01T00:00:01Z", "therapy-started": "2020-01-01T00:00:00Z"}
"""A treatment of one second, long ago, the end of which is known before its beginning: no rule about it applies."""
_SOURCE: Final = "natwatch"


def canaries(partitions: int) -> tuple[str, ...]:
    """The invented patient of each partition of the log."""
    found: dict[int, str] = {}
    for number in count():
        who = f"{PREFIX}{number}"
        found.setdefault(partition_of(who, partitions), who)
        if len(found) == partitions:
            return tuple(found[partition] for partition in range(partitions))
    raise AssertionError


def result(who: str, at: datetime, policy: Policy, *, breaches: bool) -> bytes:
    """A canary's result of an instant, as a hospital would send it."""
    far_above = Decimal(_LIMIT) * policy.liver.severe_multiple * _TWICE
    fields = {
        "result_id": "canary",
        "status": "final",
        "analyte": "alt",
        "value": f"{far_above:f}" if breaches else _WELL,
        "unit": "U/L",
        "reference_high": f"{_LIMIT}",
    }
    return _event("lab-result", "canary", who, to_text(at), **fields)


def introduction(who: str, policy: Policy) -> tuple[bytes, ...]:
    """What must be known of a canary so that the policy watches it: a treatment, where it watches the treated alone."""
    if policy.patients.scope == "all":
        return ()
    return tuple(_event(kind, kind, who, at) for kind, at in _ONCE.items())


def _event(kind: str, event_id: str, who: str, at: str, **fields: str) -> bytes:
    common = {"type": kind, "event_id": event_id, "source": _SOURCE, "patient_id": who, "occurred_at": at}
    return orjson.dumps({**common, "recorded_at": at, **fields})
