"""Where the ledger of a partition stands, and by which policy it judges: its own records in the changelog."""

from typing import Any, NamedTuple

import msgspec

POSITION_KEY = b"\x00position"
POLICY_KEY = b"\x00policy"
TROUBLE_KEY = b"\x00cannot-judge\x00"
MERGE_KEY = b"\x00merged\x00"
ARCHIVE_KEY = b"\x00archive\x00"
"""Keys that no patient can have: an identifier has no control characters. The last three go before a patient's.

For a merge it is the prior patient's, a zero, and the survivor's.
"""

_FORMAT = 1


class Place(NamedTuple):
    """One partition of the log, of how many, and the name of the worker that keeps it."""

    partition: int
    partitions: int
    worker: str = ""


class Position(msgspec.Struct, frozen=True, order=True):
    """The next thing to work in: a record of `patient-events`, a line of it, and within a policy line a patient.

    Attributes:
        offset: of the record.
        line: the first of its lines that is not worked in; 0 where none is.
        patient: the last patient, in order of ids, who was looked at under the policy that the line brings; "" where
            none was.
    """

    offset: int = 0
    line: int = 0
    patient: str = ""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """The position as it is kept, and how many patients the changelog must hold beside it."""

    position: Position
    patients: int
    format: int = _FORMAT


class InForce(msgspec.Struct, frozen=True, kw_only=True):
    """The policy by which the patients of the partition are judged, and the version of the rules that do it."""

    policy: dict[str, Any]
    policy_version: str
    rules_version: str


class UnknownFormatError(Exception):
    """The changelog was written by another release, in a format that this one does not know."""


def encode_standing(standing: Standing) -> bytes:
    """The value of the record under `POSITION_KEY`."""
    return msgspec.json.encode(standing)


def decode_standing(value: bytes) -> Standing:
    """Reads what `encode_standing` wrote.

    Raises:
        UnknownFormatError: it is of another format.
    """
    try:
        standing = msgspec.json.decode(value, type=Standing)
    except msgspec.DecodeError as error:
        raise UnknownFormatError(f"the position of a ledger cannot be read ({type(error).__name__})") from None
    if standing.format != _FORMAT:
        raise UnknownFormatError(f"a ledger of format {standing.format}; this release knows format {_FORMAT} only")
    return standing
