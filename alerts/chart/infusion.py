"""One infusion, from its start to the release of the patient."""

from dataclasses import dataclass
from datetime import datetime

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

Course = tuple[InfusionRateChanged | InfusionPaused | InfusionResumed, ...]


@dataclass(frozen=True, slots=True)
class Infusion:
    """An infusion runs from its earliest start to its latest stop; of several releases the earliest counts.

    Without a start it is only known by its stop, or its release. `course` is in order of time.
    """

    name: str
    start: InfusionStarted | None
    stop: InfusionStopped | None
    release: ObservationEnded | None
    course: Course
    preparation_id: str | None
    seen_at: datetime

    @property
    def started_at(self) -> datetime | None:
        """Its earliest start."""
        return None if self.start is None else self.start.occurred_at

    @property
    def stopped_at(self) -> datetime | None:
        """Its latest stop."""
        return None if self.stop is None else self.stop.occurred_at

    def over_at(self, policy: Policy) -> datetime:
        """When it was over; one that nobody closed counts as over some time after its start."""
        if self.stop is not None or self.start is None:
            return self.stopped_at or self.seen_at
        return policy.after(self.start.occurred_at, policy.infusion.close_after)


def infusion_of(name: str, events: tuple[ClinicalEvent, ...]) -> Infusion | None:
    """The infusion that these events, in order of time, are about; None where there are none.

    A stop before the earliest start is of no use.
    """
    if not events:
        return None
    starts = [event for event in events if isinstance(event, InfusionStarted)]
    start = starts[0] if starts else None
    stops = [
        event
        for event in events
        if isinstance(event, InfusionStopped) and (start is None or event.occurred_at >= start.occurred_at)
    ]
    releases = [event for event in events if isinstance(event, ObservationEnded)]
    return Infusion(
        name=name,
        start=start,
        stop=stops[-1] if stops else None,
        release=releases[0] if releases else None,
        course=tuple(
            event for event in events if isinstance(event, InfusionRateChanged | InfusionPaused | InfusionResumed)
        ),
        preparation_id=next((each.preparation_id for each in starts if each.preparation_id), None),
        seen_at=events[0].occurred_at,
    )
