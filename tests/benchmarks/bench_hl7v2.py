"""What HL7 v2 costs, in CPU time of this machine: decoding to checked events, and its syntax beside the library hl7."""

import re
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from timeit import repeat

import hl7  # type: ignore[import-untyped]
import pytest

from models.decoded import DecodeContext
from streams.intake.hl7v2 import decode
from streams.intake.hl7v2.framing import texts
from streams.intake.hl7v2.message import message_of

CONTEXT = DecodeContext(now=datetime(2026, 6, 1, tzinfo=UTC))
HEADER = (
    "MSH|^~\\&|LAB|WARD|NATWATCH|WARD|20260405102000+0200||ORU^R01^ORU_R01|M-1|P|2.5.1\r"
    "PID|1||P-77^^^WARD&2.16.840.1.113883.19&ISO^MR~123^^^SSA^SS||NEMO^NOBODY^N^^Dr.||19790704|F|||1 Quay^^Port^^1234\r"
    "OBR|1|PL-1|FI-1|24325-3^Liver panel^LN|||20260405083000+0200|||||||||||||||20260405101500+0200||LAB|F\r"
)
OBX = (
    "OBX|{}|NM|{}^Analyte [Enzymatic activity/volume] in Serum^LN^^^^^^Analyte||33|U/L^units per litre^UCUM|0-45|N|||F"
    "|||20260405083000+0200|||||20260405093000+0200||||Port Laboratory^^^^^PL-1^XX^^^987|2 Quay^^Port^^1234^B\r"
)
INFUSION = (
    "ORC|RE|PL-9|FI-9\rRXE|1^x^y^20260405|x||||||||||||||||||||115|mL/h\r"
    "RXA|0|1|20260405090000+0200|20260405101000+0200|354770^natalizumab^RXNORM|115|mL|||||115 mL/h||||||||CP|A\r"
    "RXR|IV\r"
)
ORDER = "ORC|NW|1|2||IP||||20260405\rRXE||1256^azathioprine^RXNORM|5\rTQ1|1||||||20260405\r"
ADMISSION = "EVN||20260405083000+0200\r{}PV1|1|O|||||||||||||B6~A0||||V1\rDG1|1||J18.9^x^I10||20260404|W\rAL1|1\r"
MSH, PID = (f"{line}\r" for line in HEADER.split("\r")[:2])
SHAPES = {
    "one result": HEADER + OBX.format(1, "1742-6"),
    "4 results, 2 of ours": HEADER + "".join(OBX.format(n, ("1742-6", "2345-7")[n % 2]) for n in range(4)),
    "an infusion (RAS)": MSH.replace("ORU^R01^ORU_R01", "RAS^O17") + PID + INFUSION,
    "an order (RDE)": MSH.replace("ORU^R01^ORU_R01", "RDE^O11") + PID + ORDER,
    "an admission (ADT)": MSH.replace("ORU^R01^ORU_R01", "ADT^A08") + ADMISSION.format(PID),
    "30 results, 3 of ours": HEADER + "".join(OBX.format(n, "1742-6" if n % 10 == 0 else "2345-7") for n in range(30)),
    "30 results, all ours": HEADER + "".join(OBX.format(n, "1742-6") for n in range(30)),
    "a message not ours": HEADER.replace("ORU^R01^ORU_R01", "SIU^S12") + OBX.format(1, "1742-6") * 10,
}
SENT = 200
TIME = re.compile(r"20260405(?:([0-9]{2})([0-9]{2})([0-9]{2}))?")


def written(text: str) -> list[bytes]:
    """Messages of a shape, each with a number, patient, order, times and value of its own, as a sender's are."""
    return [
        TIME.sub(partial(at_another_time, n), text)
        .replace("M-1|", f"M-{n}|")
        .replace("P-77", f"P-{n}")
        .replace("L-1|FI-1|", f"L-{n}|FI-{n}|")
        .replace("L-9|FI-9", f"L-{n}|FI-{n}")
        .replace("|1|2||IP", f"|{n}|{n}||IP")
        .replace("||||V1", f"||||V{n}")
        .replace("19790704", f"19{20 + n % 80}0704")
        .replace("||33|", f"||{20 + n}|")
        .encode()
        for n in range(SENT)
    ]


def at_another_time(number: int, time: re.Match[str]) -> str:
    """No two messages of a sender have the same time."""
    day = f"202604{number % 28 + 1:02}"
    if time[1] is None:
        return day
    return f"{day}{time[1]}{(int(time[2]) + number // 28) % 60:02}{(int(time[3]) + number) % 60:02}"


def microseconds(read: Callable[[bytes], object], messages: list[bytes]) -> float:
    """What a message takes, in the best of some rounds over all of them."""

    def work() -> None:
        for raw in messages:
            read(raw)

    return min(repeat(work, number=1, repeat=7, timer=time.process_time)) / len(messages) * 1e6


def every_component(raw: bytes) -> int:
    """Reads all that a message says, as the other parser does; counts it."""
    segments = [segment for text in texts(raw) for segment in message_of(text).segments]
    numbers = range(1, 26)
    return sum(
        len(segment.components(each)) for segment in segments for n in numbers for each in segment.repetitions(n)
    )


@pytest.mark.parametrize("what", SHAPES)
def test_cost_of_a_message(what: str) -> None:
    messages = written(SHAPES[what])
    ours = microseconds(lambda raw: decode(raw, CONTEXT), messages)
    syntax = microseconds(every_component, messages)
    theirs = microseconds(hl7.parse, messages)
    sys.stdout.write(
        f"\n{what} ({len(messages[0])} bytes): decoded in {ours:.0f} µs, every component read in {syntax:.0f} µs; "
        f"hl7.parse {theirs:.0f} µs: {theirs / ours:.1f} and {theirs / syntax:.1f} times as long\n"
    )


def test_cost_of_all_of_these_together() -> None:
    messages = [raw for each in zip(*map(written, SHAPES.values()), strict=True) for raw in each]
    ours = microseconds(lambda raw: decode(raw, CONTEXT), messages) * len(SHAPES)
    theirs = microseconds(hl7.parse, messages) * len(SHAPES)
    sys.stdout.write(
        f"\nall of these together ({sum(map(len, messages)) // SENT} bytes): decoded in {ours:.0f} µs; "
        f"hl7.parse {theirs:.0f} µs: {theirs / ours:.1f} times as long\n"
    )


def test_cost_of_a_mebibyte() -> None:
    count = (1 << 20) // len(OBX) - 2
    for what, code in (("none ours", "2345-7"), ("all ours", "1742-6")):
        raw = (HEADER + "".join(OBX.format(n, code) for n in range(count))).encode()[: 1 << 20]
        took = min(repeat(partial(decode, raw, CONTEXT), number=1, repeat=5, timer=time.process_time))
        sys.stdout.write(f"\n{len(raw)} bytes, {count} results, {what}: {took * 1e3:.0f} ms\n")
