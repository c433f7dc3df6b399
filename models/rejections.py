"""Why input is turned away, or passed over: two closed sets of codes, documented and counted."""

from enum import StrEnum
from typing import Self


class _Documented(StrEnum):
    doc: str

    def __new__(cls, code: str, doc: str = "") -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.doc = doc
        return member


class Reason(_Documented):
    """A reason for which a message is rejected; of several, the one that stands first here is given."""

    TOO_LARGE = "too-large", "The message is larger than 1 MiB, or has more parts than any message has."
    NOT_JSON = (
        "not-json",
        "The message is not UTF-8, not JSON, not an object, or nested deeper than 64; NaN and Infinity are not JSON.",
    )
    DUPLICATE_KEY = "duplicate-key", "An object of the message has the same key twice, so what it says is ambiguous."
    UNKNOWN_TYPE = "unknown-type", "The type is missing, or none that may come in."
    NO_PATIENT = "no-patient", "The patient_id is missing, null or empty."
    NO_TIME = "no-time", "The occurred_at is missing, null or empty."
    TIME_WITHOUT_ZONE = "time-without-zone", "A time has no offset from UTC, so it names no instant."
    FUTURE_TIME = "future-time", "The occurred_at lies further ahead of the arrival than clocks may differ."
    BAD_STATUS = "bad-status", "The status of a result is missing or none of the five."
    UNKNOWN_ANALYTE = "unknown-analyte", "The analyte is missing or none that is watched."
    UNKNOWN_UNIT = "unknown-unit", "The unit is none that is known for the analyte, or a value has no unit."
    BAD_NUMBER = "bad-number", "Where a number belongs none can be read, or it is beyond the range of a double."
    BAD_VALUE = "bad-value", "A field is missing, of the wrong type, or outside its values."
    BAD_DELIMITERS = "bad-delimiters", "The HL7 v2 message does not declare usable delimiters."
    TRUNCATED = "truncated", "The message ends in the middle of what it says."
    AMBIGUOUS_VALUE = "ambiguous-value", "The value can be read in more than one way."

    @property
    def precedence(self) -> int:
        """The place in the order in which reasons apply: the smallest of several is the one to give."""
        return _PRECEDENCE[self]


_PRECEDENCE = {reason: place for place, reason in enumerate(Reason)}


class IgnoredKind(_Documented):
    """What is well formed and simply not ours: passed over without a rejection, and counted."""

    UNSUPPORTED = "unsupported", "A kind of message or resource that says nothing about what is watched."
    UNMAPPED_CODE = "unmapped-code", "A code that is mapped to nothing that is watched."
    NO_RESULT = "no-result", "A result that says it has no value: pending, not asked, not obtained."


class Rejected(Exception):  # noqa: N818  it is an answer to the sender, not a failure of ours
    """This input is not accepted.

    Attributes:
        reason: Why, the first that applies.
        where: The field's name, for nested input a path, else empty. Never the value.
    """

    def __init__(self, reason: Reason, where: str = "") -> None:
        super().__init__(reason.value, where)
        self.reason = reason
        self.where = where
