"""Messages as interfaces write them, and what is read in them."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from models.decoded import DecodeContext, Decoded
from models.events import line
from streams.intake.hl7v2 import decode

NOW = datetime(2026, 6, 1, tzinfo=UTC)
CONTEXT = DecodeContext(now=NOW)
BERLIN = DecodeContext(now=NOW, zone=ZoneInfo("Europe/Berlin"))

PID = "PID|1||P-77^^^WARD^MR||NEMO^NOBODY||19790704|F"
OBR = "OBR|1|PL-1|FI-1|24325-3^Liver panel^LN|||20260405083000+0200|||||||||||||||20260405101500+0200||LAB|F"


def message(*segments: str, kind: str = "ORU^R01", sent: str = "20260405102000+0200", control: str = "M-1") -> str:
    """A message of these segments, each ended by CR."""
    header = rf"MSH|^~\&|LAB|WARD|NATWATCH|WARD|{sent}||{kind}|{control}|P|2.5.1"
    return "".join(f"{segment}\r" for segment in (header, *segments))


def obx(  # noqa: PLR0913  one for each field
    value: str,
    unit: str = "U/L",
    limits: str = "0-45",
    *,
    code: str = "1742-6^ALT^LN",
    kind: str = "NM",
    status: str = "F",
    time: str = "",
    sub: str = "",
    flags: str = "",
) -> str:
    """An OBX; an ALT in U/L unless it says otherwise."""
    return f"OBX|1|{kind}|{code}|{sub}|{value}|{unit}|{limits}|{flags}|||{status}|||{time}"


def read(text: str | bytes, context: DecodeContext = CONTEXT) -> Decoded:
    return decode(text.encode() if isinstance(text, str) else text, context)


def result(observation: str, context: DecodeContext = CONTEXT) -> Decoded:
    """What a message with one OBX comes to."""
    return read(message(PID, OBR, observation), context)


def said(decoded: Decoded) -> list[Mapping[str, Any]]:
    """The accepted events as they are written, where nothing was rejected."""
    assert not decoded.rejected, decoded.rejected
    return [json.loads(line(event, None)) for event in decoded.accepted]


def only(decoded: Decoded) -> Mapping[str, Any]:
    """The one accepted event, where nothing else came of the message."""
    events = said(decoded)
    assert len(events) == 1, decoded
    return events[0]


def refused(decoded: Decoded) -> list[tuple[str, str]]:
    """The reasons and places of rejection, where nothing was accepted."""
    assert not decoded.accepted, decoded.accepted
    return [(rejection.reason.value, rejection.where) for rejection in decoded.rejected]


def ignored(decoded: Decoded) -> list[tuple[str, str]]:
    """What was ignored, where nothing was accepted or rejected."""
    assert not decoded.accepted, decoded.accepted
    assert not decoded.rejected, decoded.rejected
    return [(each.kind.value, each.code) for each in decoded.ignored]
