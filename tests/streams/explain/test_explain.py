"""`natwatch explain`: a patient's story as lines and as a page, and the rates of a clinic."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from models.policy import Policy
from streams.cli import main
from streams.explain.page import page_of
from streams.explain.story import story_of
from streams.replay.run import Replay
from tests.patience import SOON_S

HOSTILE = "<script>document.body.id='taken'</script>"


def event(kind: str, number: int, at: str, /, **fields: object) -> dict[str, Any]:
    return {"type": kind, "event_id": f"e{number}", "patient_id": "p1", "occurred_at": at, **fields}


def alt(number: int, at: str, value: int, **fields: object) -> dict[str, Any]:
    result = {"result_id": f"r{number}", "status": "final", "analyte": "alt", "value": value, "unit": "U/L"}
    return event("lab-result", number, at, **result, **fields)


STORY = [
    event("therapy-started", 1, "2026-01-01T08:00:00Z"),
    alt(2, "2026-01-02T08:00:00Z", 120),
    alt(3, "2026-01-03T08:00:00Z", 30),
    event("infusion-started", 4, "2026-01-04T08:00:00Z", infusion_id=HOSTILE, route="iv-bolus"),
]


def run(folder: Path, events: list[dict[str, Any]], *options: str) -> Result:
    file = folder / "events.jsonl"
    file.write_text("".join(json.dumps(each) + "\n" for each in events))
    return CliRunner().invoke(main, ["explain", str(file), *options])


def test_the_story_tells_what_was_known_and_what_began_and_ended_and_why(tmp_path: Path) -> None:
    lines = [line.split(maxsplit=2) for line in run(tmp_path, STORY, "--patient", "p1").stdout.splitlines()]

    about_liver = [(at, what) for at, what, text in lines if "liver-uln" in text or "lab-result" in text]
    assert about_liver == [
        ("2026-01-02T08:00:00Z", "event"),
        ("2026-01-02T08:00:00Z", "began"),
        ("2026-01-02T08:00:00Z", "alert"),
        ("2026-01-03T08:00:00Z", "event"),
        ("2026-01-03T08:00:00Z", "ended"),
        ("2026-01-03T08:00:00Z", "alert"),
    ]
    began = next(text for _, what, text in lines if what == "began" and "liver-uln" in text)
    assert "ALT 120 U/L is 3.0 × ULN (40 U/L by policy)" in began


def test_on_a_terminal_brackets_in_a_name_are_shown_as_they_were_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "200")
    started = event("infusion-started", 1, "2026-01-04T08:00:00Z", infusion_id="[/x]", route="iv-infusion")

    result = run(tmp_path, [started], "--patient", "p1")

    assert result.exit_code == 0
    assert "infusion id [/x]" in result.stdout


def test_a_patient_of_whom_nothing_is_known(tmp_path: Path) -> None:
    result = run(tmp_path, STORY, "--patient", "somebody else")

    assert result.exit_code == 1
    assert "nothing is known" in result.stderr


def test_nobody_asked_for(tmp_path: Path) -> None:
    assert run(tmp_path, STORY).exit_code == 2


def test_the_page_shows_its_bars_and_what_was_sent_cannot_act_in_it(tmp_path: Path) -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is not installed")
    page = tmp_path / "story.html"
    run(tmp_path, STORY, "--patient", "p1", "--html", str(page))

    quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    command = [chromium, *quiet, f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", page.as_uri()]
    dom = subprocess.run(command, capture_output=True, text=True, timeout=SOON_S, check=True).stdout

    assert 'id="taken"' not in dom
    assert "&lt;script&gt;" in dom
    assert dom.count('class="bar ') >= 4
    assert dom.count('class="mark ') >= 3
    assert "http" not in dom.replace("http-equiv", "")


def test_the_rates_of_a_clinic(tmp_path: Path) -> None:
    reaction = {"symptom": "urticaria", "severity": "severe"}
    positive = {"result_id": "r", "status": "final", "analyte": "natalizumab-antibody", "finding": "positive"}
    clinic = [
        *({**event("therapy-started", 1, "2026-01-01T00:00:00Z"), "patient_id": f"p{number}"} for number in range(4)),
        event("reaction-observed", 2, "2026-01-02T00:00:00Z", **reaction),
        event("lab-result", 3, "2026-01-02T00:00:00Z", **positive),
        {
            **event("condition-started", 4, "2026-01-02T00:00:00Z", condition_id="c", kind="infection"),
            "patient_id": "p2",
        },
        {**event("reaction-observed", 5, "2026-01-02T00:00:00Z", **reaction), "patient_id": "never treated"},
    ]

    result = run(tmp_path, clinic, "--cohort", "--until", "2026-07-01T00:00:00Z")

    assert "4 patients" in result.stdout
    assert result.stdout.count("25.0% (1)") == 2
    assert "0.0% (0)" in result.stdout


def test_the_policy_of_the_log_is_the_one_that_explains(tmp_path: Path) -> None:
    policy = Policy.parse("[liver]\nsuspend_multiple = 5")
    changed = {"partition": 0, "partitions": 1, "policy": policy.values(), "policy_version": policy.version}
    line = {"type": "policy-changed", "accepted_at": "2026-01-01T00:00:00Z", **changed}

    told = run(tmp_path, [line, *STORY], "--patient", "p1").stdout

    assert "lab-result" in told
    assert "liver-uln" not in told


def test_a_rule_that_fails_is_named_and_the_rest_of_the_story_is_told() -> None:
    broken = Policy().model_copy(update={"edss": None})
    lines = [json.dumps(each).encode() for each in STORY]
    failed: list[tuple[str, str]] = []

    def complain(rule: str, patient_id: str) -> None:
        failed.append((rule, patient_id))

    story = story_of("p1", Replay([("events", lines)], policy=broken), lambda _refused: None, complain)

    assert story is not None
    assert set(failed) == {("edss-overdue", "p1")}
    assert story.failed == {"edss-overdue"}
    assert {"liver-uln", "prohibited-route"} <= {finding.rule for finding in story.findings}
    assert "edss-overdue" in page_of(story)


def test_antibodies_persist_by_the_policy_of_the_log(tmp_path: Path) -> None:
    policy = Policy.parse('[antibody]\npersistence = "10 days"')
    changed = {"partition": 0, "partitions": 1, "policy": policy.values(), "policy_version": policy.version}
    line = {"type": "policy-changed", "accepted_at": "2026-01-01T00:00:00Z", **changed}
    positive = {"status": "final", "analyte": "natalizumab-antibody", "finding": "positive"}
    story = [
        STORY[0],
        *(
            event("lab-result", number, f"2026-01-{number:02}T08:00:00Z", result_id=f"r{number}", **positive)
            for number in (10, 20)
        ),
    ]

    assert rate(run(tmp_path, story, "--cohort"), "persistent") == "0.0% (0)"
    assert rate(run(tmp_path, [line, *story], "--cohort"), "persistent") == "100.0% (1)"


def rate(told: Result, what: str) -> str:
    """The rate of that name, as the table has it."""
    return next(line for line in told.stdout.splitlines() if line.startswith(f"│ {what}")).split("│")[2].strip()
