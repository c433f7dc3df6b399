"""The group of all commands."""

import errno
import sys
from importlib import import_module
from typing import Any

import click

from streams.cli.attached import attach, drop_output

COMMANDS = {
    "explain": "streams.cli.explain:explain",
    "demo": "streams.cli.demo:demo",
    "worker": "streams.cli.worker:worker",
    "replay": "streams.cli.replay:command",
    "log": "streams.cli.log:log",
    "rejected": "streams.cli.rejected:rejected",
    "topics": "streams.cli.topics:topics",
    "translate": "streams.cli.translate:translate",
    "rules": "streams.cli.rules:command",
    "policy": "streams.cli.policy:policy",
}
"""Where each command is: its module and the name in it. Loaded late: Faust alone takes half a second."""


_UNWRITABLE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF})
"""What is wrong with an output that has no room, is broken, or was closed from the beginning."""


class LateGroup(click.Group):
    """A group whose commands are imported when one is run or described."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names of all commands, in the order in which they are shown."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command), cmd_name  # noqa: S101 - our own table
        return command

    def main(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - click's signature
        """Run what the command line says; output that cannot be written ends it in one sentence."""
        attach()
        try:
            return super().main(*args, **kwargs)
        except OSError as error:
            if error.errno not in _UNWRITABLE:
                raise
            drop_output()
            click.ClickException(f"the output cannot be written: {error.strerror}").show()
            sys.exit(1)

    def invoke(self, ctx: click.Context) -> object:
        """Run a command, and write out what it printed."""
        result: object = super().invoke(ctx)
        click.echo(nl=False)
        return result


def _say_version(ctx: click.Context, _param: click.Parameter, asked: bool) -> None:  # noqa: FBT001 - click's signature
    if asked and not ctx.resilient_parsing:
        click.echo(f"natwatch, version {import_module('streams.version').version()}")
        ctx.exit()


@click.group(cls=LateGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_say_version,
    help="Show the version and exit.",
)
def main() -> None:
    """Watches natalizumab therapy as it happens: hospital events in through Kafka, clinical alerts out."""
