"""`natwatch replay --policy NEW --against OLD`: what another policy would change, before anybody is paged by it."""

import json
from pathlib import Path
from typing import Any

import click
from click.testing import CliRunner, Result

from streams.cli import main

BEGUN: dict[str, Any] = {"type": "therapy-started", "event_id": "b", "occurred_at": "2026-01-01T00:00:00Z"}
OLD = "[infusion]\nclose_after = '4 h'"


def alt(event: str, at: str, value: int) -> dict[str, Any]:
    result = {"type": "lab-result", "result_id": event, "status": "final", "analyte": "alt", "value": value}
    return {**result, "event_id": event, "occurred_at": at, "unit": "U/L"}


RISING = [BEGUN, alt("a1", "2026-01-05T08:00:00Z", 90), alt("a2", "2026-01-06T08:00:00Z", 30)]
HIGHER = [*RISING, alt("a3", "2026-01-07T08:00:00Z", 90), alt("a4", "2026-01-08T08:00:00Z", 300)]


def compare(
    folder: Path, events: list[dict[str, Any]], new: str, *options: str, standard_input: bool = False
) -> Result:
    old_file, new_file, file = folder / "old.toml", folder / "new.toml", folder / "events.jsonl"
    old_file.write_text(OLD)
    new_file.write_text(new)
    lines = "".join(json.dumps({"patient_id": "p1", **event}) + "\n" for event in events)
    file.write_text(lines)
    command: click.Command = main
    policies = ["--policy", str(new_file), "--against", str(old_file)]
    source = "-" if standard_input else str(file)
    return CliRunner().invoke(command, ["replay", source, *policies, *options], input=lines if standard_input else None)


def said(result: Result, rule: str) -> list[dict[str, Any]]:
    found = [json.loads(line) for line in result.stdout.splitlines()]
    return [each for each in found if each["rule"] == rule]


def test_an_alert_that_only_the_new_policy_gives_is_added(tmp_path: Path) -> None:
    [added] = said(compare(tmp_path, RISING, "[liver]\nsuspend_multiple = 2"), "liver-uln")

    assert added == {
        "difference": "added",
        "patient_id": "p1",
        "rule": "liver-uln",
        "subject": "alt",
        "before": None,
        "after": {
            "severity": "critical",
            "opened_at": "2026-01-05T08:00:00Z",
            "resolved_at": "2026-01-06T08:00:00Z",
            "pages": 1,
            "summary": "ALT 90 U/L is 2.2 × ULN (40 U/L by policy)",
        },
    }


def test_an_alert_that_only_the_old_policy_gave_is_removed(tmp_path: Path) -> None:
    [removed] = said(compare(tmp_path, HIGHER, "[liver]\nsuspend_multiple = 9"), "liver-uln")

    assert (removed["difference"], removed["after"]) == ("removed", None)
    assert removed["before"]["resolved_at"] is None


def test_an_alert_that_opens_at_another_time_is_changed_and_one_apart_from_it_is_added(tmp_path: Path) -> None:
    apart, earlier = said(compare(tmp_path, HIGHER, "[liver]\nsuspend_multiple = 2"), "liver-uln")

    assert (apart["difference"], apart["after"]["opened_at"]) == ("added", "2026-01-05T08:00:00Z")
    assert earlier["difference"] == "changed"
    assert earlier["before"]["opened_at"] == "2026-01-08T08:00:00Z"
    assert earlier["after"]["opened_at"] == "2026-01-07T08:00:00Z"


def test_an_alert_that_is_graver_is_changed(tmp_path: Path) -> None:
    sooner = compare(tmp_path, [BEGUN], "[antibody]\nescalate_after = '1 week'", "--until", "2026-04-10T00:00:00Z")
    [graver] = said(sooner, "antibody-screen-missed")

    assert graver["difference"] == "changed"
    assert (graver["before"]["severity"], graver["before"]["pages"]) == ("warning", 1)
    assert (graver["after"]["severity"], graver["after"]["pages"]) == ("critical", 2)


def test_a_policy_that_means_the_same_changes_nothing(tmp_path: Path) -> None:
    result = compare(tmp_path, HIGHER, "[infusion]\nclose_after = '240 min'")

    assert (result.exit_code, result.stdout) == (0, "")


def test_standard_input_is_read_once_and_judged_twice(tmp_path: Path) -> None:
    new = "[liver]\nsuspend_multiple = 2"
    piped = compare(tmp_path, HIGHER, new, standard_input=True)

    assert piped.stdout == compare(tmp_path, HIGHER, new).stdout


def test_a_line_that_is_no_event_is_named_once(tmp_path: Path) -> None:
    result = compare(tmp_path, [*RISING, {"type": "nonsense"}], "[liver]\nsuspend_multiple = 2")

    assert result.stderr.count("unknown-type") == 1


def test_the_table_counts_alerts_and_pages_of_each_rule_under_both(tmp_path: Path) -> None:
    result = compare(tmp_path, HIGHER, "[liver]\nsuspend_multiple = 2", "--format", "table")

    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in result.stdout.splitlines() if "│" in line]
    assert ["liver-uln", "1", "2", "1", "0", "1", "1", "2"] in rows
    assert rows[-1][0] == "all"


def test_against_what_needs_a_policy(tmp_path: Path) -> None:
    policy = tmp_path / "old.toml"
    policy.write_text(OLD)

    assert CliRunner().invoke(main, ["replay", "-", "--against", str(policy)]).exit_code == 2
