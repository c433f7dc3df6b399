"""The canaries on the topic of heartbeats: taken in like what a hospital sends, and nobody else from there."""

from models.canary import is_canary
from models.decoded import DecodeContext, Decoded
from streams.intake import canonical

_MARK = b'"patient_id"'
_NOTHING = Decoded()


def decode(raw: bytes, context: DecodeContext) -> Decoded:
    """The event of a canary; nothing where the record is another heartbeat, or would speak of a patient."""
    if _MARK not in raw:
        return _NOTHING
    found = canonical.decode(raw, context)
    return found if all(is_canary(event.patient_id) for event in found.accepted) else _NOTHING
