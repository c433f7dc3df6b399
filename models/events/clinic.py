"""Events of the clinic: who the patient is, and how she fares."""

from decimal import Decimal
from typing import Annotated, ClassVar, Final, Literal, Self

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from models.events.common import Event
from models.events.faults import fault
from models.events.fields import BirthDate, Count, HalfSteps, Identifier, JsonObject, Text
from models.rejections import Reason
from models.terms import ConditionKind, ReactionSeverity, Symptom

_NO_SCORE: Final = Decimal("0.5")


def _exists(score: Decimal) -> Decimal:
    if score == _NO_SCORE:
        raise ValueError("the scale goes from 0 to 1.0")
    return score


class Demographics(Event):
    """Who the patient is."""

    type: Literal["demographics"]
    """What kind of event this is."""
    birth_date: BirthDate
    """The day of birth."""


class TherapyStarted(Event):
    """Therapy with natalizumab began."""

    type: Literal["therapy-started"]
    """What kind of event this is."""
    reason: Text | None = None
    """Why."""


class TherapyDiscontinued(Event):
    """Therapy with natalizumab was given up."""

    type: Literal["therapy-discontinued"]
    """What kind of event this is."""
    reason: Text | None = None
    """Why."""


class ConditionStarted(Event):
    """A condition began; it occurred at its onset."""

    type: Literal["condition-started"]
    """What kind of event this is."""
    condition_id: Identifier
    """The condition."""
    kind: ConditionKind
    """What it is to the therapy."""
    code: Identifier | None = None
    """The source's code for it."""


class ConditionResolved(Event):
    """A condition ended."""

    type: Literal["condition-resolved"]
    """What kind of event this is."""
    condition_id: Identifier
    """The condition."""
    kind: ConditionKind
    """What it is to the therapy."""
    code: Identifier | None = None
    """The source's code for it."""


def _at_least_one(*names: str) -> JsonObject:
    return {"anyOf": [{"properties": {name: {"type": "string"}}, "required": [name]} for name in names]}


class _Medication(Event):
    model_config: ClassVar[ConfigDict] = ConfigDict(json_schema_extra=_at_least_one("atc", "rxnorm", "name"))

    order_id: Identifier
    """The order."""
    atc: Identifier | None = None
    """The drug's ATC code; at least one of atc, rxnorm and name is required."""
    rxnorm: Identifier | None = None
    """The drug's RxNorm concept."""
    name: Text | None = None
    """The drug's name."""

    @model_validator(mode="after")
    def _names_a_drug(self) -> Self:
        if self.atc is None and self.rxnorm is None and self.name is None:
            raise fault(Reason.BAD_VALUE, "name")
        return self


class MedicationStarted(_Medication):
    """An order for a drug began."""

    type: Literal["medication-started"]
    """What kind of event this is."""


class MedicationStopped(_Medication):
    """An order ended. One that names no drug is refused as well: an alert about the order then rather stays open."""

    type: Literal["medication-stopped"]
    """What kind of event this is."""


class ReactionObserved(Event):
    """A symptom of a reaction to the drug was seen."""

    type: Literal["reaction-observed"]
    """What kind of event this is."""
    symptom: Symptom
    """What was seen."""
    severity: ReactionSeverity
    """How bad it is."""


class MriReported(Event):
    """An MRI of the brain was read; it occurred when the images were taken."""

    type: Literal["mri-reported"]
    """What kind of event this is."""
    gd_enhancing_lesions: Count
    """Lesions that take up gadolinium in T1."""
    new_t2_lesions: Count
    """T2 lesions that are new or grown."""


class EdssScored(Event):
    """The patient was scored on the Expanded Disability Status Scale."""

    type: Literal["edss-scored"]
    """What kind of event this is."""
    score: Annotated[HalfSteps, AfterValidator(_exists), Field(json_schema_extra={"not": {"const": 0.5}})]
    """0, or 1.0 to 10.0 by 0.5."""


class RelapseReported(Event):
    """A relapse began."""

    type: Literal["relapse-reported"]
    """What kind of event this is."""
