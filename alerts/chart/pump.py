"""How an infusion pump ran: for how long, and how long its volume will have taken at the rate it is set to.

All of it is exact: whole microseconds, and fractions of millilitres.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import groupby
from typing import Final, NamedTuple

from alerts.chart.dose import MICROSECOND, Dose
from alerts.chart.infusion import Infusion
from models.log import InfusionPaused, InfusionRateChanged, InfusionResumed, InfusionStarted
from models.policy import Policy

_HOUR: Final = timedelta(hours=1) // MICROSECOND
_REMEMBERED: Final = 512

_Touch = InfusionStarted | InfusionRateChanged | InfusionPaused | InfusionResumed


class Setting(NamedTuple):
    """A rate above 0, in mL/h, and the event that set it."""

    rate: Decimal
    event: InfusionStarted | InfusionRateChanged


class Projection(NamedTuple):
    """How long the whole volume will have run when it is through, in microseconds, at a rate that was set at `at`."""

    at: datetime
    setting: Setting
    takes: Fraction


class Pump(NamedTuple):
    """A pump as it stands from `at` on.

    Attributes:
        at: Since when.
        ran: For how long it had run until then, in microseconds, pauses left out.
        left: What of the volume was left then, in mL. While no rate is known nothing counts as run.
        setting: What it is set to, and goes on with after a pause; None if no rate is known yet.
        set_now: Whether it came to this rate at this very instant.
        paused: Whether it was told to pause.
        at_zero: Whether its rate was set to 0, which is a pause too.
    """

    at: datetime
    ran: int
    left: Fraction
    setting: Setting | None
    set_now: bool = False
    paused: bool = False
    at_zero: bool = False

    @property
    def projection(self) -> Projection | None:
        """What was projected if the pump came to a rate at this very instant, else None."""
        if self.setting is None or not self.set_now:
            return None
        return Projection(self.at, self.setting, self.ran + self.left * _HOUR / _exact(self.setting.rate))

    def until(self, instant: datetime) -> "Pump":
        """The pump at a later instant, if nobody touches it."""
        if instant == self.at:
            return self
        if self.paused or self.at_zero:
            return self._replace(at=instant, set_now=False)
        passed, left = (instant - self.at) // MICROSECOND, self.left
        if left and self.setting is not None:
            left = max(left - _exact(self.setting.rate) * passed / _HOUR, Fraction(0))
        return self._replace(at=instant, ran=self.ran + passed, left=left, set_now=False)


def volume_of(infusion: Infusion, dose: Dose | None, policy: Policy) -> Fraction:
    """The volume that is to run, in mL: as the infusion says, else as its dose was made, else as the policy has it."""
    said = next((start.volume_ml for start in infusion.starts if start.volume_ml is not None), None)
    if said is not None:
        return _exact(said)
    made = policy.preparation if dose is None or dose.prepared is None else dose.prepared
    return _diluted(made.diluent_volume_ml, made.dose_mg, policy.preparation.concentration_mg_per_ml)


@lru_cache(_REMEMBERED)
def _diluted(diluent_ml: Decimal, dose_mg: Decimal, mg_per_ml: Decimal) -> Fraction:
    return Fraction(diluent_ml) + Fraction(dose_mg) / Fraction(mg_per_ml)


@lru_cache(_REMEMBERED)
def _exact(number: Decimal) -> Fraction:
    return Fraction(number)


def course_of(infusion: Infusion, volume: Fraction, over: datetime) -> Iterator[Pump]:
    """The pump from its start, which must be known, each time somebody touched it, up to, not including, `over`.

    A rate that was set before the start is the one it starts with, unless the start names another. A pause or a
    resumption from before the start is of no use.
    """
    if len(infusion.starts) == 1 and not infusion.course:
        if infusion.starts[0].occurred_at < over:
            yield _started(infusion.starts[0], volume)
        return
    start = infusion.starts[0].occurred_at
    touched: list[_Touch] = sorted((*infusion.starts, *infusion.course), key=lambda each: each.occurred_at)
    before = _setting_before(start, touched)
    pump = Pump(start, 0, volume, before, set_now=before is not None)
    within = (each for each in touched if start <= each.occurred_at < over)
    for at, together in groupby(within, key=lambda each: each.occurred_at):
        pump = _touched(pump.until(at), list(together))
        yield pump


def _started(start: InfusionStarted, volume: Fraction) -> Pump:
    """The pump of an infusion that nobody touches after its start."""
    setting = Setting(start.rate_ml_per_h, start) if start.rate_ml_per_h else None
    at_zero = start.rate_ml_per_h is not None and setting is None
    return Pump(start.occurred_at, 0, volume, setting, set_now=setting is not None, at_zero=at_zero)


def running_time(infusion: Infusion, over: datetime) -> timedelta:
    """For how long an infusion had run at an instant, pauses left out; a pause that nobody ended goes on."""
    stood_still = infusion.course or any(each.rate_ml_per_h == 0 for each in infusion.starts)
    if infusion.start is not None and not stood_still:
        return max(over - infusion.start.occurred_at, timedelta(0))
    pump: Pump | None = None
    for pump in course_of(infusion, Fraction(0), over):  # noqa: B007  the last one is wanted
        pass
    return timedelta(0) if pump is None else pump.until(over).ran * MICROSECOND


def _setting_before(start: datetime, touched: Sequence[_Touch]) -> Setting | None:
    rates = [each for each in touched if isinstance(each, InfusionRateChanged) and each.occurred_at < start]
    known = [each for each in rates if each.rate_ml_per_h]
    latest = max(known, key=lambda each: (each.occurred_at, each.rate_ml_per_h), default=None)
    return None if latest is None else Setting(latest.rate_ml_per_h, latest)


def _touched(pump: Pump, together: list[_Touch]) -> Pump:
    """What was done at one instant: the pump is set first, then it runs or stands still.

    A rate change comes after a start of its instant, so one to 0 leaves the start's rate to go on with; of several
    rates the highest counts. A pause and a resumption at one instant cancel each other.
    """
    for setting in _settings(together):
        if setting.rate:
            pump = pump._replace(setting=setting, set_now=True, at_zero=False)
        else:
            pump = pump._replace(set_now=False, at_zero=True)
    pauses = any(isinstance(each, InfusionPaused) for each in together)
    resumes = any(isinstance(each, InfusionResumed) for each in together)
    if pauses == resumes:
        return pump
    if pauses:
        return pump._replace(paused=True)
    return pump._replace(paused=False, at_zero=False, set_now=pump.set_now or pump.at_zero)


def _settings(together: list[_Touch]) -> Iterator[Setting]:
    """The rate that the start of an instant sets, then the one that a change does, as far as there are such."""
    for kind in (InfusionStarted, InfusionRateChanged):
        rates = [
            Setting(each.rate_ml_per_h, each)
            for each in together
            if isinstance(each, kind) and each.rate_ml_per_h is not None
        ]
        if rates:
            yield max(rates, key=lambda each: each.rate)
