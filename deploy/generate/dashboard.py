"""Writes the Grafana dashboard: `python deploy/generate/dashboard.py FOLDER`."""

import json
import sys
from itertools import count
from pathlib import Path
from typing import Final, NamedTuple

WIDE: Final = 24
HEIGHT: Final = 7
SOURCE: Final = {"type": "prometheus", "uid": "${source}"}
RATE: Final = "[$__rate_interval]"


class Panel(NamedTuple):
    """One picture: its title, what it shows with the legend of each line, the unit, and its width of 24."""

    title: str
    shown: dict[str, str]
    unit: str = "short"
    width: int = 8
    kind: str = "timeseries"


def rate(metric: str, by: str) -> str:
    """How fast a counter grows, over all workers."""
    return f"sum by ({by}) (rate({metric}{RATE}))"


def age(metric: str, by: str = "") -> str:
    """How long ago an instant was, by the newest that any worker knows."""
    return f"time() - max{f' by ({by})' if by else ''} ({metric})"


ROWS: Final[dict[str, tuple[Panel, ...]]] = {
    "Is everybody watched?": (
        Panel("Workers that live", {"sum(natwatch_live)": ""}, width=4, kind="stat"),
        Panel("Ready, by role", {"sum by (role) (natwatch_ready)": "{{role}}"}, width=6, kind="stat"),
        Panel("Workers that reach Kafka", {"sum(natwatch_kafka_reachable)": ""}, width=4, kind="stat"),
        Panel(
            "Since the newest heartbeat",
            {age("natwatch_heartbeat_timestamp_seconds", "stage"): "{{stage}}"},
            "s",
            5,
            "stat",
        ),
        Panel("Alerts still to be told", {"sum(natwatch_pager_waiting)": ""}, width=5, kind="stat"),
        Panel("Operations alerts", {"max by (rule) (natwatch_operations_firing) > 0": "{{rule}}"}, width=12),
        Panel("Builds", {"count by (version, rules, python) (natwatch_build_info)": ""}, width=12, kind="table"),
    ),
    "Intake": (
        Panel("Messages", {rate("natwatch_intake_messages_total", "topic"): "{{topic}}"}, "ops"),
        Panel("Rejected", {rate("natwatch_intake_rejected_total", "topic, reason"): "{{topic}} {{reason}}"}, "ops"),
        Panel(
            "Ignored",
            {
                rate("natwatch_intake_ignored_total", "topic, kind"): "{{topic}} {{kind}}",
                rate("natwatch_intake_resembling_total", "topic"): "{{topic}} looks like something watched",
            },
            "ops",
        ),
        Panel("Since the newest message", {age("natwatch_feed_timestamp_seconds", "topic"): "{{topic}}"}, "s"),
        Panel("Accepted", {rate("natwatch_intake_accepted_total", "topic"): "{{topic}}"}, "ops"),
        Panel("Waits to be read", {"max by (group, topic) (natwatch_lag_seconds)": "{{group}} {{topic}}"}, "s"),
    ),
    "Monitor": (
        Panel("Lines worked in", {"sum(rate(natwatch_monitor_lines_total[$__rate_interval]))": ""}, "ops"),
        Panel("Revisions of alerts", {rate("natwatch_alert_revisions_total", "change"): "{{change}}"}, "ops"),
        Panel(
            "Alerts opened in a day, by rule",
            {'sum by (rule) (increase(natwatch_alert_revisions_total{change="opened"}[1d])) > 0': "{{rule}}"},
        ),
        Panel("Stands still", {"max by (partition) (natwatch_ledger_position_age_seconds)": "{{partition}}"}, "s"),
        Panel(
            "Deadlines are late",
            {"max by (partition) (natwatch_ledger_deadline_lateness_seconds)": "{{partition}}"},
            "s",
        ),
        Panel("Patients", {"sum(natwatch_ledger_patients)": "", "sum(natwatch_ledger_deadlines)": "deadlines"}),
        Panel("Take-overs", {"sum(increase(natwatch_monitor_take_overs_total[$__rate_interval]))": ""}, width=6),
        Panel("Transactions", {"sum(rate(natwatch_monitor_transactions_total[$__rate_interval]))": ""}, "ops", 6),
        Panel("What became of lines", {rate("natwatch_monitor_outcomes_total", "outcome"): "{{outcome}}"}, "ops", 6),
        Panel(
            "Could not be judged",
            {
                "sum(increase(natwatch_monitor_cannot_judge_total[$__rate_interval]))": "",
                "sum(increase(natwatch_monitor_facts_dropped_total[$__rate_interval]))": "facts dropped",
            },
            width=6,
        ),
    ),
    "Pager": (
        Panel("Asked of the receiver", {rate("natwatch_pager_decisions_total", "intent"): "{{intent}}"}, "ops"),
        Panel(
            "Attempts", {rate("natwatch_pager_attempts_total", "receiver, reason"): "{{receiver}} {{reason}}"}, "ops"
        ),
        Panel(
            "Set aside in a day, by rule",
            {"sum by (rule, reason) (increase(natwatch_alert_overrides_total[1d])) > 0": "{{rule}} {{reason}}"},
        ),
    ),
    "The whole path": (
        Panel(
            "From the hospital's topic",
            {
                "max(natwatch_heartbeat_travel_seconds)": "heartbeat to the pager",
                "max(natwatch_canary_travel_seconds)": "canary to its alert",
            },
            "s",
        ),
        Panel("Since the newest canary", {age("natwatch_canary_timestamp_seconds"): ""}, "s"),
        Panel("Keepers of the vigil: one", {"sum(natwatch_vigil_keeper)": ""}),
    ),
    "The clinic's patients": (
        Panel(
            "Patients",
            {
                "sum(natwatch_cohort_patients)": "ever on therapy",
                "sum(natwatch_cohort_antibodies)": "antibodies",
                "sum(natwatch_cohort_persistent_antibodies)": "persistent antibodies",
                "sum(natwatch_cohort_severe_reactions)": "severe reaction",
                "sum(natwatch_cohort_thyroiditis)": "thyroid out of range",
            },
            width=12,
        ),
        Panel(
            "Infections in a patient-year",
            {"sum(natwatch_cohort_infections) / sum(natwatch_cohort_patient_years)": ""},
            width=12,
        ),
    ),
    "The process": (
        Panel("Processor", {'rate(process_cpu_seconds_total{job="natwatch"}[$__rate_interval])': "{{instance}}"}),
        Panel("Memory", {'process_resident_memory_bytes{job="natwatch"}': "{{instance}}"}, "bytes"),
        Panel("Waits for the event loop", {"natwatch_loop_delay_seconds": "{{instance}}"}, "s"),
    ),
}


def panels() -> list[dict[str, object]]:
    """All panels, placed one after the other, each row under its heading."""
    numbers, placed, y = count(1), [], 0
    for title, row in ROWS.items():
        placed.append({"id": next(numbers), "type": "row", "title": title, "collapsed": False, "panels": [],
                       "gridPos": {"x": 0, "y": y, "w": WIDE, "h": 1}})  # fmt: skip
        x, y = 0, y + 1
        for panel in row:
            if x + panel.width > WIDE:
                x, y = 0, y + HEIGHT
            placed.append(_panel(panel, next(numbers), x, y))
            x += panel.width
        y += HEIGHT
    return placed


def _panel(panel: Panel, number: int, x: int, y: int) -> dict[str, object]:
    table = panel.kind == "table"
    targets = [
        {"refId": chr(ord("A") + place), "expr": expression, "legendFormat": legend or panel.title,
         "datasource": SOURCE, **({"instant": True, "format": "table"} if table else {})}
        for place, (expression, legend) in enumerate(panel.shown.items())
    ]  # fmt: skip
    return {
        "id": number,
        "type": panel.kind,
        "title": panel.title,
        "datasource": SOURCE,
        "gridPos": {"x": x, "y": y, "w": panel.width, "h": HEIGHT},
        "fieldConfig": {"defaults": {"unit": panel.unit}, "overrides": []},
        "options": {} if table else {"legend": {"displayMode": "list", "placement": "bottom", "showLegend": True}},
        "targets": targets,
    }


def write(root: Path) -> None:
    """Write the dashboard below this folder, as it stands in the tree."""
    dashboard = {
        "uid": "natwatch",
        "title": "natwatch",
        "tags": ["natwatch"],
        "timezone": "browser",
        "schemaVersion": 39,
        "refresh": "30s",
        "time": {"from": "now-6h", "to": "now"},
        "templating": {
            "list": [{"name": "source", "type": "datasource", "query": "prometheus", "label": "Prometheus"}]
        },
        "panels": panels(),
    }
    target = root / "deploy" / "grafana"
    target.mkdir(parents=True, exist_ok=True)
    (target / "natwatch.json").write_text(json.dumps(dashboard, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
