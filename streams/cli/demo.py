"""`natwatch demo`: a clinic's day in about a minute, on an Apache Kafka of its own."""

import asyncio

import click
from rich.console import Console

from streams import environment
from streams.cli.options import refusals
from streams.demo.play import play
from streams.demo.screen import Screen


@click.command()
@click.option("--keep", is_flag=True, help="Go on until interrupted.")
def demo(keep: bool) -> None:  # noqa: FBT001 - click's way
    """Play a clinic's day: hospital events in, alerts out, a worker killed in the middle; then the replay compared."""
    screen = Screen(Console(highlight=False))
    screen.title("natwatch: a clinic's day in a minute. → events in, ● alerts as they open, ▲ worsen, ○ resolve")
    with refusals():
        try:
            same = asyncio.run(play(screen, environment.variables(), keep=keep))
        except KeyboardInterrupt:
            return
    if not same:
        click.get_current_context().exit(1)
