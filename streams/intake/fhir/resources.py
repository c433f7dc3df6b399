"""The resources of FHIR R4 that say something that the alerts know, as far as they do.

Elements of choice stand side by side (`effective_date_time`, `effective_period`, …), as on the wire.
"""

from streams.intake.fhir.elements import (
    Concept,
    Element,
    Meta,
    Period,
    Quantity,
    Range,
    Ratio,
    Reference,
    ReferenceRange,
    Timing,
)


class Resource(Element, frozen=True):
    """What every resource may say of itself."""

    id: str = ""
    meta: Meta | None = None
    status: str | None = None


class Measured(Resource, frozen=True):
    """A value in one of the forms that it can take: of an observation, or of a component of one."""

    code: Concept | None = None
    value_quantity: Quantity | None = None
    value_codeable_concept: Concept | None = None
    value_string: str | None = None
    value_boolean: bool | None = None
    value_integer: object = None
    value_range: Range | None = None
    value_ratio: Ratio | None = None
    value_sampled_data: object = None
    value_time: object = None
    value_date_time: object = None
    value_period: object = None
    data_absent_reason: Concept | None = None
    interpretation: object = None
    modifier_extension: object = None
    reference_range: tuple[ReferenceRange, ...] = ()


class Observation(Measured, frozen=True):
    """A measurement or an assertion."""

    subject: Reference | None = None
    effective_date_time: str | None = None
    effective_period: Period | None = None
    effective_instant: str | None = None
    effective_timing: Timing | None = None
    issued: str | None = None
    focus: tuple[Reference, ...] = ()
    component: tuple[Measured, ...] = ()
    has_member: tuple[Reference, ...] = ()


class Coded(Element, frozen=True):
    """The codes of a resource alone: whether it is ours, before anything else of it is read."""

    code: Concept | None = None
    component: tuple["Coded", ...] = ()


class DiagnosticReport(Resource, frozen=True):
    """Results, grouped as they were ordered."""

    code: Concept | None = None
    subject: Reference | None = None
    effective_date_time: str | None = None
    effective_period: Period | None = None
    issued: str | None = None
    result: tuple[Reference, ...] = ()
    imaging_study: tuple[Reference, ...] = ()


class Dosage(Element, frozen=True):
    """How a dose was given."""

    route: Concept | None = None
    method: Concept | None = None
    dose: Quantity | None = None
    rate_quantity: Quantity | None = None
    rate_ratio: Ratio | None = None
    modifier_extension: object = None


class Medicated(Resource, frozen=True):
    """A resource about one medicine."""

    medication_codeable_concept: Concept | None = None
    medication_reference: Reference | None = None
    subject: Reference | None = None
    status_reason: tuple[Concept, ...] = ()


class MedicationAdministration(Medicated, frozen=True):
    """A dose that was given, is being given, or was not."""

    part_of: tuple[Reference, ...] = ()
    supporting_information: tuple[Reference, ...] = ()
    effective_date_time: str | None = None
    effective_period: Period | None = None
    dosage: Dosage | None = None


class DosageInstruction(Element, frozen=True):
    """How a dose is to be given."""

    timing: Timing | None = None


class MedicationRequest(Resource, frozen=True):
    """An order of a medicine."""

    intent: str = ""
    do_not_perform: bool = False
    reported_boolean: bool = False
    reported_reference: Reference | None = None
    medication_codeable_concept: Concept | None = None
    medication_reference: Reference | None = None
    subject: Reference | None = None
    authored_on: str | None = None
    dosage_instruction: tuple[DosageInstruction, ...] = ()


class MedicationStatement(Medicated, frozen=True):
    """A medicine that a patient is said to take."""

    effective_date_time: str | None = None
    effective_period: Period | None = None
    date_asserted: str | None = None


class Condition(Resource, frozen=True):
    """A diagnosis or problem."""

    clinical_status: Concept | None = None
    verification_status: Concept | None = None
    code: Concept | None = None
    subject: Reference | None = None
    onset_date_time: str | None = None
    onset_period: Period | None = None
    abatement_date_time: str | None = None
    abatement_period: Period | None = None
    recorded_date: str | None = None


class Link(Element, frozen=True):
    """Another record of the same person."""

    other: Reference | None = None
    type: str = ""


class Patient(Resource, frozen=True):
    """A patient's record."""

    gender: str = ""
    birth_date: str | None = None
    link: tuple[Link, ...] = ()
