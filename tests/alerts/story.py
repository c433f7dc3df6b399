"""One patient's story, told in events, and what natwatch says about it: how the tables of the rules are written.

    tell(
        on("08:00", "dose-prepared", diluent="glucose-5"),
        on("10:00", "infusion-started", preparation_id="bag"),
        on("11:00", "alert-acknowledged", alert=RULE),
        about=RULE,
    ) == [
        "08:00 bag opened critical discard-dose",
        "10:00 bag worsened critical review",
        "11:00 bag resolved acknowledged",
    ]

Times are UTC: `08:00`, `08:00:01` and `08:00:00.000001` are of 1 January 2026; other days are written `2026-03-01` or
`2026-03-01 08:00`. Fields that are not named have the plain value of `PLAIN`. Events are numbered e1, e2, … in the
order in which they are told, which is the order in which they are accepted.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Final

import msgspec

from alerts.advance import Patient, Step, advance, run_to
from alerts.judge import Judge
from alerts.record import decode, encode
from models.alerts import Alert, Change
from models.log import ClinicalEvent, Internal, decode_line
from models.policy import Policy
from tests.alerts.declared import DECLARED, DECLARED_UNDER_HOLDS

DAY: Final = "2026-01-01"
BAG: Final = {"preparation_id": "bag"}
DRIP: Final = {"infusion_id": "drip"}
CONDITION: Final = {"condition_id": "condition", "kind": "pregnancy"}
ORDER: Final = {"order_id": "order", "name": "azathioprine"}
PLAIN: Final[dict[str, dict[str, object]]] = {
    "dose-prepared": {**BAG, "dose_mg": 300, "diluent": "sodium-chloride-0.9", "diluent_volume_ml": 100},
    "dose-moved": {**BAG},
    "dose-mishandled": {**BAG, "kind": "shaken"},
    "dose-discarded": {**BAG},
    "infusion-started": {**DRIP, "route": "iv-infusion"},
    "infusion-rate-changed": {**DRIP},
    "infusion-paused": {**DRIP},
    "infusion-resumed": {**DRIP},
    "infusion-stopped": {**DRIP, "reason": "completed"},
    "observation-ended": {**DRIP},
    "lab-result": {"status": "final"},
    "condition-started": {**CONDITION},
    "condition-resolved": {**CONDITION},
    "medication-started": {**ORDER},
    "medication-stopped": {**ORDER},
    "reaction-observed": {"symptom": "urticaria", "severity": "mild"},
    "mri-reported": {"gd_enhancing_lesions": 0, "new_t2_lesions": 0},
    "hold-cleared": {"by": "physician", "reason": "evaluated"},
    "alert-acknowledged": {"by": "nurse", "reason": "seen"},
}


@dataclass(frozen=True)
class Told:
    """An event of a story; `alert` names the rule whose open alert an acknowledgement is about."""

    accepted_at: datetime
    fields: dict[str, Any]
    alert: str | None = None


def on(at: str, happened: str, *, accepted: str | None = None, alert: str | None = None, **fields: object) -> Told:
    """Something happened at a clinical time; it was accepted at the same instant, unless another one is named.

    A field that is None is left out.
    """
    common = {"type": happened, "patient_id": "patient-1", "occurred_at": when(at)}
    said = {**common, **PLAIN.get(happened, {}), **fields}
    return Told(when(accepted or at), {name: value for name, value in said.items() if value is not None}, alert)


def when(text: str) -> datetime:
    """The instant that a story writes in short."""
    day, _, time = text.rpartition(" ") if ":" in text else (text, "", "00:00")
    return datetime.fromisoformat(f"{day or DAY} {time}").replace(tzinfo=UTC)


def tell(*story: Told, about: str, until: str | None = None, policy: str = "") -> list[str]:
    """The revisions of one rule's alerts, a line each: instant, subject, change, then severity and effect, or reason.

    `since` follows where the finding held already before the revision, `due` where something is due.
    """
    return [shown(alert) for alert in revisions(*story, until=until, policy=policy) if alert.rule == about]


def revisions(*story: Told, until: str | None = None, policy: str = "") -> list[Alert]:
    """All revisions that a story brings about; a worker that is killed after each event makes the same ones."""
    judge = Judge(Policy.parse(policy), rules=DECLARED, rules_under_holds=DECLARED_UNDER_HOLDS)
    end = None if until is None else when(until)
    made = list(_play(story, judge, end, killed=False))
    assert made == list(_play(story, judge, end, killed=True))
    return made


def shown(alert: Alert) -> str:
    """A revision in one line."""
    words = [_short(alert.changed_at), alert.subject, str(alert.change)]
    if alert.change is Change.RESOLVED:
        return " ".join([*words, str(alert.reason)])
    words += [str(alert.severity), str(alert.effect)]
    if alert.holds_from != alert.changed_at:
        words += ["since", _short(alert.holds_from)]
    if alert.due_at is not None:
        words += ["due", _short(alert.due_at)]
    return " ".join(words)


def _short(instant: datetime) -> str:
    precision = "minutes" if not (instant.second or instant.microsecond) else "auto"
    return instant.replace(tzinfo=None).isoformat(" ", precision).removeprefix(f"{DAY} ")


def _play(story: tuple[Told, ...], judge: Judge, until: datetime | None, *, killed: bool) -> Iterator[Alert]:
    patient = Patient("patient-1")
    ids: dict[str, str] = {}
    for number, told in enumerate(story, start=1):
        if told.alert is not None:
            ids.update(_ids(run_to(patient, told.accepted_at, judge)))
        step = advance(patient, event_of(told, number, ids), judge)
        ids.update(_ids(step))
        yield from step.revisions
        patient = decode(encode(step.patient)) if killed else step.patient
    if until is not None:
        assert patient.clock is None or until >= patient.clock
        yield from run_to(patient, until, judge).revisions


def _ids(step: Step) -> Iterator[tuple[str, str]]:
    return ((alert.rule, alert.alert_id) for alert in step.revisions)


def event_of(told: Told, number: int = 1, ids: Mapping[str, str] = MappingProxyType({})) -> ClinicalEvent:
    """The event as the log has it; `number` names it where nothing else does."""
    fields: dict[str, Any] = {"event_id": f"e{number}", **told.fields, "accepted_at": told.accepted_at}
    if told.fields["type"] == "lab-result":
        fields.setdefault("result_id", fields["event_id"])
    if told.alert is not None:
        fields["alert_id"] = ids[told.alert]
    written = {key: when(value) if key == "recorded_at" else value for key, value in fields.items()}
    event = decode_line(msgspec.json.encode(written))
    assert not isinstance(event, Internal)
    return event
