"""`natwatch replay`: the alerts that a file of events gives, without Kafka."""

import sys
from datetime import datetime

import click
import msgspec
from rich.console import Console

from models.policy import Policy
from streams import environment
from streams.cli.alert_table import table_of
from streams.cli.options import refusals
from streams.cli.parameters import INSTANT, POLICY, lines_of
from streams.collector import collect_rarely
from streams.logs.pseudonyms import Pseudonyms
from streams.replay.lines import Refused
from streams.replay.run import Replay, replay
from streams.settings import read


@click.command(name="replay")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--until", type=INSTANT, help="Up to when clocks run; the latest arrival of all.")
@click.option("--policy", type=POLICY, help="The policy to judge by, whatever the log says.")
@click.option("--format", "form", type=click.Choice(["jsonl", "table"]), default="jsonl", show_default=True)
def command(files: tuple[str, ...], until: datetime | None, policy: Policy | None, form: str) -> None:
    """Print every alert revision that canonical events, or lines of the log, give; `-` is standard input."""
    with refusals():
        key = read({}, environment.variables()).privacy.key.get_secret_value()
    pseudonym = Pseudonyms(key)
    failed: list[str] = []

    def complain(rule: str, patient_id: str) -> None:
        failed.append(rule)
        click.echo(
            f"The rule {rule} failed on patient {pseudonym(patient_id)}; its alerts stay as they were.", err=True
        )

    collect_rarely()
    what = Replay(((file, lines_of(file)) for file in files), until, policy, key.encode())
    alerts = replay(what, refuse, complain)
    if form == "table":
        Console().print(table_of(alerts))
    else:
        sys.stdout.buffer.writelines(alert.to_json() + b"\n" for alert in alerts)
    if failed:
        click.get_current_context().exit(1)


def refuse(refused: Refused) -> None:
    """Say on standard error which line is no event, and why."""
    rejection = refused.rejection
    said = {"file": refused.file, "line": refused.line, "reason": rejection.reason, "where": rejection.where}
    click.echo(msgspec.json.encode(said), err=True)
