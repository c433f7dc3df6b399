"""Segments, fields, components, escapes: as the standard has them, and as another parser reads them."""

import re
from typing import Any

import hl7  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.intake.hl7v2.framing import texts
from streams.intake.hl7v2.message import Message, message_of

MARKS = "^~\\&"
PLAIN = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters='|"' + MARKS), max_size=6
)
COMPONENT = st.lists(PLAIN, min_size=1, max_size=3).map("&".join)
REPETITION = st.lists(COMPONENT, min_size=1, max_size=7).map("^".join)
FIELD = st.lists(REPETITION, min_size=1, max_size=2).map("~".join)
SEGMENT = st.builds(
    lambda name, fields: "|".join([name, *fields]),
    st.sampled_from(["PID", "OBR", "OBX", "RXA", "ZX1"]),
    st.lists(FIELD, min_size=1, max_size=9),
)
HEADER = r"MSH|^~\&|LAB|WARD|||20260405||ORU^R01|M-1|P|2.5.1"


def parsed(raw: str) -> Message:
    (text,) = texts(raw.encode())
    return message_of(text)


def oracle(raw: str) -> Any:  # noqa: ANN401  the other parser has no types
    return hl7.parse(raw)


def escaped(text: str) -> str:
    marks = {"|": "F", "^": "S", "~": "R", "\\": "E", "&": "T"}
    return "".join(f"\\{marks[each]}\\" if each in marks else each for each in text)


@given(st.lists(SEGMENT, max_size=6))
def test_another_parser_reads_the_same_fields(segments: list[str]) -> None:
    raw = "".join(f"{segment}\r" for segment in (HEADER, *segments))
    ours = parsed(raw).segments
    theirs = oracle(raw)
    assert [segment.name for segment in ours] == [str(segment[0]) for segment in theirs]
    for segment, other in zip(ours[1:], list(theirs)[1:], strict=True):
        for number in range(1, 12):
            assert segment.raw(number) == (str(other[number]) if number < len(other) else "")


@given(SEGMENT)
def test_another_parser_reads_the_same_components(line: str) -> None:
    raw = f"{HEADER}\r{line}\r"
    segment = parsed(raw).segments[1]
    theirs = oracle(raw)
    for number in range(1, len(line.split("|"))):
        for component in range(1, 8):
            try:
                expected = theirs.extract_field(segment.name, 1, number, 1, component, 1)
            except (IndexError, LookupError):
                expected = ""
            assert segment.text(number, component) == (expected or "").strip()


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=30))
def test_an_escaped_text_is_that_text(text: str) -> None:
    segment = parsed(f"{HEADER}\rNTE|1|{escaped(text)}|x\r").segments[1]
    assert segment.text(2) == ("" if text.strip() == '""' else text.strip())


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r"a\F\b\S\c\T\d\R\e\E\f", "a|b^c&d~e\\f"),
        (r"\X41\\X4a4B\ ", "AJK"),
        (r"\XC3A4\ ", "ä"),
        (r"one\.br\two", "one\ntwo"),
        (r"\H\bold\N\ ", "bold"),
        (r"\Zxx\ kept", r"\Zxx\ kept"),
        (r"\Z03BC\mol/L", "\u03bcmol/L"),
        (r"\ZD800\x", "?x"),
        (r"\X4\ kept", r"\X4\ kept"),
        (r"C:\temp", r"C:\temp"),
        (r"a\F", r"a\F"),
    ],
)
def test_escapes(written: str, text: str) -> None:
    assert parsed(f"{HEADER}\rNTE|1|{written}|x\r").segments[1].text(2) == text


def test_places_are_counted_by_name() -> None:
    message = parsed(f"{HEADER}\rOBX|9|x\rNTE|1\rOBX|7|y\r")
    assert [segment.place(5) for segment in message.segments if segment.name == "OBX"] == ["OBX[1].5", "OBX[2].5"]
    assert message.segments[0].text(9, 2) == "R01"
    assert message.segments[0].raw(2) == MARKS


@given(st.lists(SEGMENT, min_size=1, max_size=4), st.sampled_from(["\r", "\n", "\r\n"]), st.permutations("!#$%*"))
def test_delimiters_and_line_ends_change_nothing(segments: list[str], end: str, marks: list[str]) -> None:
    plain = [re.sub(r"[!#$%*]", "x", segment) for segment in (HEADER, *segments)]
    swap = str.maketrans("|^~\\&", "".join(marks))
    one = parsed("".join(f"{segment}\r" for segment in plain))
    other = parsed("".join(f"{segment.translate(swap)}{end}" for segment in plain))
    for ours, theirs in zip(one.segments[1:], other.segments[1:], strict=True):
        for number in range(1, 10):
            assert ours.components(ours.raw(number).split("~")[0]) == theirs.components(
                theirs.raw(number).split(marks[2])[0]
            )
