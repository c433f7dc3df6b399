"""The result that a plainly written observation states: every field held against its limits here, and made at once."""

from decimal import Decimal
from typing import Final, NamedTuple

from models.analytes import Analyte
from models.decoded import DecodeContext
from models.events.fields import LARGEST_NUMBER, LONGEST_IDENTIFIER
from models.events.laboratory import LabResult
from models.events.read_results import measured
from models.instants import BadInstantError
from models.terms import WITHDRAWN, LabStatus
from models.units import is_known
from streams.intake.fhir.elements import Meta, ReferenceRange
from streams.intake.fhir.glance import PlainObservation
from streams.intake.fhir.names import bounded, version_of
from streams.intake.fhir.quantities import unit_of
from streams.intake.fhir.times import read
from streams.intake.fhir.wholes import STATUSES

_REPORTED: Final = {theirs: LabStatus(ours) for theirs, ours in STATUSES.items() if ours not in WITHDRAWN}
_UNREAD: Final = Decimal(-1)
_NO_LIMITS: Final = None, None


class Version(NamedTuple):
    """Which version of which result an observation states.

    Attributes:
        name: of the result.
        token: tells this version from the others.
        meta: what a server says about it.
        sender: who sent the message around it.
    """

    name: str
    token: str
    meta: Meta
    sender: str | None


def result_of(said: PlainObservation, analyte: Analyte, which: Version, context: DecodeContext) -> LabResult | None:
    """The result, as the long way would make it; None where any element of it is not plain.

    Args:
        said: the observation.
        analyte: what it measures, by its code.
        which: the version that it is.
        context: when it came.
    """
    status, subject, quantity = _REPORTED.get(said.status or ""), said.subject, said.value_quantity
    if status is None or subject is None or subject.reference is None or quantity is None:
        return None
    kind, _, patient_id = subject.reference.partition("/")
    value, unit, meta = _number(quantity.value), unit_of(quantity), which.meta
    known = unit != "" and is_known(analyte, unit)
    if kind != "Patient" or value < 0 or quantity.comparator is not None or not known:
        return None
    limits = _limits(said.reference_range, unit) if said.reference_range else _NO_LIMITS
    event_id = bounded(f"Observation/{which.name}/{which.token}")
    source = bounded(meta.source.partition("#")[0]) or which.sender
    if limits is None or not _are_names(which.name, patient_id, source or which.name, event_id):
        return None
    recorded = meta.last_updated or said.issued
    try:
        occurred_at = read(said.effective_date_time or "")
        recorded_at = None if recorded is None else read(recorded)
    except BadInstantError:
        return None
    if context.now is not None and occurred_at > context.now + context.tolerance:
        return None
    version = version_of(meta)
    return measured(
        event_id=event_id,
        patient_id=patient_id,
        occurred_at=occurred_at,
        recorded_at=recorded_at,
        source=source,
        result_id=which.name,
        version=1 if version is None else version,
        status=status,
        analyte=analyte,
        value=value,
        unit=unit,
        reference_low=limits[0],
        reference_high=limits[1],
    )


def _limits(ranges: tuple[ReferenceRange, ...], unit: str) -> tuple[Decimal | None, Decimal | None] | None:
    """The ends of the one range that a result has, if it is anybody's and in the unit of the value."""
    said = ranges[0]
    low, high = said.low, said.high
    if len(ranges) > 1 or said.type is not None or said.applies_to or said.age is not None:
        return None
    if low is None and high is None:
        return None if said.text else _NO_LIMITS
    above = None if low is None else _number(low.value) if unit_of(low) == unit else _UNREAD
    below = None if high is None else _number(high.value) if unit_of(high) == unit else _UNREAD
    if (above is not None and above < 0) or (below is not None and below <= 0):
        return None
    return None if above is not None and below is not None and above > below else (above, below)


def _number(value: object) -> Decimal:
    """A number that an event takes; a negative one for any other value."""
    number = value if type(value) is Decimal else Decimal(value) if type(value) is int else _UNREAD
    return number if number.is_finite() and number <= LARGEST_NUMBER else _UNREAD


def _are_names(name: str, patient_id: str, source: str, event_id: str) -> bool:
    """Whether these can stand in an event, without control characters; the last is as long as it may be."""
    return (
        0 < len(name) <= LONGEST_IDENTIFIER
        and 0 < len(patient_id) <= LONGEST_IDENTIFIER
        and "/" not in patient_id
        and len(source) <= LONGEST_IDENTIFIER
        and f"{event_id}{name}{patient_id}{source}".isprintable()
    )
