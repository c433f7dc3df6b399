"""Whatever comes: outcomes, never an exception, and no part without one."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from hypothesis import example, given
from hypothesis import strategies as st

from models.decoded import DecodeContext, Decoded
from models.events import check, line
from streams.intake.hl7v2 import decode
from streams.intake.json_object import read_object
from tests.streams.intake.hl7v2.written import NOW, OBR, PID, message, obx

CONTEXTS = st.sampled_from(
    [
        DecodeContext(),
        DecodeContext(NOW, zone=ZoneInfo("Europe/Berlin")),
        DecodeContext(NOW, zone=ZoneInfo("UTC"), local_codes={"X": "alt", "Y": "nonsense", "1742-6": "ast"}),
    ]
)
RXA = "RXA|0|1|20260405090000+0200|20260405101000+0200|354770^natalizumab^RXNORM|115|mL|||||115 mL/h||||||||CP|A"
SHAPES = [
    message(PID, OBR, obx("33"), obx("<^5", code="3016-3^TSH^LN", kind="SN"), obx("POS", code="58012-6^Ab^LN")),
    message(
        PID, OBR, obx("2", code="mri-gd-count^^L"), obx("1", code="mri-t2-new-count^^L"), obx("3.5", code="edss^^L")
    ),
    message(
        PID, "SPM|1|||BLD|||||||||||||20260405", OBR, "ORC|RE", obx("LA15173-0^x^LN", code="82810-3"), kind="OUL^R22"
    ),
    message(
        PID, "ORC|RE|PL-9|FI-9", "RXE|1^x^y^20260405|x||||||||||||||||||||115|mL/h", RXA, "RXR|IV||| ", kind="RAS^O17"
    ),
    message(
        PID,
        "ORC|RE|PL-9|FI-9",
        "RXD|1|354770^natalizumab^RXNORM|20260405080000+0200|1|BAG",
        "RXC|A|354770^natalizumab^RXNORM|300|mg",
        "RXC|B|313002^NaCl 0.9 %^RXNORM|100|mL",
        kind="RDS^O13",
    ),
    message(PID, "IAM|1|DA|354770^natalizumab^RXNORM|SV|126485001^x^SCT|A|||||20260405090000+0200|x", kind="ADT^A60"),
    message(
        PID, "ORC|NW|1|2||IP|||||20260405||||||20260405", "RXE||1256^azathioprine^RXNORM|5", "TQ1|1", kind="RDE^O11"
    ),
    message(
        "EVN||20260405",
        PID,
        "PV1|1|O|||||||||||||B6~A0||||V1",
        "DG1|1||J18.9^x^I10||20260404|W",
        "AL1|1",
        kind="ADT^A08",
    ),
    message("EVN||20260405", PID, "MRG|P-70^^^WARD^MR", kind="ADT^A40"),
    message(PID, "PRB|AD|20260404|O09.9^x^I10|3|||20260403||20260405||||RESOLVED", kind="PPR^PC1"),
    "FHS|^~\\&\rBHS|^~\\&\r" + message(PID, OBR, obx("33")) + "BTS|1\rFTS|1\r",
]
SPLINTERS = st.one_of(
    st.sampled_from(
        [
            b"|",
            b"^",
            b"~",
            b"\\",
            b"&",
            b"\r",
            b"\n",
            b"\x0b",
            b"\x1c",
            b"\x1b$B",
            b"\xef\xbb\xbf",
            b'""',
            b"MSH",
            b"\\X",
        ]
    ),
    st.sampled_from(
        [b"-", b"<", b">", b"%", b"9" * 400, b"1e999", b"0.5", b"+", b"20260405", b"R01", b"F", b"D", b"8859/1"]
    ),
    st.binary(max_size=4),
)


@st.composite
def mutilated(draw: st.DrawFn) -> bytes:
    """A message of a real shape with some of its bytes replaced, left out, said twice or moved."""
    raw = draw(st.sampled_from(SHAPES)).encode()
    for _ in range(draw(st.integers(1, 8))):
        start = draw(st.integers(0, len(raw)))
        end = min(len(raw), start + draw(st.integers(0, 12)))
        raw = raw[:start] + draw(st.one_of(SPLINTERS, st.just(raw[start:end] * 2))) + raw[end:]
    return raw[: draw(st.one_of(st.none(), st.integers(0, len(raw))))]


def holds(decoded: Decoded) -> None:
    """There is an outcome, and every accepted event is one that a canonical topic would take."""
    assert decoded.accepted or decoded.rejected or decoded.ignored
    for event in decoded.accepted:
        assert check(read_object(line(event, None)), None, timedelta(0)) == event


@example(b"MSH\r\x80|", DecodeContext())
@given(st.binary(max_size=200), CONTEXTS)
def test_any_bytes(raw: bytes, context: DecodeContext) -> None:
    holds(decode(raw, context))


@given(mutilated(), CONTEXTS)
def test_messages_that_were_damaged(raw: bytes, context: DecodeContext) -> None:
    holds(decode(raw, context))


@given(mutilated())
def test_the_same_bytes_say_the_same(raw: bytes) -> None:
    assert decode(raw, DecodeContext(NOW)) == decode(raw, DecodeContext(NOW))


@given(st.sampled_from(SHAPES), st.data())
def test_a_message_that_was_cut_says_nothing_that_the_whole_does_not(shape: str, data: st.DataObject) -> None:
    context = DecodeContext(NOW, zone=ZoneInfo("UTC"))
    raw = shape.encode()
    whole = {line(event, None) for event in decode(raw, context).accepted}
    cut = raw[: data.draw(st.integers(0, len(raw)))]
    assert {line(event, None) for event in decode(cut, context).accepted} <= whole


FIELDS = st.text(st.sampled_from("0123456789.<>-+^~\\& ,ABCDEFPUL/%\"'\u00b5\u00e9"), max_size=12)


@given(st.lists(st.builds(obx, FIELDS, FIELDS, FIELDS, status=FIELDS, time=FIELDS, sub=FIELDS), min_size=1, max_size=5))
def test_every_observation_has_one_outcome(observations: list[str]) -> None:
    decoded = decode(message(PID, OBR, *observations).encode(), DecodeContext(NOW))
    assert len(decoded.accepted) + len(decoded.rejected) + len(decoded.ignored) == len(observations)
