"""The command line `natwatch`: one module a command, loaded when it is asked for."""

from streams.cli.group import main

__all__ = ["main"]
