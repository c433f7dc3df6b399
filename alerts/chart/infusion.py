"""One infusion, from its start to the release of the patient."""

from datetime import datetime

import msgspec

from models.log import (
    ClinicalEvent,
    InfusionPaused,
    InfusionRateChanged,
    InfusionResumed,
    InfusionStarted,
    InfusionStopped,
    ObservationEnded,
)
from models.policy import Policy
from models.terms import StopReason

Course = tuple[InfusionRateChanged | InfusionPaused | InfusionResumed, ...]


class Infusion(msgspec.Struct, frozen=True, gc=False):
    """An infusion runs from its earliest start to its latest stop; of several releases the earliest counts.

    Without a start it is only known by its stop, or its release. `starts` and `course` are in order of time; there are
    several starts if two sources tell of it.
    """

    name: str
    starts: tuple[InfusionStarted, ...]
    stop: InfusionStopped | None
    release: ObservationEnded | None
    course: Course
    preparation_id: str | None
    seen_at: datetime

    @property
    def start(self) -> InfusionStarted | None:
        """Its earliest start."""
        return self.starts[0] if self.starts else None

    @property
    def started_at(self) -> datetime | None:
        """When it started."""
        return None if self.start is None else self.start.occurred_at

    @property
    def stopped_at(self) -> datetime | None:
        """When it stopped."""
        return None if self.stop is None else self.stop.occurred_at

    def over_at(self, policy: Policy) -> datetime:
        """When it was over; one that nobody closed counts as over some time after its start."""
        if self.stop is not None or self.start is None:
            return self.stopped_at or self.seen_at
        return policy.after(self.start.occurred_at, policy.infusion.close_after)


def infusion_of(name: str, events: tuple[ClinicalEvent, ...]) -> Infusion | None:
    """The infusion that these events, in order of time, are about; None where there are none.

    A stop before the earliest start is of no use. Of several stops at one instant the worse counts: one that says that
    the infusion was completed, or that more had run.
    """
    if not events:
        return None
    starts: list[InfusionStarted] = []
    stops: list[InfusionStopped] = []
    course: list[InfusionRateChanged | InfusionPaused | InfusionResumed] = []
    for event in events:
        if isinstance(event, InfusionStarted):
            starts.append(event)
        elif isinstance(event, InfusionStopped):
            stops.append(event)
        elif isinstance(event, InfusionRateChanged | InfusionPaused | InfusionResumed):
            course.append(event)
    if starts:
        stops = [stop for stop in stops if stop.occurred_at >= starts[0].occurred_at]
    return Infusion(
        name=name,
        starts=tuple(starts),
        stop=stops[0] if len(stops) == 1 else max(stops, key=_lateness, default=None),
        release=next((event for event in events if isinstance(event, ObservationEnded)), None),
        course=tuple(course),
        preparation_id=next((each.preparation_id for each in starts if each.preparation_id), None),
        seen_at=events[0].occurred_at,
    )


def _lateness(stop: InfusionStopped) -> tuple[object, ...]:
    ran = -1 if stop.volume_infused_ml is None else stop.volume_infused_ml
    return stop.occurred_at, stop.reason is StopReason.COMPLETED, ran, stop.key
