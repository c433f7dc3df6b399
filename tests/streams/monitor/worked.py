"""Ledgers of one partition, and what comes of lines that are worked in."""

from collections.abc import Iterable
from typing import Any

from msgspec.json import decode

from streams.monitor.counts import Counts
from streams.monitor.ledger import Ledger
from streams.monitor.log_lines import LogRecord
from streams.monitor.position import Place
from streams.monitor.restored import Restored
from streams.monitor.rulings import Rulings
from streams.monitor.turn import Turn
from tests.streams.monitor.lines import rulings

PLACE = Place(0, 1)


def records(*batches: Iterable[bytes]) -> list[LogRecord]:
    return [LogRecord(offset, b"\n".join(lines)) for offset, lines in enumerate(batches)]


def new_ledger(by: Rulings | None = None, counts: Counts | None = None, hot: int = 1_000) -> Ledger:
    return Ledger(PLACE, Restored(), by or rulings(), counts or Counts(), hot)


def work_in(ledger: Ledger, *batches: Iterable[bytes]) -> Turn:
    (turn,) = ledger.work_in(records(*batches))
    return turn


def alerts(turns: Iterable[Turn]) -> list[dict[str, Any]]:
    return [decode(value or b"") for turn in turns for _, value in turn.alerts]


def operations(turn: Turn) -> list[dict[str, Any]]:
    return [decode(alert.to_json()) for alert in turn.operations]


def read(before: Restored, turn: Turn) -> Restored:
    after = Restored(
        dict(before.patients),
        dict(before.archives),
        before.standing,
        before.in_force,
        dict(before.troubles),
        dict(before.merged),
    )
    for key, value in turn.ledger:
        after.apply(key, value)
    return after
