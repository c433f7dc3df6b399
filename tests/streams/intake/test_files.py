"""Files of messages: where each message begins and ends, and at which line."""

import pytest

from streams.intake.files import Form, Piece, pieces

RESOURCE = b'{"resourceType":"Patient","id":"4711"}'
PRETTY = b'{\n  "resourceType": "Bundle",\n  "entry": [\n{"resource": {}}\n  ]\n}\n'
MSH = b"MSH|^~\\&|LIS|H1"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"", []),
        (b"\n \n\r\n", []),
        (b"{}", [(1, b"{}")]),
        (b"{}\n\n[]\r\n{}", [(1, b"{}"), (3, b"[]\r"), (4, b"{}")]),
    ],
)
def test_canonical_events_are_one_a_line(raw: bytes, expected: list[tuple[int, bytes]]) -> None:
    assert list(pieces(Form.CANONICAL, raw)) == [Piece(*each) for each in expected]


@pytest.mark.parametrize(
    ("raw", "lines"),
    [
        (b"", []),
        (RESOURCE, [1]),
        (RESOURCE + b"\n", [1]),
        (b"\xef\xbb\xbf" + PRETTY, [1]),
        (PRETTY, [1]),
        (PRETTY.replace(b"\n", b"\r\n"), [1]),
        (RESOURCE + b"\n\n" + RESOURCE + b"\r\n" + RESOURCE, [1, 3, 4]),
        (b'{"broken":\n' + RESOURCE + b"\n", [1, 2]),
        (RESOURCE + b"\nno resource\n", [1]),
        (b'{\n  "resourceType": "Observation",\n  "value', [1]),
        (b"\xff\xfe", [1]),
        (b"[" * 100_000, [1]),
    ],
)
def test_a_file_is_one_resource_or_one_a_line(raw: bytes, lines: list[int]) -> None:
    assert [piece.line for piece in pieces(Form.FHIR, raw)] == lines


@pytest.mark.parametrize(
    ("raw", "lines"),
    [
        (b"", []),
        (MSH, [1]),
        (MSH + b"\rPID|1\rOBX|1|ST|||MSH\r" + MSH + b"\rPID|1\r", [1, 4]),
        (MSH + b"\nPID|1\n\n" + MSH + b"\nPID|1\n", [1, 4]),
        (MSH + b"\r\nPID|1\r\n" + MSH + b"\r\nPID|1\r\n", [1, 3]),
        (b"\x0b" + MSH + b"\rPID|1\r\x1c\r\x0b" + MSH + b"\rPID|1\r\x1c\r", [1, 4]),
        (b"\xef\xbb\xbf" + MSH + b"\rPID|1\r\xef\xbb\xbf" + MSH, [1, 3]),
        (b"FHS|^~\\&\rBHS|^~\\&\r" + MSH + b"\rPID|1\rBTS|1\rFTS|1\r", [1, 3]),
        (b"no message\r" + MSH, [1, 2]),
        (MSH + b"\rMSHX|1\r", [1]),
    ],
)
def test_every_message_of_hl7_v2_begins_with_its_header(raw: bytes, lines: list[int]) -> None:
    cut = list(pieces(Form.HL7V2, raw))
    assert [piece.line for piece in cut] == lines
    assert b"".join(piece.raw for piece in cut) == raw
