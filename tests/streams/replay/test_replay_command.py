"""`natwatch replay`: files in, alert revisions out, the same bytes every time."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from models.policy import Policy
from streams.cli import main

ALT: dict[str, Any] = {
    "type": "lab-result",
    "patient_id": "p1",
    "status": "final",
    "analyte": "alt",
    "unit": "U/L",
    "reference_high": 40,
}
BAG: dict[str, Any] = {
    "type": "dose-prepared",
    "patient_id": "p1",
    "preparation_id": "bag",
    "dose_mg": 300,
    "diluent": "sodium-chloride-0.9",
    "diluent_volume_ml": 100,
}


def alt(event: str, at: str, value: object, **more: object) -> dict[str, Any]:
    return {**ALT, "event_id": event, "result_id": event, "occurred_at": at, "value": value, **more}


def bag(event: str, at: str, **more: object) -> dict[str, Any]:
    return {**BAG, "event_id": event, "occurred_at": at, **more}


def run(folder: Path, lines: Iterable[object], *options: str) -> Result:
    file = folder / "events.jsonl"
    written = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    file.write_text("".join(f"{line}\n" for line in written))
    command: click.Command = main
    return CliRunner().invoke(command, ["replay", str(file), *options])


def revisions(result: Result, rule: str) -> list[tuple[str, str, str]]:
    alerts = [json.loads(line) for line in result.stdout.splitlines()]
    return [(alert["changed_at"], alert["patient_id"], alert["change"]) for alert in alerts if alert["rule"] == rule]


def test_an_event_arrives_when_it_was_accepted_else_recorded_else_when_it_occurred(tmp_path: Path) -> None:
    result = run(
        tmp_path,
        [
            alt("e1", "2026-01-01T08:00:00Z", 120),
            alt("e2", "2026-01-01T08:00:00Z", 120, patient_id="p2", recorded_at="2026-01-01T09:00:00Z"),
            alt(
                "e3",
                "2026-01-01T08:00:00Z",
                120,
                patient_id="p3",
                recorded_at="2026-01-01T09:00:00Z",
                accepted_at="2026-01-01T10:00:00Z",
            ),
        ],
    )

    assert revisions(result, "liver-uln") == [
        ("2026-01-01T08:00:00Z", "p1", "opened"),
        ("2026-01-01T09:00:00Z", "p2", "opened"),
        ("2026-01-01T10:00:00Z", "p3", "opened"),
    ]


def test_a_clock_never_goes_back_and_is_the_patients_own(tmp_path: Path) -> None:
    result = run(
        tmp_path,
        [
            alt("e1", "2026-01-02T08:00:00Z", 20),
            alt("e2", "2026-01-01T08:00:00Z", 120),
            alt("e3", "2026-01-01T08:00:00Z", 120, patient_id="p2"),
            alt("e4", "2026-01-03T08:00:00Z", 121),
        ],
    )

    assert revisions(result, "liver-uln") == [
        ("2026-01-01T08:00:00Z", "p2", "opened"),
        ("2026-01-03T08:00:00Z", "p1", "opened"),
    ]


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        ("2026-01-01T15:59:59Z", []),
        ("2026-01-01T16:00:00Z", [("2026-01-01T16:00:00Z", "p1", "opened")]),
        ("2026-01-02T08:00:00+00:00", [("2026-01-01T16:00:00Z", "p1", "opened")]),
    ],
)
def test_clocks_run_on_to_until_and_a_deadline_at_until_falls(
    tmp_path: Path, until: str, expected: list[tuple[str, str, str]]
) -> None:
    result = run(tmp_path, [bag("e1", "2026-01-01T08:00:00Z")], "--until", until)

    assert revisions(result, "dilution-expired") == expected


def test_without_until_clocks_run_on_to_the_latest_arrival_of_all(tmp_path: Path) -> None:
    result = run(tmp_path, [bag("e1", "2026-01-01T08:00:00Z"), alt("e2", "2026-01-01T16:00:00Z", 20, patient_id="p2")])

    assert revisions(result, "dilution-expired") == [("2026-01-01T16:00:00Z", "p1", "opened")]


def test_arrivals_after_until_are_left_out(tmp_path: Path) -> None:
    result = run(tmp_path, [alt("e1", "2026-01-03T08:00:00Z", 120)], "--until", "2026-01-02T00:00:00Z")

    assert result.stdout == ""
    assert result.exit_code == 0


def test_rejected_lines_go_to_standard_error_with_their_place_and_are_no_error(tmp_path: Path) -> None:
    result = run(
        tmp_path,
        [
            alt("e1", "2026-01-01T08:00:00Z", 120),
            "",
            "nonsense",
            alt("e2", "2026-01-01T08:00:00", 120),
            alt("e3", "2026-01-01T08:00:00Z", "5,4"),
        ],
    )

    assert [json.loads(line) for line in result.stderr.splitlines()] == [
        {"file": str(tmp_path / "events.jsonl"), "line": 3, "reason": "not-json", "where": ""},
        {"file": str(tmp_path / "events.jsonl"), "line": 4, "reason": "time-without-zone", "where": "occurred_at"},
        {"file": str(tmp_path / "events.jsonl"), "line": 5, "reason": "bad-number", "where": "value"},
    ]
    assert result.exit_code == 0


def test_an_event_far_ahead_of_its_arrival_is_rejected(tmp_path: Path) -> None:
    ahead = [
        alt("e1", "2026-01-01T08:05:00Z", 120, recorded_at="2026-01-01T08:00:00Z"),
        alt("e2", "2026-01-01T08:05:00.000001Z", 120, recorded_at="2026-01-01T08:00:00Z"),
    ]

    result = run(tmp_path, ahead)

    assert [json.loads(line)["reason"] for line in result.stderr.splitlines()] == ["future-time"]


def test_lines_of_the_log_are_read_as_well(tmp_path: Path) -> None:
    policy = Policy.parse("[liver]\nsuspend_multiple = 5")
    changed = {
        "type": "policy-changed",
        "partition": 0,
        "partitions": 1,
        "policy": policy.values(),
        "policy_version": policy.version,
        "accepted_at": "2026-01-02T00:00:00Z",
    }
    reached = {
        "type": "time-reached",
        "patient_id": "p2",
        "due": "2026-01-01T16:00:00Z",
        "accepted_at": "2026-01-01T16:00:00Z",
    }
    log = [alt("e1", "2026-01-01T08:00:00Z", 120), bag("e2", "2026-01-01T08:00:00Z", patient_id="p2"), reached, changed]

    result = run(tmp_path, log)

    assert revisions(result, "liver-uln") == [
        ("2026-01-01T08:00:00Z", "p1", "opened"),
        ("2026-01-02T00:00:00Z", "p1", "resolved"),
    ]
    assert json.loads(result.stdout.splitlines()[-1])["reason"] == "policy-changed"
    assert revisions(result, "dilution-expired") == [("2026-01-01T16:00:00Z", "p2", "opened")]
    assert result.stderr == ""


def test_a_policy_of_the_command_line_overrides_those_of_the_log(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text("[liver]\nsuspend_multiple = 5")

    result = run(tmp_path, [alt("e1", "2026-01-01T08:00:00Z", 120)], "--policy", str(file))

    assert result.stdout == ""


def test_same_input_same_bytes(tmp_path: Path) -> None:
    lines = [bag("e1", "2026-01-01T08:00:00Z"), alt("e2", "2026-01-01T09:00:00Z", 400)]

    assert run(tmp_path, lines).stdout_bytes == run(tmp_path, lines).stdout_bytes


@pytest.mark.parametrize("options", [["--until", "yesterday"], ["--format", "xml"], ["--policy", "missing.toml"]])
def test_wrong_usage(tmp_path: Path, options: list[str]) -> None:
    assert run(tmp_path, [], *options).exit_code == 2


def test_a_file_that_is_not_there() -> None:
    result = CliRunner().invoke(main, ["replay", "missing.jsonl"])

    assert result.exit_code == 1
    assert "missing.jsonl" in result.stderr


def test_standard_input() -> None:
    text = json.dumps(alt("e1", "2026-01-01T08:00:00Z", 120))

    result = CliRunner().invoke(main, ["replay", "-"], input=text)

    assert revisions(result, "liver-uln") == [("2026-01-01T08:00:00Z", "p1", "opened")]


def test_a_table_to_read(tmp_path: Path) -> None:
    result = run(tmp_path, [alt("e1", "2026-01-01T08:00:00Z", 120)], "--format", "table")

    assert "opened" in result.stdout
