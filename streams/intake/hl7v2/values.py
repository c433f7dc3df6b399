"""What OBX-5 says: a number, perhaps an end of an interval, or a finding in a word or code."""

import re
from collections.abc import Mapping
from decimal import Decimal
from itertools import islice
from typing import Final, NamedTuple

from models.analytes import Analyte
from models.events.fields import MOST_DIGITS
from models.rejections import Reason, Rejected
from streams.intake.codes.findings import Finding, finding_of_code, finding_of_words
from streams.intake.codes.systems import CodeSystem
from streams.intake.hl7v2.segment import Segment
from streams.intake.hl7v2.syntax import CODED, NULL
from streams.intake.thousands import may_separate_thousands

__all__ = ["Number", "finding_in", "number_in", "value_in"]

_VALUE: Final = 5
_STRUCTURED: Final = 4
"""The components of a structured number, the only one that has several."""
_MOST_FLAGS: Final = 20
"""As many flags as are looked into; no result has more."""
_NUMBER: Final = re.compile(r"(<=|>=|=<|=>|≤|≥|<|>|=)? ?([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?)")
_SEPARATED: Final = re.compile(r"[<>=≤≥]* ?[+-]?[0-9]{1,3}(?:[ ,'’.\u00a0\u202f][0-9]{3})+(?:[.,][0-9]+)?")
_COMPARATORS: Final[Mapping[str, str | None]] = {
    "": None,
    "=": None,
    "<": "<",
    ">": ">",
    "<=": "<=",
    "=<": "<=",
    "≤": "<=",
    ">=": ">=",
    "=>": ">=",
    "≥": ">=",
}


class Number(NamedTuple):
    """A number as text, for no binary float may come in between, and what it is an end of."""

    text: str
    comparator: str | None = None


def value_in(observation: Segment) -> str:
    """OBX-5 as it stands there.

    Raises:
        Rejected: `bad-value` when it is blank, `bad-number` when it is explicitly null, `ambiguous-value` when it
            repeats.
    """
    where = observation.place(_VALUE)
    raw = observation.raw(_VALUE).strip()
    if not raw:
        raise Rejected(Reason.BAD_VALUE, where)
    values = observation.repetitions(_VALUE)
    if not values:
        raise Rejected(Reason.BAD_NUMBER if raw == NULL else Reason.BAD_VALUE, where)
    if len(values) > 1:
        raise Rejected(Reason.AMBIGUOUS_VALUE, where)
    return values[0]


def number_in(observation: Segment, analyte: Analyte | None = None, unit: str = "") -> Number:
    """The number that OBX-5 gives, as NM, SN or text.

    `12.500` is refused where a point may separate thousands: in units in which results of this analyte run into
    thousands. So is every interval, ratio and `+`.

    Raises:
        Rejected: `bad-number`, `bad-value`, `ambiguous-value`.
    """
    where = observation.place(_VALUE)
    written = observation.plain(_VALUE) or _written(observation, where)
    match = _NUMBER.fullmatch(written)
    if match is None:
        raise Rejected(Reason.AMBIGUOUS_VALUE if _SEPARATED.fullmatch(written) else Reason.BAD_NUMBER, where)
    if len(written) > MOST_DIGITS:
        raise Rejected(Reason.BAD_NUMBER, where)
    if match[2].startswith("-") and Decimal(match[2]):
        raise Rejected(Reason.BAD_VALUE, where)
    if analyte is not None and may_separate_thousands(match[2], unit, analyte):
        raise Rejected(Reason.AMBIGUOUS_VALUE, where)
    return Number(match[2], _COMPARATORS[match[1] or ""])


def finding_in(observation: Segment) -> Finding | None:
    """The finding that OBX-5 names in a code or in words, or OBX-8 in a code; None when neither does.

    Raises:
        Rejected: `ambiguous-value` when they contradict each other, or OBX-5 repeats.
    """
    value = value_in(observation)
    said = {finding_of_words(part) for part in observation.syntax.components(value, CODED)}
    for coding in observation.codings_of(value):
        said.add(finding_of_code(coding.system, coding.code))
    if said == {None}:
        flags = islice(dict.fromkeys(observation.repetitions(8)), _MOST_FLAGS)
        said = {_flag(observation, repetition) for repetition in flags}
    said.discard(None)
    if len(said) > 1:
        raise Rejected(Reason.AMBIGUOUS_VALUE, observation.place(_VALUE))
    return said.pop() if said else None


def _written(observation: Segment, where: str) -> str:
    value = value_in(observation)
    parts = observation.syntax.components(value, _STRUCTURED)
    if observation.text(2) == "SN" and len(parts) > 1:
        return _structured(parts, where)
    component = observation.delimiters.component
    more = "".join(value.split(component, _STRUCTURED)[_STRUCTURED:])
    if any(parts[1:]) or more.strip(f" {component}"):
        raise Rejected(Reason.BAD_NUMBER, where)
    return parts[0]


def _structured(parts: list[str], where: str) -> str:
    comparator, first, separator, second = (*parts, "", "", "")[:4]
    if not separator and not second:
        return comparator + first
    raise Rejected(Reason.AMBIGUOUS_VALUE if separator == "-" else Reason.BAD_NUMBER, where)


def _flag(observation: Segment, repetition: str) -> Finding | None:
    return finding_of_code(CodeSystem.INTERPRETATION, observation.component(repetition, 1))
