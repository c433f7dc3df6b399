"""What one message costs at the edge, in CPU time of this machine: decoding, checking, writing its line."""

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from timeit import repeat

import pytest

from models.decoded import DecodeContext
from models.events import line
from models.plain import PlainLines
from streams.intake.canonical import decode

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
CONTEXT = DecodeContext(now=NOW)
LAB = (
    b'{"type":"lab-result","event_id":"LIS-2026-000123","patient_id":"4711","occurred_at":"2026-03-01T07:00:00+01:00",'
    b'"source":"lis","result_id":"R-1","version":1,"status":"final","analyte":"alt","value":182.5,"unit":"U/L",'
    b'"reference_high":39.6}'
)
INFUSION = (
    b'{"type":"infusion-rate-changed","event_id":"EMAR-17","patient_id":"4711",'
    b'"occurred_at":"2026-03-01T07:00:00Z","infusion_id":"I-1","rate_ml_per_h":115}'
)
TIMES = 20_000


def microseconds(work: Callable[[], object]) -> float:
    return min(repeat(work, number=TIMES, repeat=5, timer=time.process_time)) / TIMES * 1e6


@pytest.mark.parametrize(("what", "raw"), [("a result", LAB), ("a rate", INFUSION)])
def test_cost_of_a_plain_message(what: str, raw: bytes) -> None:
    short = PlainLines(NOW, CONTEXT.tolerance)
    assert short.read(raw) is not None
    way = microseconds(lambda: short.read(raw)), microseconds(lambda: the_long_way(raw))
    sys.stdout.write(f"\n{what}: {way[0]:.1f} µs the short way, {way[1]:.1f} µs the long way\n")


def test_cost_of_a_refusal() -> None:
    refused = LAB.replace(b"final", b"finall")
    sys.stdout.write(f"\na refusal: {microseconds(lambda: the_long_way(refused)):.1f} µs\n")


def the_long_way(raw: bytes) -> None:
    for event in decode(raw, CONTEXT).accepted:
        line(event, NOW)
