"""HL7 v2 text, decoded into the events of the contract."""

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import Final

from models.decoded import DecodeContext, Decoded, Ignored, Rejection
from models.rejections import IgnoredKind, Reason, Rejected
from streams.intake.hl7v2.administrations import administrations
from streams.intake.hl7v2.batches import Batches
from streams.intake.hl7v2.dispenses import dispenses
from streams.intake.hl7v2.framing import Text, texts
from streams.intake.hl7v2.header import Header, Outcome, header_of
from streams.intake.hl7v2.limits import Allowance, has_too_many_lines
from streams.intake.hl7v2.medications import medications
from streams.intake.hl7v2.message import Message, message_of, plain_message
from streams.intake.hl7v2.patients import MERGES, SNAPSHOTS, admission, merges
from streams.intake.hl7v2.problems import problems
from streams.intake.hl7v2.results import results
from streams.topics.specs import MAX_INBOUND_BYTES

__all__ = ["decode"]

_Reader = Callable[[Message, Header], Iterator[Outcome]]

_LONGEST_CODE: Final = 64

_READERS: Final[Mapping[tuple[str, str], _Reader]] = {
    **{("ORU", trigger): results for trigger in ("", "R01", "R30", "R31", "R32", "R40")},
    **{("OUL", trigger): results for trigger in ("", "R21", "R22", "R23", "R24")},
    **{("RAS", trigger): administrations for trigger in ("", "O01", "O17")},
    **{("RDE", trigger): medications for trigger in ("", "O01", "O11", "O25")},
    **{("RDS", trigger): dispenses for trigger in ("", "O01", "O13")},
    ("OMP", "O09"): medications,
    ("ORM", "O01"): medications,
    **{("PPR", trigger): problems for trigger in ("PC1", "PC2", "PC3")},
    **{("ADT", trigger): admission for trigger in SNAPSHOTS},
    ("ADT", "A60"): admission,
    **{("ADT", trigger): merges for trigger in MERGES},
}


def decode(raw: bytes, context: DecodeContext) -> Decoded:
    """What the HL7 v2 message, or messages, in a value say.

    Takes any bytes, never raises, and leaves no part without an outcome: what is ours is accepted or rejected, what is
    not is ignored. Takes time and memory in proportion to the value.

    Args:
        raw: one message or several, bare, in MLLP frames, or in an FHS/BHS batch; segments end with CR, LF or CRLF.
        context: when it came, and what the site has set.
    """
    if len(raw) > MAX_INBOUND_BYTES or has_too_many_lines(raw):
        return Decoded(rejected=(Rejection(Reason.TOO_LARGE),))
    return Decoded.of(_outcomes(raw, context))


def _outcomes(raw: bytes, context: DecodeContext) -> Iterator[Outcome]:
    plain = plain_message(raw)
    if plain is not None:
        return _said_in(plain, context, Allowance())
    return _of_texts(raw, context)


def _of_texts(raw: bytes, context: DecodeContext) -> Iterator[Outcome]:
    found = False
    allowance = Allowance()
    batches = Batches()
    for text in texts(raw):
        found = True
        match text.kind:
            case "MSH":
                batches.message()
                yield from _of_message(text, context, allowance)
            case "":
                yield Rejection(Reason.BAD_DELIMITERS, "MSH")
            case _:
                yield batches.outcome(text)
    if not found:
        yield Rejection(Reason.BAD_DELIMITERS, "MSH")


def _of_message(text: Text, context: DecodeContext, allowance: Allowance) -> Iterator[Outcome]:
    try:
        allowance.spend(lambda: text.kind)
        message = message_of(text)
    except Rejected as refused:
        return iter((Rejection(refused.reason, refused.where),))
    return _said_in(message, context, allowance)


def _said_in(message: Message, context: DecodeContext, allowance: Allowance) -> Iterator[Outcome]:
    try:
        header = header_of(message, context, allowance)
    except Rejected as refused:
        return iter((Rejection(refused.reason, refused.where),))
    read = _READERS.get((header.kind, header.trigger))
    if read is None:
        return iter((Ignored(IgnoredKind.UNSUPPORTED, f"{header.kind}^{header.trigger}"[:_LONGEST_CODE]),))
    return chain(_malformed(message), read(message, header)) if message.malformed else read(message, header)


def _malformed(message: Message) -> Iterator[Outcome]:
    for line in message.malformed:
        cut = not message.complete and line == message.lines
        yield Rejection(Reason.TRUNCATED if cut else Reason.BAD_VALUE, f"line[{line}]")
