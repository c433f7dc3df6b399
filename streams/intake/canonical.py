"""Decodes canonical events: one JSON object, one event."""

from models.decoded import DecodeContext, Decoded, Rejection
from models.events import check
from models.rejections import Rejected
from streams.intake.json_object import read_object


def decode(raw: bytes, context: DecodeContext) -> Decoded:
    """What a message of a canonical topic says: the one event it is, or the one reason why it is none.

    Never raises, whatever the bytes.
    """
    try:
        fields = read_object(raw)
        event = check(fields, context.now, context.tolerance)
    except Rejected as rejected:
        return Decoded(rejected=(Rejection(rejected.reason, rejected.where),))
    unknown = len(fields) - len(event.__pydantic_fields_set__) - ("accepted_at" in fields)
    return Decoded((event,), (), (), unknown)
