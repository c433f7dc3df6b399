"""One prepared dose, from the dilution to the bin, and how long it keeps."""

from datetime import datetime, timedelta
from typing import Final

import msgspec

from models.log import ClinicalEvent, DoseDiscarded, DoseMishandled, DoseMoved, DosePrepared
from models.policy import Policy
from models.terms import Storage

MICROSECOND: Final = timedelta(microseconds=1)


class Dose(msgspec.Struct, frozen=True, gc=False):
    """A dose counts from its earliest dilution; the first mishandling and the first discarding count.

    `dilutions` are in order of time; more than one if two sources tell of it, or one of them twice.
    """

    name: str
    dilutions: tuple[DosePrepared, ...]
    moves: tuple[DoseMoved, ...]
    mishandled: DoseMishandled | None
    discarded: DoseDiscarded | None
    seen_at: datetime

    @property
    def prepared(self) -> DosePrepared | None:
        """Its earliest dilution."""
        return self.dilutions[0] if self.dilutions else None

    @property
    def discarded_at(self) -> datetime | None:
        """When it was thrown away."""
        return None if self.discarded is None else self.discarded.occurred_at


def dose_of(name: str, events: tuple[ClinicalEvent, ...]) -> Dose | None:
    """The dose that these events, in order of time, are about; None where there are none."""
    if not events:
        return None
    moves = [event for event in events if isinstance(event, DoseMoved)]
    return Dose(
        name=name,
        dilutions=tuple(event for event in events if isinstance(event, DosePrepared)),
        moves=tuple(sorted(moves, key=lambda each: (each.occurred_at, each.storage != Storage.REFRIGERATED, each.key))),
        mishandled=next((event for event in events if isinstance(event, DoseMishandled)), None),
        discarded=next((event for event in events if isinstance(event, DoseDiscarded)), None),
        seen_at=events[0].occurred_at,
    )


def expiry_of(dose: Dose, policy: Policy) -> datetime | None:
    """When the dilution has used up its life, at the first whole microsecond; None while it is not known to be made.

    Life is used up in proportion to the time spent in each storage; unknown storage counts as room temperature.
    """
    if dose.prepared is None:
        return None
    lives = {True: policy.stability.refrigerated.nominal, False: policy.stability.room_temperature.nominal}
    cold = dose.prepared.storage == Storage.REFRIGERATED
    at = dose.prepared.occurred_at
    left = (lives[True] // MICROSECOND) * (lives[False] // MICROSECOND)
    for move in [each for each in dose.moves if each.occurred_at >= at]:
        if _used_up(at, left, lives[not cold]) <= move.occurred_at:
            break
        left -= (move.occurred_at - at) // MICROSECOND * (lives[not cold] // MICROSECOND)
        at, cold = move.occurred_at, move.storage == Storage.REFRIGERATED
    return _used_up(at, left, lives[not cold])


def _used_up(at: datetime, left: int, pace: timedelta) -> datetime:
    return at + timedelta(microseconds=-(-left // (pace // MICROSECOND)))
