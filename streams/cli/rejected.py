"""`natwatch rejected`: what intake could not read, and what is sent again after a mend."""

import asyncio
import sys
from base64 import b64encode
from collections.abc import AsyncIterator
from datetime import datetime

import click
import msgspec

from models import instants
from models.rejections import Reason
from models.settings import Settings
from streams.cli.options import with_settings
from streams.cli.parameters import INSTANT
from streams.intake.rejected import Rejected
from streams.rejects import Wanted, rejects


@click.command()
@click.option(
    "--reason",
    "reasons",
    type=click.Choice([reason.value for reason in Reason]),
    multiple=True,
    help="Only what was rejected for this reason; may be given several times.",
)
@click.option("--since", type=INSTANT, help="Only what was rejected at this time or later.")
@click.option("--bytes", "with_bytes", is_flag=True, help="Also the messages, in base64: they name patients.")
@click.option("--resubmit", is_flag=True, help="Send them again to the topics that they came from, each once.")
@with_settings()
def rejected(
    settings: Settings, reasons: tuple[str, ...], since: datetime | None, *, with_bytes: bool, resubmit: bool
) -> None:
    """List the messages on rejected-events that were not sent again yet, as JSON lines: why, where from, when.

    With --resubmit they are sent again first, and marked, so that nobody sends them twice.
    """
    asyncio.run(_print(settings, _wanted(frozenset(reasons), since), with_bytes=with_bytes, resubmit=resubmit))


async def _print(settings: Settings, wanted: Wanted, *, with_bytes: bool, resubmit: bool) -> None:
    count = 0
    async with rejects(settings) as found:
        each: AsyncIterator[tuple[int, Rejected]] = (found.send_again if resubmit else found.waiting)(wanted)
        async for partition, message in each:
            click.echo(msgspec.json.encode(_said(partition, message, with_bytes=with_bytes)))
            count += 1
    if resubmit or sys.stderr.isatty():
        click.echo(f"{count:,} {'sent again' if resubmit else 'rejected'}", err=True)


def _wanted(reasons: frozenset[str], since: datetime | None) -> Wanted:
    def wanted(message: Rejected) -> bool:
        if reasons and reasons.isdisjoint(rejection.reason.value for rejection in message.rejections):
            return False
        return since is None or instants.parse(message.at) >= since

    return wanted


def _said(partition: int, message: Rejected, *, with_bytes: bool) -> dict[str, object]:
    said: dict[str, object] = {
        "at": message.at,
        "topic": message.origin.topic,
        "partition": message.origin.partition,
        "offset": message.origin.offset,
        "reasons": [{"reason": each.reason, "where": each.where} for each in message.rejections],
        "rejected": {"partition": partition, "offset": message.offset},
    }
    if with_bytes:
        said |= {
            name: None if each is None else b64encode(each).decode()
            for name, each in (("key", message.key), ("value", message.value))
        }
    return said
