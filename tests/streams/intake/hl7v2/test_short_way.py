"""What is read the short way says what it says when it is looked at closely.

Only messages in the usual delimiters are read the short way. So each is held against itself in other delimiters.
"""

from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from models.decoded import DecodeContext
from tests.streams.intake.hl7v2.test_any_bytes import SHAPES
from tests.streams.intake.hl7v2.written import NOW, OBR, PID, message, obx, read

USUAL, OTHER = "|^~\\&", "`{}?;"
CONTEXTS = st.sampled_from(
    [DecodeContext(), DecodeContext(NOW, zone=ZoneInfo("Europe/Berlin")), DecodeContext(NOW, local_codes={"X": "alt"})]
)
SAID = """
"" 0 33 12.500 4.5 1e5 -1 <5 33~34 33^ ^33 a/b 5% U/L U/L^per^UCUM /uL ukat/L % 0-45 <40 (7-56) 45-0 F C W X U f
1742-6^ALT^LN 1742-6 X^x^L^6690-2^WBC^LN 70173-0^JCV^LN 9999-9^ALT^LN a/b%^x^1742-6 IV SC^x 115 mL/h mL 1 NW A08 ä ²
20260405083000+0200 20260405083000.5+0200 20260405083000 20260405 20260230 20990101000000Z 20260405243000+0200
20260405083000-0000 2026W01108300Z 18991231235959+0000 20260405083000+1545 354770^natalizumab^RXNORM
P-1^^^W^MR P-1^^^W&1&ISO^PI~2^^^S^SS 2^^^S^SS~P-1^^^W^MR P-1^^^W^VN 1256^azathioprine^RXNORM
"""
FIELDS = st.sampled_from(["", " ", *SAID.split(), "a\tb", "x" * 129, "9" * 19, "9" * 400])
PLAIN_FIELDS = FIELDS.filter(lambda text: not {"^", "~", "&"} & set(text))
LINES = st.sampled_from(
    [
        *(PID, OBR, obx("33"), obx("1", sub="2"), obx("1", status="C"), obx("2", code="edss^^L")),
        *("ORC|RE|PL-1/2|", "OBR|2|a%|", "SPM|1|||BLD|||||||||||||20260405", "EVN||20260405070000+0100", "RXR|SC"),
        *("ORC|CA|9", "FHS|1", "BTS|1", "MSH|1", "obx|1", "OBX", " OBX|1", "OBX|1 ", "", "\x0b", "\x1c", "\ufeff"),
    ]
)


@st.composite
def altered(draw: st.DrawFn) -> str:
    """A message of a real shape with some of its fields and lines said in another way, left out or said twice."""
    lines = draw(st.sampled_from(SHAPES)).rstrip("\r").split("\r")
    for _ in range(draw(st.integers(0, 5))):
        place = draw(st.integers(0, len(lines) - 1))
        if draw(st.booleans()):
            lines.insert(place + 1, draw(st.one_of(LINES, st.just(lines[place]))))
            continue
        fields = lines[place].split("|")
        number = draw(st.integers(0, len(fields) - 1))
        # OBX-4 stands in identifiers with the delimiters in it.
        fields[number] = draw(PLAIN_FIELDS if (fields[0], number) == ("OBX", 4) else FIELDS)
        lines[place] = "|".join(fields)
    return "".join(f"{line}\r" for line in lines)


@settings(max_examples=300)
@given(altered(), CONTEXTS)
def test_a_message_says_the_same_in_other_delimiters(text: str, context: DecodeContext) -> None:
    assume(text.count("\\") == text.count("|^~\\&|") and "M-1" in text)
    assert read(text, context) == read(text.translate(str.maketrans(USUAL, OTHER)), context)


def mostly(*plain: str) -> st.SearchStrategy[str]:
    return st.one_of(*(st.just(text) for text in plain), PLAIN_FIELDS)


RESULTS = st.builds(
    obx,
    mostly("33", "33", "2.345", "12.500", "9" * 19),
    mostly("U/L", "U/L", "U/L^per litre^UCUM", "/uL"),
    mostly("0-45", "0-45", "< 40"),
    code=mostly("1742-6^ALT^LN", "1742-6^ALT^LN", "6690-2^WBC^LN", "a/b%^x^1742-6", "X"),
    status=mostly("F", "F", "C"),
    time=mostly("", "20260405083000+0200", "20260405243000+0200", "20260405", "2026W01108300Z", "20990101000000Z"),
    sub=mostly("", "", "1"),
)
ENDS = st.sampled_from(["", "", "|", " ", "\x00"])


@settings(max_examples=400)
@given(st.lists(st.tuples(RESULTS, ENDS), min_size=1, max_size=4), st.sampled_from(["ORU^R01", "ADT^A08"]), CONTEXTS)
def test_results_say_the_same_in_other_delimiters(
    results: list[tuple[str, str]], kind: str, context: DecodeContext
) -> None:
    text = message(PID, OBR, *(observation.rstrip("|") + end for observation, end in results), kind=kind)
    assert read(text, context) == read(text.translate(str.maketrans(USUAL, OTHER)), context)
