"""Observations of the clinic that come as OBX: EDSS, lesions in the MRI, pregnancy, breastfeeding."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from models.decoded import Ignored, Rejection
from models.rejections import IgnoredKind, Reason, Rejected
from streams.intake.codes.conditions import answered, is_breastfeeding, is_pregnant
from streams.intake.codes.measures import Assessment
from streams.intake.hl7v2.header import Outcome
from streams.intake.hl7v2.names import named
from streams.intake.hl7v2.observation import Observation
from streams.intake.hl7v2.values import number_in, value_in

__all__ = ["LESIONS", "assessed", "mri_of"]

LESIONS: Final = (Assessment.ENHANCING_LESIONS, Assessment.NEW_T2_LESIONS)
"""The two observations that make one `mri-reported`."""

_VALUE: Final = 5
_COUNT_FIELDS: Final = ("gd_enhancing_lesions", "new_t2_lesions")


def assessed(observation: Observation) -> Outcome:
    """The event of an assessment that is one OBX.

    Its event_id names it over all messages, so that a correction replaces it, and a deletion retracts it. What is only
    preliminary is no result yet: these events know no such status.

    Raises:
        Rejected: the first reason that applies, with its place.
    """
    common = observation.common()
    if observation.withdrawn:
        return _retracted(observation, common)
    if observation.status == "preliminary":
        return Ignored(IgnoredKind.NO_RESULT, observation.code)
    common["event_id"] = _event_id(observation)
    if observation.measure == Assessment.EDSS:
        number = number_in(observation.segment)
        if number.comparator is not None:
            raise Rejected(Reason.BAD_VALUE, observation.segment.place(_VALUE))
        return observation.event(common | {"type": "edss-scored", "score": number.text}, {"score": _VALUE})
    return _state(observation, common)


def mri_of(counts: Sequence[Observation]) -> Iterator[Outcome]:
    """The `mri-reported` of the lesion counts of one order; each count without its partner is rejected."""
    enhancing, new = ([each for each in counts if each.measure == measure] for measure in LESIONS)
    for one, other in zip(enhancing, new, strict=False):
        try:
            yield _mri(one, other)
        except Rejected as refused:
            yield one.segment.rejection(refused)
    pairs = min(len(enhancing), len(new))
    for alone in (*enhancing[pairs:], *new[pairs:]):
        yield Rejection(Reason.BAD_VALUE, alone.segment.place())


def _mri(one: Observation, other: Observation) -> Outcome:
    common = one.common()
    other.common()
    if one.withdrawn or other.withdrawn:
        return _retracted(one, common)
    if "preliminary" in (one.status, other.status):
        return Ignored(IgnoredKind.NO_RESULT, one.code)
    common |= {"type": "mri-reported", "event_id": _event_id(one)}
    counts = {field: _count(each) for field, each in zip(_COUNT_FIELDS, (one, other), strict=True)}
    return one.event(common | counts, dict.fromkeys(counts, _VALUE))


def _count(observation: Observation) -> int:
    """A number of lesions; "at least 3" is 3, for any number of them means activity.

    Raises:
        Rejected: `bad-number`, `bad-value`, `ambiguous-value`.
    """
    number = number_in(observation.segment)
    value = Decimal(number.text)
    if value < 0 or value != value.to_integral_value() or number.comparator in ("<", "<="):
        raise Rejected(Reason.BAD_VALUE, observation.segment.place(_VALUE))
    return int(value) + (number.comparator == ">")


def _state(observation: Observation, common: Mapping[str, object]) -> Outcome:
    pregnancy = observation.measure == Assessment.PREGNANCY
    read = is_pregnant if pregnancy else is_breastfeeding
    codings = observation.segment.codings_of(value_in(observation.segment))
    said = {read(coding.code) for coding in codings} - {None}
    said = said or {answered(coding.text or coding.code) for coding in codings} - {None}
    if not said:
        return Ignored(IgnoredKind.NO_RESULT, observation.code)
    if len(said) > 1:
        raise Rejected(Reason.AMBIGUOUS_VALUE, observation.segment.place(_VALUE))
    fields = {
        "type": "condition-started" if said.pop() else "condition-resolved",
        "condition_id": observation.measure,
        "kind": "pregnancy" if pregnancy else "lactation",
        "code": observation.code,
    }
    return observation.event({**common, **fields}, {"code": 3})


def _retracted(observation: Observation, common: Mapping[str, object]) -> Outcome:
    return observation.event({**common, "type": "event-retracted", "retracts": _event_id(observation)}, {})


def _event_id(observation: Observation) -> str:
    return named(observation.measure, observation.result_id)
