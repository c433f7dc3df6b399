"""The policy about schedules, laboratory values, imaging and scores."""

from decimal import Decimal
from typing import ClassVar, Self

from pydantic import model_validator

from models.policy.faults import MisfitError
from models.policy.period import Period
from models.policy.values import Amount, Count, Duration, Lead, Section

_OLDEST = 130


class Age(Section):
    """High-risk populations, Pediatric and geriatric patients (years)."""

    minimum: Count = 18
    limited_data_above: Count = 65

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.minimum <= self.limited_data_above <= _OLDEST:
            raise MisfitError({("limited_data_above",): f"must lie between minimum and {_OLDEST}"})
        return self


class Antibody(Section):
    """Immunogenicity monitoring."""

    persistence: Duration = Period(days=42)
    interval: Duration = Period(days=84)
    escalate_after: Lead = Period(days=28)


class Liver(Section):
    """Laboratory indicators, Liver function (multiples of the upper limit of normal)."""

    suspend_multiple: Amount = Decimal(3)
    severe_multiple: Amount = Decimal(10)
    baseline_window: Duration = Period(days=90)
    interval: Duration = Period(months=3)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.severe_multiple < self.suspend_multiple:
            raise MisfitError({("severe_multiple",): "must not be less than suspend_multiple"})
        return self


class Thyroid(Section):
    """Laboratory indicators, Thyroid function."""

    interval: Duration = Period(months=6)


class BloodCount(Section):
    """Laboratory indicators, Complete blood count."""

    interval: Duration = Period(months=3)


class Level(Section):
    """Immunogenicity monitoring, Impact: drug levels in µg/mL."""

    minimum: Amount = Decimal(1)
    expected: Amount = Decimal(17)
    trough_after: Lead = Period(days=21)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.expected < self.minimum:
            raise MisfitError({("expected",): "must not be less than minimum"})
        return self


class Infection(Section):
    """Immunosuppression and infection risks, Infection management: infections in a year that are not yet many."""

    year: ClassVar[Period] = Period(months=12)
    per_year: Count = 3


class Mri(Section):
    """Imaging and clinical symptom tracking, MRI evaluation."""

    interval: Duration = Period(months=12)


class Edss(Section):
    """Imaging and clinical symptom tracking, Neurological function: the score, and by how much it is worse.

    Attributes:
        walking_limited: above it the scale is about walking, and ``worsening_above_5_5`` holds.
    """

    walking_limited: ClassVar[Decimal] = Decimal("5.5")
    interval: Duration = Period(months=6)
    worsening: Amount = Decimal("1.0")
    worsening_from_zero: Amount = Decimal("1.5")
    worsening_above_5_5: Amount = Decimal("0.5")


class Relapse(Section):
    """Imaging and clinical symptom tracking, Neurological function: relapses."""

    shown: Duration = Period(days=90)
    again_within: Duration = Period(months=12)
