"""Lines of the log that the worker itself writes."""

from datetime import datetime
from typing import Any

import msgspec


class TimeReached(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="time-reached"):
    """A deadline of the patient has come; accepted at the instant at which it was due."""

    patient_id: str
    due: datetime
    accepted_at: datetime


class PolicyChanged(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="policy-changed"):
    """From here on the patients of the partition are judged by another policy."""

    partition: int
    partitions: int
    policy: dict[str, Any]
    policy_version: str
    accepted_at: datetime
