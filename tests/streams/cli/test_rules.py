"""`natwatch rules`: every rule as a pharmacist reads it, with the numbers in force."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from alerts.judge import Judge
from models.policy import Policy
from streams.cli import main
from streams.rulebook import Entry, entries
from tests.house.tree import ROOT

NAMES = sorted(Judge(Policy()).authorities)


def rules(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["rules", *arguments], env={"COLUMNS": "200"})


def test_there_are_44_rules_and_all_are_listed() -> None:
    result = rules("--format", "json")
    assert result.exit_code == 0
    assert [entry["rule"] for entry in json.loads(result.stdout)] == NAMES
    assert len(NAMES) == 44


def test_one_rule_is_told_with_the_values_in_force(tmp_path: Path) -> None:
    site = tmp_path / "site.toml"
    site.write_text("[liver]\nsevere_multiple = 8\n[limits.ast]\nunit = 'ukat/L'\nupper = 0.6\n")
    result = rules("liver-uln", "--policy", str(site), "--format", "json")
    (told,) = json.loads(result.stdout)
    assert told["policy"] == {
        "liver.suspend_multiple": "3",
        "liver.severe_multiple": "8",
        "limits.alt": "unit U/L; upper 40",
        "limits.ast": "unit ukat/L; upper 0.6",
        "therapy.lapse": "180 days",
    }
    assert told["authority"].startswith("Precautions for Natalizumab Administration, Liver function")


@pytest.mark.parametrize("entry", entries(Policy()), ids=lambda entry: entry.rule)
def test_nothing_is_left_unsaid_about_a_rule(entry: Entry) -> None:
    assert all([entry.claim, entry.source, entry.begins, entry.ends, entry.asks_for, entry.missing_data])
    assert entry.asks_for.split()[0].strip(";,") in {"critical", "warning", "info"}


@pytest.mark.parametrize("entry", entries(Policy()), ids=lambda entry: entry.rule)
def test_every_value_that_is_named_is_one_of_the_policy(entry: Entry) -> None:
    unset = {key for key, value in entry.policy.items() if value == "not set"}
    assert all(key.startswith("limits.") for key in unset)


def test_a_value_that_no_site_has_set_is_said_not_to_be_set() -> None:
    (told,) = json.loads(rules("thyroid-abnormal", "--format", "json").stdout)
    assert told["policy"] == {"limits.tsh": "not set", "limits.free-t4": "not set"}


def test_a_table_shows_every_rule() -> None:
    assert all(name in rules("--format", "table").stdout for name in NAMES)


def test_one_rule_is_shown_line_by_line() -> None:
    shown = rules("relapse", "--format", "table").stdout.splitlines()
    assert shown[0] == "relapse"
    assert shown[-2:] == ["relapse.shown = 90 days", "relapse.again_within = 1 year"]
    assert rules("mri-activity", "--format", "table").stdout.splitlines()[-1].startswith("Missing data: ")


def test_what_is_no_rule_is_wrong_usage() -> None:
    result = rules("liver")
    assert result.exit_code == 2
    assert "there is no rule 'liver'; did you mean liver-baseline-missing or liver-overdue or" in result.stderr
    assert "did you mean hypersensitivity?" in rules("hypersensitvity").stderr
    assert "`natwatch rules` lists them" in rules("xyz").stderr


def test_what_no_person_reads_is_markdown() -> None:
    assert rules("relapse").stdout.startswith("## relapse\n\n")


def test_a_program_is_told_severities_and_effects_apart() -> None:
    (told,) = json.loads(rules("antibody-screen-missed", "--format", "json").stdout)
    assert (told["severities"], told["effects"], told["on_therapy"]) == (
        ["critical", "warning", "info"],
        ["schedule"],
        True,
    )
    (told,) = json.loads(rules("hypersensitivity", "--format", "json").stdout)
    assert (told["severities"], told["effects"], told["on_therapy"]) == (
        ["critical"],
        ["stop-infusion", "hold-therapy"],
        False,
    )


def test_the_rulebook_in_the_tree_is_what_is_printed() -> None:
    assert (ROOT / "deploy" / "rulebook.md").read_text().endswith("\n\n" + rules("--format", "markdown").stdout)
