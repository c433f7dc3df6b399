"""A replay from its files to its alerts."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from alerts.advance import Patient
from alerts.judge import Judge
from models.alerts import Alert
from models.policy import Policy
from streams.replay.lines import Arrival, Refused, everything, read
from streams.replay.ward import Complaint, Ward


@dataclass(frozen=True, slots=True)
class Replay:
    """What is replayed, and under which policy.

    Attributes:
        files: The name and the lines of each file, in arrival order.
        until: Up to when; None: the latest arrival of all. Arrivals after it are left out.
        policy: The policy that overrides what `policy-changed` lines say; None: what they say, else the defaults.
        key: The secret that makes alert ids unreadable.
        wanted: Which lines of the files are replayed.
    """

    files: Iterable[tuple[str, Iterable[bytes]]]
    until: datetime | None = None
    policy: Policy | None = None
    key: bytes = b""
    wanted: Callable[[bytes], bool] = everything


class Ended(NamedTuple):
    """A replay at its end: the alert revisions in order, all patients by id, how each is judged, and who is merged."""

    alerts: list[Alert]
    patients: Mapping[str, Patient]
    judge_of: Callable[[str], Judge]
    goes_on_as: Callable[[str], tuple[str, ...]]


def replay(what: Replay, refuse: Callable[[Refused], None], complain: Complaint) -> list[Alert]:
    """Every alert revision, by the instant at which it was due, then patient, then as they were made.

    Same input, same output.

    Args:
        what: The replay.
        refuse: Told of each line that is no event.
        complain: Told when a rule raises on a patient.
    """
    return replayed(what, refuse, complain).alerts


def replayed(
    what: Replay,
    refuse: Callable[[Refused], None],
    complain: Complaint,
    ends_at: Callable[[datetime | None], datetime | None] = lambda latest: latest,
) -> Ended:
    """The same, with what is known about each patient at the end.

    Args:
        what: The replay.
        refuse: As for `replay`.
        complain: As for `replay`.
        ends_at: Asked up to when all clocks run, given the latest arrival, where the replay does not say so.
    """
    ward = Ward(what.policy or Policy(), what.key, complain, overrides=what.policy is not None)
    revisions: list[Alert] = []
    latest: datetime | None = None
    for event, at in _arrivals(what, refuse):
        if what.until is None or at <= what.until:
            revisions.extend(ward.take(event))
            latest = at if latest is None else max(latest, at)
    end = what.until or ends_at(latest)
    if end is not None:
        revisions.extend(ward.run_to(end))
    return Ended(
        sorted(revisions, key=in_order),
        ward.patients,
        ward.judge_of,
        ward.goes_on_as,
    )


def in_order(alert: Alert) -> tuple[datetime, str]:
    """By what the revisions of a replay are sorted; those of one patient at one instant stay as they were made."""
    return alert.changed_at, alert.patient_id or ""


def _arrivals(what: Replay, refuse: Callable[[Refused], None]) -> Iterator[Arrival]:
    for file, lines in what.files:
        for each in read(file, lines, what.wanted, judged=what.policy is None):
            if isinstance(each, Refused):
                refuse(each)
            else:
                yield each
