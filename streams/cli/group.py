"""The group of all commands."""

import errno
from importlib import import_module

import click

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


_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})


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

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; output that finds no room ends it in one sentence."""
        try:
            result: object = super().invoke(ctx)
            click.echo(nl=False)
        except OSError as error:
            if error.errno not in _FULL:
                raise
            raise click.ClickException(f"the output cannot be written: {error.strerror}") from error
        return result


@click.group(cls=LateGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="natwatch")
def main() -> None:
    """Watches natalizumab therapy as it happens: hospital events in through Kafka, clinical alerts out."""
