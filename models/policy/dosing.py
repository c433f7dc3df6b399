"""The policy about preparing a dose, giving it, and watching for a reaction."""

from decimal import Decimal
from typing import Annotated, Self

from pydantic import BeforeValidator, model_validator

from models.policy.faults import MisfitError
from models.policy.period import Period
from models.policy.values import Amount, Duration, Lead, Section, SomeWords, Tolerance, one_or_more_of
from models.terms import Route, Symptom

_HYPERSENSITIVITY = ("anaphylaxis", "angioedema", "bronchospasm", "dyspnoea", "hypotension", "urticaria")


class Preparation(Section):
    """How a dose is diluted (Drug preparation and storage, Dilution requirements)."""

    diluents: SomeWords = ("sodium-chloride-0.9",)
    diluent_volume_ml: Amount = Decimal(100)
    diluent_tolerance_ml: Tolerance = Decimal(0)
    dose_mg: Amount = Decimal(300)
    concentration_mg_per_ml: Amount = Decimal(20)


class Stability(Section):
    """How long a dilution keeps (Drug preparation and storage, Stability)."""

    warn_before: Lead = Period(minutes=60)
    room_temperature: Duration = Period(minutes=480)
    refrigerated: Duration = Period(minutes=1440)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.warn_before.nominal >= min(self.room_temperature.nominal, self.refrigerated.nominal):
            raise MisfitError({("warn_before",): "must be shorter than room_temperature and refrigerated"})
        return self


class Infusion(Section):
    """How a dose is given and the patient observed (Infusion-related risks, Operational specifications)."""

    routes: Annotated[tuple[str, ...], BeforeValidator(one_or_more_of(Route))] = (Route.IV_INFUSION.value,)
    minimum_duration: Duration = Period(minutes=60)
    close_after: Duration = Period(minutes=240)
    observation: Duration = Period(minutes=60)
    observation_grace: Lead = Period(minutes=30)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.close_after.nominal < self.minimum_duration.nominal:
            raise MisfitError({("close_after",): "must not be shorter than minimum_duration"})
        return self


class Reaction(Section):
    """What counts as an allergic reaction, and when (Infusion-related risks, Allergic reactions)."""

    window: Duration = Period(minutes=120)
    late_window: Duration = Period(minutes=1440)
    symptoms: Annotated[tuple[str, ...], BeforeValidator(one_or_more_of(Symptom))] = _HYPERSENSITIVITY

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.late_window.nominal < self.window.nominal:
            raise MisfitError({("late_window",): "must not be shorter than window"})
        return self
