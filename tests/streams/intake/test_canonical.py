"""Canonical messages: every sequence of bytes is one event or one rejection."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from models.decoded import DecodeContext, Decoded
from models.events import line
from streams.intake.canonical import decode
from streams.intake.json_object import DEEPEST, read_object
from tests.strategies.events import Fields, fields

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
CONTEXT = DecodeContext(now=NOW)
ANY_TIME = DecodeContext()
PLAIN = (
    b'{"type":"lab-result","event_id":"e-1","patient_id":"4711","occurred_at":"2026-03-01T07:00:00+01:00",'
    b'"result_id":"r-1","status":"final","analyte":"alt","value":30,"unit":"U/L"}'
)
MEBIBYTE = 1 << 20


def with_fields(more: str) -> bytes:
    """The plain message with more fields at its end."""
    return PLAIN[:-1] + b"," + more.encode("utf-8", "surrogatepass") + b"}"


def verdict(raw: bytes) -> tuple[str, str] | str:
    decoded = decode(raw, CONTEXT)
    assert len(decoded.accepted) + len(decoded.rejected) == 1
    if decoded.accepted:
        return "accepted"
    return decoded.rejected[0].reason.value, decoded.rejected[0].where


def test_a_plain_message_is_one_event() -> None:
    decoded = decode(PLAIN, CONTEXT)
    assert [event.type for event in decoded.accepted] == ["lab-result"]
    assert decoded == Decoded(accepted=decoded.accepted)


@pytest.mark.parametrize(
    "raw",
    [
        b"\xef\xbb\xbf" + PLAIN,
        b" \t\r\n" + PLAIN + b"\r\n",
        PLAIN.replace(b":30", b" : 30").replace(b'"type":', b'"type"\n:'),
        with_fields('"text":"a \\": b, {[{[ \\\\"'),
        with_fields('"text":"\\ud83d\\ude00"'),
        with_fields('"text":"half of \\ud83d"'),
        with_fields('"half of \\ud83d":1'),
        with_fields('"number":1e400,"longer":' + "9" * 5000 + ',"tiny":1e-999999999999,"digits":0.' + "1" * 5000),
        with_fields('"nested":' + "[" * (DEEPEST - 1) + "]" * (DEEPEST - 1)),
        with_fields('"nested":{"type":1,"a":{"type":2}}'),
        with_fields('"many":[' + "{},[]," * 5000 + "0]"),
        with_fields('"text":"' + "x" * (MEBIBYTE - len(PLAIN) - len(',"text":""')) + '"'),
        with_fields('"accepted_at":"2062-01-01T00:00:00Z"'),
    ],
)
def test_what_is_json_is_accepted_however_it_is_written(raw: bytes) -> None:
    assert verdict(raw) == "accepted"


@pytest.mark.parametrize(
    "raw",
    [
        b"", b" ", b"null", b"true", b"5", b'"{}"', b"[]", b"[" + PLAIN + b"]", b"{", b"{]", PLAIN[:-1], PLAIN + b"x",
        PLAIN + PLAIN, PLAIN + b"\n" + PLAIN, PLAIN + b"\x00", b"\xef\xbb\xbf", b"\xef\xbb\xbf\xef\xbb\xbf" + PLAIN,
        PLAIN.decode().encode("utf-16"), PLAIN.decode().encode("utf-16-le"), PLAIN.decode().encode("utf-32"),
        PLAIN.replace(b"4711", b"47\xff11"), PLAIN.replace(b"4711", b"47\xed\xa0\x8011"),
        PLAIN.replace(b"4711", b"M\xfcller"), PLAIN.replace(b"4711", b"47\n11"), PLAIN.replace(b"4711", b"47\x0011"),
        PLAIN.replace(b":30", b":NaN"), PLAIN.replace(b":30", b":Infinity"), PLAIN.replace(b":30", b":-Infinity"),
        PLAIN.replace(b":30", b":030"), PLAIN.replace(b":30", b":+30"), PLAIN.replace(b":30", b":.3"),
        PLAIN.replace(b":30", b":3."), PLAIN.replace(b":30", b":0x1e"), PLAIN.replace(b":30", b":3_0"),
        PLAIN.replace(b'"', b"'"), PLAIN.replace(b":30", b":30,"), PLAIN[:-1] + b",}", b"//\n" + PLAIN,
        with_fields('"unknown":NaN'), with_fields('"unknown":[1,[Infinity]]'), with_fields('"a":"\\x41"'),
        with_fields('"nested":' + "[" * DEEPEST + "]" * DEEPEST),
        with_fields('"nested":' + '["]\\"]",' * DEEPEST + "0" + ',"["]' * DEEPEST), b"[" * 100_000, b'{"a":' * 100_000,
        b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}", b'{"a":"' + b'\\"' * 500_000, b"\xff" * 1000,
        b"MSH|^~\\&|LIS|H1|||20260301||ORU^R01|C1|P|2.5.1\r",
    ],
)  # fmt: skip
def test_what_is_not_one_json_object_is_not_json(raw: bytes) -> None:
    assert verdict(raw) == ("not-json", "")


@pytest.mark.parametrize(
    ("raw", "where"),
    [
        (with_fields('"value":300'), "value"),
        (with_fields('"value" : 300'), "value"),
        (with_fields('"v\\u0061lue":300'), "value"),
        (with_fields('"value":300,"note":"\\u0022:"'), "value"),
        (with_fields('"value":300,"note":"\\u0022\\u0022\\u0022"'), "value"),
        (with_fields('"value":300,"note":"\\":"'), "value"),
        (with_fields('"value":300,"note":"\\\\"'), "value"),
        (with_fields('"type":"lab-result"'), "type"),
        (with_fields('"unknown":{"a":{"b":1,"b":1}}'), "unknown.a.b"),
        (with_fields('"unknown":[0,{"b":1,"b":2}]'), "unknown[1].b"),
        (with_fields('"unknown":{"b":1,"b":2},"unknown":null'), "unknown"),
        (with_fields('"":1,"":2'), ""),
        (with_fields('"Jane Doe":1,"Jane Doe":2'), ""),
        (with_fields('"\\ud800":1,"\\ud800":2'), ""),
        (with_fields('"value":NaN'), None),
        (b'{"type":"none","type":"none"}', "type"),
    ],
)
def test_a_key_that_comes_twice_is_never_decided_in_silence(raw: bytes, where: str | None) -> None:
    assert verdict(raw) == (("not-json", "") if where is None else ("duplicate-key", where))


def test_a_message_of_more_than_a_mebibyte_is_not_looked_into() -> None:
    assert verdict(PLAIN + b" " * (MEBIBYTE - len(PLAIN))) == "accepted"
    assert verdict(PLAIN + b" " * (MEBIBYTE - len(PLAIN) + 1)) == ("too-large", "")
    assert verdict(b"\xff" * (2 * MEBIBYTE)) == ("too-large", "")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (PLAIN.replace(b":30", b":1E400"), ("bad-number", "value")),
        (PLAIN.replace(b":30", b":" + b"9" * 5000), ("bad-number", "value")),
        (PLAIN.replace(b":30", b":0." + b"1" * 5000), ("bad-number", "value")),
        (PLAIN.replace(b":30", b":1e-999999"), ("bad-number", "value")),
        (PLAIN.replace(b":30", b':"5,4"'), ("bad-number", "value")),
        (PLAIN.replace(b"4711", b"\\ud800"), ("bad-value", "patient_id")),
        (PLAIN.replace(b"4711", b"47\\u000011"), ("bad-value", "patient_id")),
        (PLAIN.replace(b"4711", b""), ("no-patient", "patient_id")),
        (PLAIN.replace(b"2026", b"2062"), ("future-time", "occurred_at")),
        (PLAIN.replace(b"+01:00", b""), ("time-without-zone", "occurred_at")),
        (PLAIN.replace(b"final", b"finall"), ("bad-status", "status")),
        (PLAIN.replace(b"lab-result", b"time-reached"), ("unknown-type", "type")),
        (b'{"v":1,"type":"lab","code":"ALT","value":1E400,"unit":"U/L"}', ("unknown-type", "type")),
    ],
)
def test_what_is_json_and_no_event_says_why(raw: bytes, expected: tuple[str, str]) -> None:
    assert verdict(raw) == expected


def test_unknown_fields_are_counted() -> None:
    assert decode(with_fields('"a":1,"b":{"c":1},"accepted_at":5,"comparator":null'), CONTEXT).unknown_fields == 2


def test_numbers_are_read_as_they_are_written() -> None:
    read = read_object(b'{"a":0.1000000000000000055511151231257827,"b":1.10,"c":12345678901234567890123}')
    assert read == {
        "a": Decimal("0.1000000000000000055511151231257827"),
        "b": Decimal("1.1"),
        "c": 12345678901234567890123,
    }


@given(st.binary())
@example(b"\x00")
def test_any_bytes_are_one_event_or_one_rejection(raw: bytes) -> None:
    assert verdict(raw)


SCRAPS = [*(bytes([byte]) for byte in b'"\\{}[]:,1e.- a\xff'), b"\xc3\xbc", b"\\u", b"d800", b'{"a":1}', PLAIN]


@given(st.lists(st.sampled_from(SCRAPS)).map(b"".join))
def test_any_scraps_of_json_are_one_event_or_one_rejection(raw: bytes) -> None:
    assert verdict(raw)


@given(st.integers(0, len(PLAIN) - 1), st.binary(max_size=3), st.integers(0, 3))
def test_any_damage_to_a_message_is_survived(place: int, scrap: bytes, cut: int) -> None:
    assert verdict(PLAIN[:place] + scrap + PLAIN[place + cut :])


@given(fields(), st.sampled_from([None, 1]), st.booleans())
def test_an_accepted_message_is_accepted_again_as_its_own_line(message: Fields, indent: int | None, tidy: bool) -> None:
    raw = json.dumps(message, default=str, indent=indent, ensure_ascii=tidy).encode()
    (event,) = decode(raw, ANY_TIME).accepted
    written = line(event, NOW)
    assert decode(written, ANY_TIME).accepted == (event,)
    assert decode(written, ANY_TIME).unknown_fields == 0
