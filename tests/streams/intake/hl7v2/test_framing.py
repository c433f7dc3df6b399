"""One message or many, wrapped, cut or damaged: which messages a value holds, and how their bytes are read."""

import pytest

from tests.streams.intake.hl7v2.written import (
    BERLIN,
    OBR,
    PID,
    ignored,
    message,
    obx,
    only,
    read,
    refused,
    said,
)

PLAIN = message(PID, OBR, obx("33"))
ALT_33 = {"analyte": "alt", "value": "33", "unit": "U/L", "status": "final", "patient_id": "P-77"}


@pytest.mark.parametrize(
    "raw",
    [
        PLAIN.encode(),
        b"\xef\xbb\xbf" + PLAIN.encode(),
        b"\x0b" + PLAIN.encode() + b"\x1c\r",
        PLAIN.replace("\r", "\n").encode(),
        PLAIN.replace("\r", "\r\n").encode(),
        PLAIN.replace("\r", "\r\r").encode(),
        PLAIN.rstrip("\r").encode(),
        b"\x0b" + PLAIN.rstrip("\r").encode() + b"\x1c\r",
    ],
    ids=["plain", "bom", "mllp", "lf", "crlf", "blank lines", "no last cr", "mllp without last cr"],
)
def test_one_message_however_it_is_wrapped(raw: bytes) -> None:
    event = only(read(raw))
    assert {**event, **ALT_33} == event
    assert event["occurred_at"] == "2026-04-05T06:30:00Z"


def test_a_declared_character_set_is_used() -> None:
    text = message(PID.replace("NEMO", "Øre"), OBR, obx("0.7", "µkat/L", "<0,8")).replace(
        "|P|2.5.1", "|P|2.5.1||||||8859/1"
    )
    event = only(read(text.encode("latin-1")))
    assert (event["value"], event["unit"], event["reference_high"]) == ("0.7", "µkat/L", "0.8")


def test_japanese_shifts_are_decoded_before_anything_is_split() -> None:
    named = PID.replace("NEMO^NOBODY", "患者^太郎~患者^花子")
    text = message(named, OBR, obx("33")).replace("|P|2.5.1", "|P|2.5.1||||||~ISO IR87")
    assert only(read(text.encode("iso2022_jp")))["value"] == "33"


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_message_may_be_in_utf_16(codec: str) -> None:
    text = message(PID.replace("NEMO", "Ørsted"), OBR, obx("0.7", "µkat/L")).replace(
        "|P|2.5.1", "|P|2.5.1||||||UNICODE UTF-16"
    )
    event = only(read(text.encode(codec)))
    assert (event["value"], event["unit"]) == ("0.7", "µkat/L")


def test_undeclared_bytes_do_not_matter_where_nothing_is_read() -> None:
    raw = message(PID.replace("NEMO", "Ã"), OBR, obx("33")).encode("latin-1")
    assert only(read(raw))["value"] == "33"


def test_a_patient_whose_number_cannot_be_read_is_nobody() -> None:
    raw = message(PID.replace("P-77", "P-7Ä"), OBR, obx("33")).encode("latin-1")
    assert refused(read(raw)) == [("bad-value", "PID[1].3")]


def test_a_repetition_separator_outside_ascii_is_refused() -> None:
    raw = PLAIN.replace("^~\\&", "^˜\\&").encode()
    assert refused(read(raw)) == [("bad-delimiters", "MSH[1].2")]


def test_other_delimiters_are_read_as_declared() -> None:
    swapped = PLAIN.translate(str.maketrans("|^", "!*"))
    event = only(read(swapped))
    assert {**event, **ALT_33} == event


def test_a_fifth_delimiter_is_the_truncation_character_of_later_versions() -> None:
    assert only(read(PLAIN.replace("^~\\&", "^~\\&#")))["value"] == "33"


@pytest.mark.parametrize("declared", ["^~\\", "^^\\&", "^~\\&#$", "^~ &", "^~\\|", "abcd"])
def test_delimiters_that_cannot_be_are_refused(declared: str) -> None:
    assert [reason for reason, _ in refused(read(PLAIN.replace("^~\\&", declared)))] == ["bad-delimiters"]


def test_every_message_of_a_value_counts() -> None:
    two = message(PID, OBR, obx("33"), control="M-1") + message(PID, OBR, obx("910"), control="M-2")
    first, second = said(read(two))
    assert [first["value"], second["value"]] == ["33", "910"]
    assert first["result_id"] == second["result_id"]
    assert first["event_id"] != second["event_id"]


def test_a_batch_is_its_messages() -> None:
    batch = "FHS|^~\\&|LAB\rBHS|^~\\&|LAB\r" + PLAIN + PLAIN + "BTS|2\rFTS|1\r"
    decoded = read(batch)
    assert len(decoded.accepted) == 2
    assert [each.code for each in decoded.ignored] == ["FHS", "BHS", "BTS", "FTS"]


@pytest.mark.parametrize("end", ["OBX|1|NM|1742-6^ALT^L", "OBX|1|NM|1742-6^ALT^LN||33|U/L|0-4", "OB", "OBX"])
def test_a_message_that_ends_too_early_is_truncated(end: str) -> None:
    cut = message(PID, OBR) + end
    assert [reason for reason, _ in refused(read(cut))] == ["truncated"]


def test_a_time_that_was_cut_is_not_believed() -> None:
    whole = message(PID, OBR, obx("33", time="20260405070000+0200"))
    assert only(read(whole.rstrip("\r")))["occurred_at"] == "2026-04-05T05:00:00Z"
    assert refused(read(whole[:-10])) == [("truncated", "OBX[1].14")]


def test_a_time_with_an_offset_is_whole_however_exact_others_are() -> None:
    whole = message(PID, OBR, obx("33", time="20260405070000+0200"), sent="20260405102000.1234+0200")
    assert only(read(whole.rstrip("\r")))["occurred_at"] == "2026-04-05T05:00:00Z"


def test_a_time_to_the_minute_is_whole_where_no_time_has_an_offset() -> None:
    whole = message(PID, "OBR|1||FI-1|x|||20260405083000", obx("33", time="202604050701"), sent="20260405102000")
    assert only(read(whole.rstrip("\r"), BERLIN))["occurred_at"] == "2026-04-05T05:01:00Z"
    assert refused(read(whole[:-3], BERLIN)) == [("truncated", "OBX[1].14")]


def test_what_is_not_ours_is_passed_over_at_the_end_too() -> None:
    potassium = "OBX|1|NM|2823-3^Potassium^LN||4.1"
    assert ignored(read(message(PID, OBR, potassium).rstrip("\r"))) == [("unmapped-code", "2823-3")]
    assert refused(read(message(PID, OBR, potassium[:-5]).rstrip("\r"))) == [("truncated", "OBX[1].4")]


def test_what_came_before_the_cut_is_kept() -> None:
    decoded = read(message(PID, OBR, obx("33")) + "OBX|2|NM|1920-8^AST^LN||4")
    assert [event.value for event in decoded.accepted if event.type == "lab-result"] == [33]  # type: ignore[attr-defined]
    assert [each.reason.value for each in decoded.rejected] == ["truncated"]


@pytest.mark.parametrize(
    "raw", [b"", b"   ", b"\r\n\r\n", b"MSH", b"{}", b"PID|1||4711\r", b"\x00" * 50, b"\xff\xfeM\x00S\x00H\x00"]
)
def test_what_is_no_message_has_bad_delimiters(raw: bytes) -> None:
    assert [reason for reason, _ in refused(read(raw))] in (["bad-delimiters"], ["truncated"])


def test_more_than_a_mebibyte_is_too_large() -> None:
    assert refused(read(b"M" * ((1 << 20) + 1))) == [("too-large", "")]


def test_stray_text_before_a_message_is_not_passed_over() -> None:
    decoded = read("# sent by hand\r" + PLAIN)
    assert len(decoded.accepted) == 1
    assert [each.reason.value for each in decoded.rejected] == ["bad-delimiters"]


def test_a_line_that_is_no_segment_is_not_passed_over() -> None:
    decoded = read(message(PID, OBR, "obx|1|NM|1742-6^ALT^LN||910|U/L|0-45||||F", obx("33")))
    assert [(each.reason.value, each.where) for each in decoded.rejected] == [("bad-value", "line[4]")]
    assert len(decoded.accepted) == 1


def test_a_time_that_goes_on_in_a_line_of_its_own_is_not_believed() -> None:
    whole = message(PID, OBR, obx("33", time="20260405070000+0200"), obx("34")).replace("\r", "\n")
    decoded = read(whole.replace("0405070000", "0405\n070000"))
    assert [(each.reason.value, each.where) for each in decoded.rejected] == [
        ("bad-value", "line[5]"),
        ("truncated", "OBX[1].14"),
    ]
    assert [event.value for event in decoded.accepted if event.type == "lab-result"] == [34]  # type: ignore[attr-defined]


def test_a_line_feed_within_a_field_is_text() -> None:
    decoded = read(message(PID, OBR, obx("33"), "NTE|1||two\nlines"))
    assert only(decoded)["value"] == "33"


@pytest.mark.parametrize(
    ("trailers", "missing"),
    [
        ("BTS|2\rFTS|1\r", []),
        ("BTS|\rFTS\r", []),
        ("BTS|two\r", []),
        ("BTS|3\rFTS|1\r", ["BTS[1].1"]),
        ("BTS|2\rFTS|2\r", ["FTS[1].1"]),
        ("BTS|1\r", ["BTS[1].1"]),
    ],
)
def test_a_batch_of_which_messages_are_missing_says_so(trailers: str, missing: list[str]) -> None:
    decoded = read("FHS|^~\\&|LAB\rBHS|^~\\&|LAB\r" + PLAIN + PLAIN + trailers)
    assert len(decoded.accepted) == 2
    assert [(each.reason.value, each.where) for each in decoded.rejected] == [("truncated", where) for where in missing]


def test_each_batch_of_a_file_is_counted_by_itself() -> None:
    batch = "BHS|^~\\&|LAB\r" + PLAIN + "BTS|1\r"
    assert not read("FHS|^~\\&|LAB\r" + batch + batch + "FTS|2\r").rejected


@pytest.mark.parametrize(("count", "missing"), [("1", []), ("", []), ("2", ["FTS[1].1"]), ("0", ["FTS[1].1"])])
def test_a_file_of_one_batch_needs_no_header_of_it(count: str, missing: list[str]) -> None:
    decoded = read("FHS|^~\\&|LAB\r" + PLAIN + PLAIN + f"FTS|{count}\r")
    assert len(decoded.accepted) == 2
    assert [each.where for each in decoded.rejected] == missing


def test_an_empty_file_has_no_batch() -> None:
    assert ignored(read("FHS|^~\\&|LAB\rFTS|0\r")) == [("unsupported", "FHS"), ("unsupported", "FTS")]


@pytest.mark.parametrize("name", ["SHIFT_JIS", "SJIS", "Windows-31J"])
def test_a_letter_whose_bytes_hold_a_delimiter_delimits_nothing(name: str) -> None:
    # The second byte of the second letter is that of "|".
    named = PID.replace("NEMO", "\N{KATAKANA LETTER NE}\N{KATAKANA LETTER PO}")
    text = message(named, OBR, obx("33")).replace("|P|2.5.1", f"|P|2.5.1||||||{name}")
    assert b"\x83|" in text.encode("cp932")
    assert only(read(text.encode("cp932")))["value"] == "33"
