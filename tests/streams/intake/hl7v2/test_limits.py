"""How much one value may say: what is beyond is rejected, never passed over in silence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.streams.intake.hl7v2.written import OBR, PID, message, obx, read, refused

MEBIBYTE = 1 << 20


def test_a_mebibyte_of_results_is_read_to_the_last() -> None:
    count = 14_000
    decoded = read(message(PID, OBR, *(obx("33", sub=str(number)) for number in range(count))))
    assert len(decoded.accepted) == count
    assert not decoded.rejected


@pytest.mark.parametrize("line", ["MSH\r", "\r", "\n", "x\r", "OBX\n", "\x0bMSH\x1c\r", "BTS\r"])
def test_more_lines_than_any_message_has_are_too_large(line: str) -> None:
    assert refused(read(message(PID) + line * (MEBIBYTE // len(line) - 100))) == [("too-large", "")]


def test_each_of_more_messages_than_any_batch_has_is_too_large() -> None:
    decoded = read(message(kind="SIU^S12") * 3_001)
    assert len(decoded.ignored) == 3_000
    assert refused(decoded) == [("too-large", "MSH")]


def test_of_more_diagnoses_than_anyone_has_each_has_its_outcome() -> None:
    decoded = read(message(PID, *["DG1|1||J18.9^x^I10||20260404|W"] * 4_000, kind="ADT^A08"))
    assert len(decoded.accepted) + len(decoded.rejected) == 4_001
    assert len(decoded.accepted) > 2_900
    assert {rejection.reason.value for rejection in decoded.rejected} == {"too-large"}


def test_more_reactions_than_anyone_has_are_too_large() -> None:
    words = "~".join(f"complaint {number}" for number in range(4_000))
    allergy = f"AL1|1||354770^natalizumab^RXNORM|SV|{words}|20260405083000+0200"
    assert ("too-large", "AL1[1]") in refused(read(message("PID|1||P-77", allergy, kind="ADT^A08")))


def test_what_is_said_far_beyond_a_number_keeps_it_from_being_one() -> None:
    assert refused(read(message(PID, OBR, obx("33" + "^" * 2_000 + "x")))) == [("bad-number", "OBX[1].5")]


def test_a_long_text_in_many_lines_is_one_field() -> None:
    decoded = read(message(PID, OBR, obx("33"), "OBX|2|ED|PDF^Report^L||" + "\n".join(["x" * 60] * 15_000)))
    assert [event.type for event in decoded.accepted] == ["lab-result"]


VALUES = st.from_regex(r"[0-9]{1,6}(\.[0-9]{1,4})?", fullmatch=True)
LIMITS = st.sampled_from(["", "0-45", "< 40", "(7-56)", "4.500-10.500", "-", ">= 3", "0-0", "45 to 40", "neg"])
TIMES = st.sampled_from(["", "20260405083000+0200", "20260405", "20990101000000Z", "x", "20260405083000.1234567Z"])
UNITS = st.sampled_from(["U/L^per litre^UCUM", "^U/L", "U/L", "/uL", "10^9/L", "ukat/L", "", "%", "U/L "])
CODES = st.sampled_from(
    ["1742-6^ALT^LN", "6690-2^WBC^LN", "100977-8^JCV index^LN", "70173-0^JCV Ab^LN", "a/b%^x^1742-6"]
)


@given(
    st.lists(
        st.tuples(VALUES, UNITS, LIMITS, CODES, TIMES, st.sampled_from(["", "1", "a/b"]), st.sampled_from("FPCDWXUZ")),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from([PID, "PID|1", "PID|1||a\tb", f"PID|1||{'x' * 129}"]),
    st.sampled_from([OBR, "OBR|1", "OBR|1||||||20260405083000+0200"]),
)
def test_a_plain_result_says_what_it_says_when_it_is_looked_at_closely(
    results: list[tuple[str, str, str, str, str, str, str]], pid: str, order: str
) -> None:
    plain, closely = (
        read(
            message(
                pid,
                order,
                *(obx(v + end, u, r, code=c, time=t, sub=sub, status=s) for v, u, r, c, t, sub, s in results),
            )
        )
        for end in ("", "^")
    )
    assert plain.accepted == closely.accepted
    assert plain.rejected == closely.rejected
