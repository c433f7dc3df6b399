"""Lines of the log that the worker itself writes."""

from datetime import datetime
from typing import Any

import msgspec


class TimeReached(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="time-reached"):
    """A deadline of the patient has come; accepted at the instant at which it was due."""

    patient_id: str
    due: datetime
    accepted_at: datetime


class SetAside(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="set-aside"):
    """What a person has set aside under a record that was merged into this patient's.

    `rank` is that of the finding, and `at` when it was said: a finding of the rule and subject that began later, or
    weighs more, was not meant. `for_good`: a person ends findings of its kind; else it only keeps an alert quiet.
    """

    patient_id: str
    accepted_at: datetime
    rule: str
    subject: str
    rank: tuple[int, int]
    at: datetime
    for_good: bool


class PolicyChanged(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="policy-changed"):
    """From here on the patients of the partition are judged by another policy."""

    partition: int
    partitions: int
    policy: dict[str, Any]
    policy_version: str
    accepted_at: datetime
