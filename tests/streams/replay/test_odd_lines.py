"""Lines that are odd, each an event or rejected, and none the end of a replay."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from streams.cli import main
from tests.streams.replay.test_replay_command import alt, revisions, run


@pytest.mark.parametrize(
    "nested", ["[" * 100_000, '{"type": ' * 100_000, '{"type": "time-reached", "a": ' + "[" * 100_000]
)
def test_a_line_nested_however_deep_is_rejected(tmp_path: Path, nested: str) -> None:
    result = run(tmp_path, [nested, alt("e1", "2026-01-01T08:00:00Z", 120)])

    assert [json.loads(line)["reason"] for line in result.stderr.splitlines()] == ["not-json"]
    assert revisions(result, "liver-uln") == [("2026-01-01T08:00:00Z", "p1", "opened")]


@pytest.mark.parametrize(
    "odd", [b'{"\xff": 1}', b'{"type": "time-reached", "\xff": 1}', b'{"\\ud800": 1}', b'{"type": "\xff"}']
)
@pytest.mark.parametrize("size", [1, 3_000_000])
def test_a_line_that_is_no_text_is_rejected_however_long_the_file(tmp_path: Path, odd: bytes, size: int) -> None:
    file = tmp_path / "events.jsonl"
    event = json.dumps(alt("e1", "2026-01-01T08:00:00Z", 120)).encode()
    file.write_bytes(odd + b"\n" + event + b" " * size + b"\n")

    result = CliRunner().invoke(main, ["replay", str(file)])

    (said,) = map(json.loads, result.stderr.splitlines())
    assert (said["line"], said["reason"]) == (1, "unknown-type" if odd.isascii() else "not-json")
    assert revisions(result, "liver-uln") == [("2026-01-01T08:00:00Z", "p1", "opened")]


@pytest.mark.parametrize(
    "written",
    [
        lambda text: "\ufeff" + text,
        lambda text: text[:-1] + ', "comment": "\\ud800"}',
        lambda text: text[:-1] + f', "noise": 1{"0" * 400}.5}}',
    ],
)
def test_an_event_arrives_when_it_was_recorded_however_it_is_written(
    tmp_path: Path, written: Callable[[str], str]
) -> None:
    event = alt("e1", "2026-01-01T08:00:00Z", 120, recorded_at="2026-01-01T09:00:00Z")

    result = run(tmp_path, [written(json.dumps(event))])

    assert result.stderr == ""
    assert revisions(result, "liver-uln") == [("2026-01-01T09:00:00Z", "p1", "opened")]


@pytest.mark.parametrize(
    ("changes", "reason", "where"),
    [
        ({"policy": {"liver": {"suspend_multiple": "three"}}}, "bad-value", "policy"),
        ({"policy": {"a section of another release": {}}}, "bad-value", "policy"),
        ({"policy": {}, "partitions": 0}, "unknown-type", "type"),
        ({"policy": {}, "partition": -1}, "unknown-type", "type"),
        ({"policy": []}, "unknown-type", "type"),
    ],
)
def test_a_policy_of_the_log_that_is_not_sound_is_rejected(
    tmp_path: Path, changes: dict[str, object], reason: str, where: str
) -> None:
    changed = {
        "type": "policy-changed",
        "partition": 0,
        "partitions": 1,
        "policy_version": "1",
        "accepted_at": "2026-01-01T07:00:00Z",
        **changes,
    }

    result = run(tmp_path, [changed, alt("e1", "2026-01-01T08:00:00Z", 120)])

    (said,) = map(json.loads, result.stderr.splitlines())
    assert (said["line"], said["reason"], said["where"]) == (1, reason, where)
    assert revisions(result, "liver-uln") == [("2026-01-01T08:00:00Z", "p1", "opened")]


def test_a_policy_of_the_log_need_not_be_sound_where_another_one_overrides_it(tmp_path: Path) -> None:
    changed = {
        "type": "policy-changed",
        "partition": 0,
        "partitions": 1,
        "policy": {"a section of another release": {}},
        "policy_version": "1",
        "accepted_at": "2026-01-01T07:00:00Z",
    }
    file = tmp_path / "policy.toml"
    file.write_text("")

    result = run(tmp_path, [changed, alt("e1", "2026-01-01T08:00:00Z", 120)], "--policy", str(file))

    assert result.stderr == ""
    assert revisions(result, "liver-uln") == [("2026-01-01T08:00:00Z", "p1", "opened")]


def test_only_the_blanks_of_json_may_stand_around_an_event(tmp_path: Path) -> None:
    text = json.dumps(alt("e1", "2026-01-01T08:00:00Z", 120))

    result = run(tmp_path, [f" \t{text}\r", f"\x0c{text}"])

    assert [json.loads(line)["line"] for line in result.stderr.splitlines()] == [2]


def test_a_merge_with_a_field_that_nobody_knows_is_a_merge(tmp_path: Path) -> None:
    merge = {
        "type": "patient-merged",
        "event_id": "m",
        "patient_id": "p2",
        "prior_patient_id": "p1",
        "occurred_at": "2026-01-02T08:00:00Z",
        "accepted_at": "2026-01-02T08:00:00Z",
        "more": True,
    }

    result = run(tmp_path, [alt("e1", "2026-01-01T08:00:00Z", 120), merge])

    assert ("2026-01-02T08:00:00Z", "p2", "opened") in revisions(result, "liver-uln")
