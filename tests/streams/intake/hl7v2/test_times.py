"""When something happened: which field says it, and how times are read."""

from datetime import UTC, datetime, timedelta

import pytest

from models.decoded import DecodeContext
from tests.streams.intake.hl7v2.written import OBR, PID, message, obx, only, read, refused, result, said


def test_the_time_is_that_of_collection() -> None:
    specimen = "SPM|1|||BLD|||||||||||||20260405060000+0200"
    bare = "OBR|1|PL-1|FI-1|x"
    assert only(result(obx("33", time="20260405070000+0200")))["occurred_at"] == "2026-04-05T05:00:00Z"
    assert only(result(obx("33")))["occurred_at"] == "2026-04-05T06:30:00Z"
    assert only(read(message(PID, bare, obx("33"), specimen)))["occurred_at"] == "2026-04-05T04:00:00Z"
    oul = message(PID, specimen, bare, obx("33"), kind="OUL^R22")
    assert only(read(oul))["occurred_at"] == "2026-04-05T04:00:00Z"
    assert only(read(message(PID, bare, obx("33"))))["occurred_at"] == "2026-04-05T08:20:00Z"


def test_a_specimen_is_that_of_its_own_order() -> None:
    bare = "OBR|1|PL-1|FI-{}|x"
    first, second = (f"SPM|1|||BLD|||||||||||||2026040{day}060000+0200" for day in (1, 2))
    oru = message(PID, bare.format(1), obx("33"), first, bare.format(2), obx("34"), second)
    assert [event["occurred_at"][8:10] for event in said(read(oru))] == ["01", "02"]
    oul = message(PID, first, bare.format(1), obx("33"), second, bare.format(2), obx("34"), kind="OUL^R22")
    assert [event["occurred_at"][8:10] for event in said(read(oul))] == ["01", "02"]


@pytest.mark.parametrize(
    ("time", "reason"),
    [
        ("200406291646000", "bad-value"),
        ("200406291646000000", "bad-value"),
        ("20260405070060+0200", "bad-value"),
        ("20260231", "bad-value"),
        ("202604", "bad-value"),
        ("20260405240000+0200", "bad-value"),
        ("20260405070000+02", "bad-value"),
        ("00000405070000+0200", "bad-value"),
        ("99991231235959-1200", "bad-value"),
        ("20620405070000+0200", "future-time"),
    ],
)
def test_times_that_are_none(time: str, reason: str) -> None:
    assert refused(result(obx("33", time=time))) == [(reason, "OBX[1].14")]


@pytest.mark.parametrize(
    ("time", "instant"),
    [
        ("20260405", "2026-04-04T22:00:00Z"),
        ("2026040507", "2026-04-05T05:00:00Z"),
        ("202604050730", "2026-04-05T05:30:00Z"),
        ("20260405073015.1234567", "2026-04-05T05:30:15.123456Z"),
        ("20260405073015250", "2026-04-05T05:30:15.250000Z"),
        ("2026040507301525", "2026-04-05T05:30:15.250000Z"),
        ("20260405073015250-0100", "2026-04-05T08:30:15.250000Z"),
        ("20260405073000+0215", "2026-04-05T05:15:00Z"),
        ("20260405073000-05:00", "2026-04-05T12:30:00Z"),
        ("20260405073000Z", "2026-04-05T07:30:00Z"),
        ("20260405073000+0200^S", "2026-04-05T05:30:00Z"),
    ],
)
def test_times(time: str, instant: str) -> None:
    assert only(result(obx("33", time=time)))["occurred_at"] == instant


def test_the_arrival_decides_what_lies_ahead() -> None:
    ahead = obx("33", time="20260405103000+0200")
    sooner = datetime(2026, 4, 5, 8, 22, tzinfo=UTC)
    assert refused(result(ahead, DecodeContext(sooner, timedelta(minutes=5)))) == [("future-time", "OBX[1].14")]
    assert only(result(ahead, DecodeContext(sooner, timedelta(minutes=10))))
    assert only(result(ahead, DecodeContext(None)))


def test_the_first_fault_is_the_one_that_is_given() -> None:
    every = obx("x", "furlong", status="Q", time="20620405070000+0200")
    assert refused(read(message("PID|1", OBR, every))) == [("no-patient", "PID[1].3")]
    assert refused(result(every)) == [("future-time", "OBX[1].14")]
    assert refused(result(obx("x", "furlong", status="Q"))) == [("bad-status", "OBX[1].11")]
    assert refused(result(obx("x", "furlong"))) == [("unknown-unit", "OBX[1].6")]
