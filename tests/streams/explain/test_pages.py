"""`natwatch explain --pages`: what would have been heard, for the weeks in shadow mode."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from streams.cli import main

BERLIN = '[site]\ntime_zone = "Europe/Berlin"'


def drip(at: str, patient: str = "p1", route: str = "iv-bolus") -> dict[str, Any]:
    infusion = {"type": "infusion-started", "infusion_id": at, "event_id": f"i{at}", "route": route}
    return {**infusion, "patient_id": patient, "occurred_at": at}


def stopped(at: str, start: str, patient: str = "p1") -> list[dict[str, Any]]:
    over = {"patient_id": patient, "infusion_id": start, "occurred_at": at}
    return [
        {**over, "type": "infusion-stopped", "event_id": f"s{at}", "reason": "completed"},
        {**over, "type": "observation-ended", "event_id": f"o{at}", "occurred_at": at[:11] + "23:50:00Z"},
    ]


def heard(folder: Path, events: list[dict[str, Any]], *options: str, policy: str = "") -> Result:
    file, policy_file = folder / "log.jsonl", folder / "policy.toml"
    file.write_text("".join(json.dumps(event) + "\n" for event in events))
    policy_file.write_text(policy)
    command = ["explain", "--pages", str(file), "--policy", str(policy_file), *options]
    return CliRunner().invoke(main, command)


def rows(result: Result) -> dict[str, list[str]]:
    """The numbers of each row: critical, warning, a week, at night, patients."""
    lines = [line.split() for line in result.stdout.splitlines()]
    return {words[0]: words[1:] for words in lines if len(words) == 6 and words[1].isdecimal()}


TWO = [
    drip("2026-03-02T08:00:00Z"),
    *stopped("2026-03-02T10:00:00Z", "2026-03-02T08:00:00Z"),
    drip("2026-03-10T08:00:00Z"),
]


def test_pages_are_counted_by_rule_and_week_the_most_frequent_first(tmp_path: Path) -> None:
    result = heard(tmp_path, TWO, "--until", "2026-03-16T08:00:00Z")

    assert next(iter(rows(result))) == "prohibited-route"
    assert rows(result)["prohibited-route"] == ["2", "0", "1.0", "0", "1"]
    assert rows(result)["infusion-not-closed"] == ["0", "1", "0.5", "0", "1"]
    assert rows(result)["liver-baseline-missing"] == ["0", "1", "0.5", "0", "1"]
    assert rows(result)["all"] == ["2", "3", "2.5", "0", "1"]
    assert "5 pages, 2026-03-02 to 2026-03-16; most on 2026-03-02: 3" in " ".join(result.stdout.split())


@pytest.mark.parametrize(
    ("at", "policy", "nights"),
    [
        ("2026-03-02T21:59:59Z", "", "0"),
        ("2026-03-02T22:00:00Z", "", "1"),
        ("2026-03-03T05:59:59Z", "", "1"),
        ("2026-03-03T06:00:00Z", "", "0"),
        ("2026-03-02T21:00:00Z", BERLIN, "1"),
        ("2026-03-02T05:00:00Z", BERLIN, "0"),
    ],
)
def test_a_night_is_that_of_the_site(tmp_path: Path, at: str, policy: str, nights: str) -> None:
    assert rows(heard(tmp_path, [drip(at)], policy=policy))["prohibited-route"][3] == nights


def test_what_is_for_the_worklist_only_pages_nobody(tmp_path: Path) -> None:
    scored = {"type": "therapy-started", "patient_id": "p1", "event_id": "t", "occurred_at": "2026-03-02T08:00:00Z"}
    result = heard(tmp_path, [scored], "--until", "2026-05-20T08:00:00Z")

    assert "antibody-screen-missed" not in rows(result)
    assert rows(result)["all"][:2] == ["0", "1"]


def test_what_began_before_a_first_filling_does_not_page(tmp_path: Path) -> None:
    result = heard(tmp_path, TWO, "--since", "2026-03-09T00:00:00Z", "--until", "2026-03-16T00:00:00Z")

    assert rows(result)["prohibited-route"] == ["1", "0", "1.0", "0", "1"]
    assert "liver-baseline-missing" not in rows(result)


def test_no_page_at_all(tmp_path: Path) -> None:
    assert rows(heard(tmp_path, [drip("2026-03-02T08:00:00Z")], "--since", "2026-04-01T00:00:00Z")) == {
        "all": ["0", "0", "0.0", "0", "0"]
    }


def test_nothing_to_look_at(tmp_path: Path) -> None:
    result = heard(tmp_path, [])

    assert (result.exit_code, "nothing is known" in result.stderr) == (1, True)


@pytest.mark.parametrize("also", [["--cohort"], ["--patient", "p1"]])
def test_one_thing_at_a_time(tmp_path: Path, also: list[str]) -> None:
    assert heard(tmp_path, TWO, *also).exit_code == 2
