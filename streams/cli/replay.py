"""`natwatch replay`: the alerts that a file of events gives, without Kafka."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Final

import click

from models.alerts import Alert
from models.policy import Policy
from streams.cli.alert_table import table_of
from streams.cli.comparison_table import table_of as comparison_of
from streams.cli.complaints import Complaints, privacy_key, refuse
from streams.cli.parameters import INSTANT, POLICY, lines_of
from streams.cli.progress import reading, size_of, wipe
from streams.cli.showing import show
from streams.collector import collect_rarely
from streams.replay.comparison import Course, courses_of, differences
from streams.replay.lines import Refused
from streams.replay.run import Replay, replay
from streams.replay.shared import CannotShareError, written, written_by

_WORTH_A_PROCESS: Final = 1024 * 1024
"""Bytes."""


@click.command(name="replay")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--until", type=INSTANT, help="Up to when clocks run; the latest arrival of all.")
@click.option("--policy", type=POLICY, help="The policy to judge by, whatever the log says.")
@click.option("--against", type=POLICY, help="Print what --policy changes beside this policy, instead of the alerts.")
@click.option("--format", "form", type=click.Choice(["jsonl", "table"]), default="jsonl", show_default=True)
def command(
    files: tuple[str, ...], until: datetime | None, policy: Policy | None, against: Policy | None, form: str
) -> None:
    """Print every alert revision that canonical events, or lines of the log, give; `-` is standard input."""
    if against is not None and policy is None:
        raise click.UsageError("say with --policy what is compared against that policy")
    key = privacy_key()
    complaints = Complaints(key)
    collect_rarely()
    kept = {file: list(lines_of(file)) for file in files if file == "-" and against is not None}

    def replayed(judged_by: Policy | None, refuse: Callable[[Refused], None]) -> list[Alert]:
        read = ((file, kept[file] if file in kept else lines_of(file)) for file in files)
        alerts = replay(Replay(read, until, judged_by, key.encode(), reading(files)), refuse, complaints)
        wipe()
        return alerts

    if against is not None:
        alerts = replayed(policy, refuse)
        _compare(courses_of(replayed(against, lambda _refused: None)), courses_of(alerts), form)
    elif form == "table":
        show(table_of(replayed(policy, refuse)))
    else:
        whole = Replay([(file, lines_of(file)) for file in files], until, policy, key.encode(), reading(files))
        lines = _written(whole, shares_of(files), complaints)
        wipe()
        sys.stdout.buffer.writelines(line + b"\n" for line in lines)
    complaints.end()


def _written(whole: Replay, shares: int, complaints: Complaints) -> Iterator[bytes]:
    if shares > 1:
        try:
            return written_by(shares, whole, refuse, complaints)
        except CannotShareError:
            pass
    return written(whole, refuse, complaints)


def shares_of(files: Sequence[str]) -> int:
    """By how many processes files are best replayed: one for each core, if each has enough to do."""
    return min(len(os.sched_getaffinity(0)), size_of(files) // _WORTH_A_PROCESS)


def _compare(before: Sequence[Course], after: Sequence[Course], form: str) -> None:
    found = differences(before, after)
    if form == "table":
        show(comparison_of(before, after, found))
    else:
        for each in found:
            click.echo(json.dumps(each.shown(), ensure_ascii=False))
