"""`natwatch replay`: the alerts that a file of events gives, without Kafka."""

import sys
from datetime import datetime

import click
from rich.console import Console

from models.policy import Policy
from streams.cli.alert_table import table_of
from streams.cli.complaints import Complaints, privacy_key, refuse
from streams.cli.parameters import INSTANT, POLICY, lines_of
from streams.collector import collect_rarely
from streams.replay.run import Replay, replay


@click.command(name="replay")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--until", type=INSTANT, help="Up to when clocks run; the latest arrival of all.")
@click.option("--policy", type=POLICY, help="The policy to judge by, whatever the log says.")
@click.option("--format", "form", type=click.Choice(["jsonl", "table"]), default="jsonl", show_default=True)
def command(files: tuple[str, ...], until: datetime | None, policy: Policy | None, form: str) -> None:
    """Print every alert revision that canonical events, or lines of the log, give; `-` is standard input."""
    key = privacy_key()
    complaints = Complaints(key)
    collect_rarely()
    what = Replay(((file, lines_of(file)) for file in files), until, policy, key.encode())
    alerts = replay(what, refuse, complaints)
    if form == "table":
        Console().print(table_of(alerts))
    else:
        sys.stdout.buffer.writelines(alert.to_json() + b"\n" for alert in alerts)
    complaints.end()
