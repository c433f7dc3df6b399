"""`natwatch worker`: runs the stages until it is told to stop."""

import sys
from typing import NoReturn

import click
import uvloop

from models.settings import Settings
from streams import clock, compose
from streams.cli.options import with_settings
from streams.logs import Event, log, set_up
from streams.refusal import Refusal


def _in_the_log(refusal: Refusal) -> NoReturn:
    log(Event.WORKER_REFUSED, reasons=refusal.reasons)
    sys.exit(1)


def _set_up_log(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    set_up(sys.stderr, clock.now)
    return value


@click.command()
@click.option(
    "--roles",
    metavar="ROLE,…",
    is_eager=True,
    callback=_set_up_log,
    help="Which of intake, monitor and pager it does (worker.roles); all, if not given.",
)
@with_settings(refuse=_in_the_log, roles="worker.roles")
def worker(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT: take events in, watch patients, tell whoever must act."""
    uvloop.run(compose.work(settings))
