"""Whom a segment names."""

import re
from typing import Final

from models.events.fields import LONGEST_IDENTIFIER
from models.rejections import Reason, Rejected
from streams.intake.hl7v2.segment import Segment

__all__ = ["identifier_in", "patient_in"]

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_PATIENT_IDENTIFIERS: Final = frozenset(("MR", "PI"))
_AS_MUCH: Final = frozenset(("MRN", "PT"))
"""What senders call a record number beside the standard, and a patient's number elsewhere."""
_RECORDS: Final = _PATIENT_IDENTIFIERS | _AS_MUCH
_OF_A_STAY: Final = frozenset(("AN", "VN"))
"""Numbers of an account or a visit: of one patient, but a patient has many."""
_MAY_BE_EITHER: Final = re.compile("MR|PI|PT").search
_TYPE_COMPONENT: Final = 5


def identifier_in(segment: Segment, number: int) -> str:
    """The patient's identifier in PID-3 or MRG-1.

    The first medical record or internal number, else the first that is as much by another name, else the first that is
    not only of a stay, else the first of all.

    Raises:
        Rejected: `bad-value` when a byte of it could not be read, for two patients must not become one, or it is longer
            than 128 characters or has control characters.
    """
    if segment.identifier is None:
        # Looked for once, for a field may be as long as it likes, and all that comes after PID asks for it.
        chosen = _plain_identifier(segment, number) or _identifier(segment, number)
        readable = len(chosen) <= LONGEST_IDENTIFIER and "\ufffd" not in chosen and not _CONTROL.search(chosen)
        segment.identifier = (chosen if readable else None,)
    (identifier,) = segment.identifier
    if identifier is None:
        raise Rejected(Reason.BAD_VALUE, segment.place(number))
    return identifier


def patient_in(pid: Segment | None) -> str:
    """The patient of PID.

    Raises:
        Rejected: `no-patient`; `bad-value` as `identifier_in`.
    """
    patient_id = identifier_in(pid, 3) if pid else ""
    if not patient_id:
        raise Rejected(Reason.NO_PATIENT, pid.place(3) if pid else "PID")
    return patient_id


def _plain_identifier(segment: Segment, number: int) -> str:
    """The identifier, if the first repetition is a medical record or internal number in plain text."""
    syntax = segment.syntax
    parts = syntax.first_repetition(segment.raw(number)).split(syntax.delimiters.component, _TYPE_COMPONENT)
    if len(parts) < _TYPE_COMPONENT or parts[_TYPE_COMPONENT - 1] not in _PATIENT_IDENTIFIERS:
        return ""
    return "" if syntax.has_structure(parts[0]) else parts[0].strip()


def _identifier(segment: Segment, number: int) -> str:
    first, as_much, stay = "", "", ""
    _, component, repetition, escape, _ = segment.delimiters
    for said in dict.fromkeys(segment.raw(number).split(repetition)):
        if said.lstrip()[:1] in {"", component} or (first and escape not in said and not _MAY_BE_EITHER(said)):
            continue
        kind = segment.component(said, _TYPE_COMPONENT)
        if (first and kind not in _RECORDS) or (stay and kind in _OF_A_STAY):
            continue
        identifier = segment.component(said, 1)
        if not identifier:
            continue
        if kind in _PATIENT_IDENTIFIERS:
            return identifier
        as_much = as_much or (identifier if kind in _AS_MUCH else "")
        if kind in _OF_A_STAY:
            stay = stay or identifier
        else:
            first = first or identifier
    return as_much or first or stay
