"""The day that the demo plays: what is sent when, and what somebody watching is told about it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from models import instants
from models.settings import Inbound

KILL_AT_S: Final = 19.0
"""When the first worker is killed, in seconds from the beginning."""

REPLACE_AT_S: Final = 21.0
"""When another one is started."""

END_AT_S: Final = 52.0
"""When the day is over."""

_SCREEN_DUE_AT_S: Final = 44.0
_ALMOST_8_H: Final = timedelta(hours=7, minutes=59, seconds=50)


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a hospital system.

    Attributes:
        at_s: When it is sent, in seconds from the beginning of the day.
        topic: Where it is sent.
        told: What somebody watching is told.
        fields: The event, without its time.
        ago: How long before it is sent the thing happened.
    """

    at_s: float
    topic: Inbound
    told: str
    fields: dict[str, object] = field(default_factory=dict)
    ago: timedelta = timedelta()

    def event(self, now: datetime) -> dict[str, object]:
        """The event as it is sent at `now`."""
        return {**self.fields, "occurred_at": instants.to_text(now - self.ago)}


def day() -> tuple[Message, ...]:
    """All messages, in the order in which they are sent."""
    numbered = enumerate(sorted(_messages(), key=lambda each: each.at_s), start=1)
    return tuple(_with_id(message, number) for number, message in numbered)


def _with_id(message: Message, number: int) -> Message:
    fields = {"event_id": f"demo-{number:02}", "source": "demo", **message.fields}
    return Message(message.at_s, message.topic, message.told, fields, message.ago)


def _messages() -> Iterator[Message]:
    yield from _liver()
    yield from _expiring_bag()
    yield from _expired_bag()
    yield from _fast_infusion()
    yield from _screen()


def _liver() -> Iterator[Message]:
    def alt(at_s: float, value: int, told: str, **more: object) -> Message:
        number = more.pop("number", value)
        fields = {"type": "lab-result", "patient_id": "demo-anna", "result_id": f"alt-{number}", "status": "final"}
        result = {"analyte": "alt", "value": value, "unit": "U/L", "reference_high": 40}
        return Message(at_s, Inbound.LAB_RESULTS, told, {**fields, **result, **more})

    yield alt(1, 31, "Anna: ALT 31 U/L")
    yield alt(3, 88, "Anna: ALT 88 U/L")
    yield alt(5, 120, "Anna: ALT 120 U/L, three times the upper limit of normal")
    yield alt(
        38,
        22,
        "Anna: the laboratory corrects it: ALT 22 U/L, tubes were swapped",
        number=120,
        version=2,
        status="corrected",
    )


def _expiring_bag() -> Iterator[Message]:
    bag = {"patient_id": "demo-bela", "preparation_id": "bag-1"}
    yield Message(
        4,
        Inbound.PREPARATIONS,
        "Bela: a dose was diluted 7 h 59 min 50 s ago, at room temperature",
        {"type": "dose-prepared", "storage": "room-temperature", **bag, **_DOSE},
        _ALMOST_8_H,
    )
    yield Message(30, Inbound.PREPARATIONS, "Bela: the dose is discarded", {"type": "dose-discarded", **bag})


def _expired_bag() -> Iterator[Message]:
    patient = {"patient_id": "demo-cleo"}
    yield Message(
        6,
        Inbound.PREPARATIONS,
        "Cleo: a dose was diluted 9 h ago",
        {"type": "dose-prepared", "preparation_id": "bag-2", "storage": "room-temperature", **patient, **_DOSE},
        timedelta(hours=9),
    )
    infusion = {"infusion_id": "infusion-2", "preparation_id": "bag-2", "route": "iv-infusion", "rate_ml_per_h": 110}
    yield Message(
        9, Inbound.INFUSIONS, "Cleo: it is infused all the same", {"type": "infusion-started", **infusion, **patient}
    )
    stop: dict[str, object] = {"type": "infusion-stopped", "infusion_id": "infusion-2", "reason": "aborted", **patient}
    yield Message(34, Inbound.INFUSIONS, "Cleo: the infusion is stopped", stop)


def _fast_infusion() -> Iterator[Message]:
    patient: dict[str, object] = {"patient_id": "demo-dora"}
    infusion = {"infusion_id": "infusion-3", "route": "iv-infusion", "volume_ml": 115, "rate_ml_per_h": 160}
    yield Message(
        11,
        Inbound.INFUSIONS,
        "Dora: an infusion starts at 160 mL/h",
        {"type": "infusion-started", **infusion, **patient},
    )
    slower = {"type": "infusion-rate-changed", "infusion_id": "infusion-3", "rate_ml_per_h": 110, **patient}
    yield Message(36, Inbound.INFUSIONS, "Dora: the pump is slowed to 110 mL/h", slower)


def _screen() -> Iterator[Message]:
    yield Message(
        2,
        Inbound.CLINICAL_EVENTS,
        "Emil: on natalizumab for 12 weeks less a moment, never screened for antibodies",
        {"type": "therapy-started", "patient_id": "demo-emil"},
        timedelta(weeks=12) - timedelta(seconds=_SCREEN_DUE_AT_S - 2),
    )


_DOSE: Final[dict[str, object]] = {"dose_mg": 300, "diluent": "sodium-chloride-0.9", "diluent_volume_ml": 100}
