"""Observations of the clinic: EDSS, lesions in the MRI, pregnancy, breastfeeding.

These events know no status. So what is only preliminary is no result yet, and what is taken back is retracted.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from msgspec.structs import replace

from models.decoded import Ignored
from models.events.fields import reads_as_number
from models.rejections import IgnoredKind, Reason, Rejected
from models.terms import WITHDRAWN
from streams.intake.codes.conditions import answered, is_breastfeeding, is_pregnant
from streams.intake.codes.measures import Assessment
from streams.intake.fhir.concepts import codes, words
from streams.intake.fhir.identity import Origin
from streams.intake.fhir.outcomes import Outcome
from streams.intake.fhir.parts import Part
from streams.intake.fhir.times import Moment, first, since
from streams.intake.fhir.values import Value

LESIONS: Final = (Assessment.ENHANCING_LESIONS, Assessment.NEW_T2_LESIONS)
"""The two counts that make one `mri-reported`."""

_COUNT_FIELDS: Final = ("gd_enhancing_lesions", "new_t2_lesions")
_SCORE_UNITS: Final = frozenset({"", "1", "{score}", "score"})
_COUNT_UNITS: Final = frozenset({"", "1", "{count}", "{lesions}", "{#}"})
_DONE: Final = frozenset({"final", "corrected"})


def assessed(part: Part) -> Outcome:
    """The event of an assessment that is one observation.

    Raises:
        Rejected: the first reason that applies, with its place.
    """
    event_id = f"{part.origin.stem}{part.suffix}/{part.measure}"
    if part.withdrawn:
        return part.origin.retraction(event_id, part.when)
    if not settled(part.status):
        return Ignored(IgnoredKind.NO_RESULT, part.code)
    if part.measure == Assessment.EDSS:
        return _scored(part, event_id)
    return _state(part, event_id)


def settled(status: str | None) -> bool:
    """Whether an assessment is more than preliminary.

    Raises:
        Rejected: `bad-status`, when its status is none.
    """
    if status in _DONE:
        return True
    if status == "preliminary":
        return False
    raise Rejected(Reason.BAD_STATUS, "status")


def mri_reported(origin: Origin, status: str | None, when: Moment, counts: Sequence[Part]) -> Outcome:
    """The `mri-reported` of the lesion counts of one report, panel or observation.

    Raises:
        Rejected: the first reason that applies.
    """
    event_id = f"{origin.stem}/mri-reported"
    if status in WITHDRAWN:
        return origin.retraction(event_id, first(when, origin.said))
    valid = [each for each in counts if not each.withdrawn]
    if not all([settled(status), *(settled(each.status) for each in valid)]):
        return Ignored(IgnoredKind.NO_RESULT, counts[0].code)
    by_measure = {each.measure: each for each in valid}
    if len(by_measure) != len(valid):
        raise Rejected(Reason.AMBIGUOUS_VALUE, counts[0].where("code"))
    said = {name: by_measure.get(measure) for name, measure in zip(_COUNT_FIELDS, LESIONS, strict=True)}
    fields = {name: _count(each) for name, each in said.items() if each is not None}
    places = {name: (each or counts[0]).where("value") for name, each in said.items()}
    return origin.draft("mri-reported", event_id, when, fields, places)


def _count(part: Part) -> int:
    """A number of lesions; "at least 3" is 3, for any number of them means activity."""
    value = _number(part, _COUNT_UNITS)
    number = Decimal(str(value.number))
    if number < 0 or number != number.to_integral_value() or value.comparator not in {None, ">", ">="}:
        raise Rejected(Reason.BAD_VALUE, part.where(value.place))
    return int(number) + (value.comparator == ">")


def _scored(part: Part, event_id: str) -> Outcome:
    if part.value is None:
        return Ignored(IgnoredKind.NO_RESULT, part.code)
    value = _number(part, _SCORE_UNITS)
    if value.comparator is not None:
        raise Rejected(Reason.BAD_VALUE, part.where("valueQuantity.comparator"))
    return part.draft("edss-scored", event_id, {"score": value.number}, {"score": value.place})


def _number(part: Part, units: frozenset[str]) -> Value:
    value = part.value
    if value is None:
        raise Rejected(Reason.BAD_VALUE, part.where("value"))
    if value.fault is not None:
        raise Rejected(value.fault, part.where(value.place))
    if not reads_as_number(value.number):
        raise Rejected(Reason.BAD_NUMBER, part.where(value.place))
    if value.unit not in units:
        raise Rejected(Reason.UNKNOWN_UNIT, part.where(value.place))
    return value


def _state(part: Part, event_id: str) -> Outcome:
    """Pregnant or breastfeeding, or not any more: one condition of the patient's, under one name.

    The answer to a question that came with an order has no time of its own: it was so when it was stated.
    """
    pregnancy = part.measure == Assessment.PREGNANCY
    read = is_pregnant if pregnancy else is_breastfeeding
    answer = part.said.value_codeable_concept
    said = {known for _, code in codes(answer) if (known := read(code)) is not None}
    if not said:
        spoken = (*words(answer), part.said.value_string or "")
        said = {known for text in spoken if (known := answered(text.strip())) is not None}
    if answer is None and part.said.value_boolean is not None:
        said = {part.said.value_boolean}
    if not said:
        return Ignored(IgnoredKind.NO_RESULT, part.code)
    if len(said) > 1:
        raise Rejected(Reason.AMBIGUOUS_VALUE, part.where("valueCodeableConcept"))
    fields = {
        "condition_id": part.measure,
        "kind": "pregnancy" if pregnancy else "lactation",
        "code": part.code,
    }
    part = replace(part, when=since(part.when, part.origin.stated))
    return part.draft("condition-started" if said.pop() else "condition-resolved", event_id, fields, {"code": "code"})
