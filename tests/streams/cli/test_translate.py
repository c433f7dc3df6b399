"""`natwatch translate`: accepted events out, rejections beside, exit 0."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from streams.cli import main

LAB = (
    '{"type":"lab-result","event_id":"e-1","patient_id":"4711","occurred_at":"2026-03-01T07:00:00+01:00",'
    '"result_id":"r-1","status":"final","analyte":"alt","value":30.0,"unit":"U/L","more":1,'
    '"accepted_at":"2026-03-01T08:00:00Z"}'
)
ACCEPTED = (
    '{"type":"lab-result","event_id":"e-1","patient_id":"4711","occurred_at":"2026-03-01T06:00:00Z",'
    '"result_id":"r-1","version":1,"status":"final","analyte":"alt","value":"30","unit":"U/L"}\n'
)
MESSAGE = (
    "MSH|^~\\&|LIS|H1|NATMON|H1|20260301081500||ORU^R01^ORU_R01|C1|P|2.5.1\r"
    "PID|1||4711^^^H1^MR||TEST^ANNA||19880102|F\r"
    "OBR|1|P1|F1|24325-3^Hepatic panel^LN|||20260301070000|||||||||||||||20260301080000||LAB|F\r"
    "OBX|1|NM|1742-6^ALT^LN||30|U/L|0-45|N|||F|||20260301070000\r"
)


def translate(*arguments: str, given: str = "") -> Result:
    return CliRunner().invoke(main, ["translate", *arguments], input=given)


def rejections(result: Result) -> list[object]:
    return [json.loads(line) for line in result.stderr.splitlines()]


def test_an_accepted_event_is_printed_as_the_log_would_have_it() -> None:
    result = translate("--from", "canonical", "-", given=LAB)
    assert (result.exit_code, result.stdout, result.stderr) == (0, ACCEPTED, "")


def test_what_is_printed_is_accepted_again_unchanged() -> None:
    assert translate("--from", "canonical", "-", given=ACCEPTED * 2).stdout == ACCEPTED * 2


def test_what_is_rejected_is_named_by_file_and_line_and_is_no_error(tmp_path: Path) -> None:
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    first.write_text(f"{LAB}\n\n{LAB.replace('final', 'finall')}\n")
    second.write_bytes(b"\xff\n" + LAB.replace("4711", "").encode() + b"\n" + LAB.encode())
    result = translate("--from", "canonical", str(first), str(second))
    assert result.exit_code == 0
    assert result.stdout == ACCEPTED * 2
    assert rejections(result) == [
        {"file": str(first), "line": 3, "reason": "bad-status", "where": "status"},
        {"file": str(second), "line": 1, "reason": "not-json", "where": ""},
        {"file": str(second), "line": 2, "reason": "no-patient", "where": "patient_id"},
    ]


@pytest.mark.parametrize("internal", ["time-reached", "policy-changed"])
def test_what_only_the_worker_writes_does_not_come_in(internal: str) -> None:
    result = translate("--from", "canonical", "-", given=LAB.replace("lab-result", internal))
    assert rejections(result) == [{"file": "-", "line": 1, "reason": "unknown-type", "where": "type"}]


def test_an_event_of_next_century_is_ahead_of_any_clock() -> None:
    result = translate("--from", "canonical", "-", given=LAB.replace("2026-03-01T07", "2162-03-01T07"))
    assert rejections(result) == [{"file": "-", "line": 1, "reason": "future-time", "where": "occurred_at"}]


def test_a_site_says_in_which_zone_its_hl7_times_are(tmp_path: Path) -> None:
    config = tmp_path / "site.toml"
    config.write_text('[intake]\ntime_zone = "Europe/Berlin"\n')
    result = translate("--from", "hl7v2", "--config", str(config), "-", given=MESSAGE * 2)
    assert result.exit_code == 0
    assert [json.loads(line)["occurred_at"] for line in result.stdout.splitlines()] == ["2026-03-01T06:00:00Z"] * 2
    assert rejections(translate("--from", "hl7v2", "-", given=MESSAGE * 2))[-1] == {
        "file": "-",
        "line": 5,
        "reason": "time-without-zone",
        "where": "OBX[1].14",
    }


@pytest.mark.parametrize("arguments", [["-"], ["--from", "canonical"], ["--from", "xml", "-"]])
def test_a_wrong_call_ends_with_2(arguments: list[str]) -> None:
    assert translate(*arguments).exit_code == 2


def test_a_file_that_cannot_be_read_ends_with_1(tmp_path: Path) -> None:
    assert translate("--from", "canonical", str(tmp_path / "none")).exit_code == 1
