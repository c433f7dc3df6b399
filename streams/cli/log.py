"""`natwatch log`: the lines of the log, for a replay or an explanation."""

import asyncio
import sys
from datetime import datetime

import click

from models.settings import Settings
from streams.cli.options import with_settings
from streams.cli.parameters import INSTANT
from streams.logbook import lines

_SHOWN_EVERY = 10_000


@click.command()
@click.option("--patient", metavar="ID", help="Only what concerns this patient.")
@click.option("--since", type=INSTANT, help="Only what was accepted at this time or later.")
@with_settings()
def log(settings: Settings, patient: str | None, since: datetime | None) -> None:
    """Print the lines of patient-events, as JSON lines, up to the end that the log has now."""
    asyncio.run(_print(settings, patient, since))


async def _print(settings: Settings, patient: str | None, since: datetime | None) -> None:
    counted = 0
    watched = sys.stderr.isatty() and not sys.stdout.isatty()
    async for line in lines(settings, patient, since):
        click.echo(line)
        counted += 1
        if watched and counted % _SHOWN_EVERY == 0:
            click.echo(f"\r{counted:,} lines", nl=False, err=True)
    if watched:
        click.echo(f"\r{counted:,} lines", err=True)
