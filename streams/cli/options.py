"""What commands that use Kafka have in common: their options, and how a refusal ends them."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Concatenate, NoReturn, ParamSpec, TypeVar

import click

from models.settings import Settings
from streams import environment
from streams.refusal import Refusal
from streams.settings import read

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")
_Command = Callable[Concatenate[Settings, _Given], _Result]


def in_words(refusal: Refusal) -> NoReturn:
    """Says why on standard error, and ends the command with exit code 1."""
    raise click.ClickException(str(refusal)) from refusal


@contextmanager
def refusals() -> Iterator[None]:
    """Ends the command with exit code 1 and the reason, where it cannot do its work."""
    try:
        yield
    except Refusal as refusal:
        in_words(refusal)


def with_settings(
    refuse: Callable[[Refusal], NoReturn] = in_words, **flags: str
) -> Callable[[_Command[_Given, _Result]], Callable[..., _Result]]:
    """Gives a command the options that say where Kafka is, and hands it the settings as its first argument.

    Args:
        refuse: what to do when the settings, or the command, cannot be used.
        flags: further options of the command that are settings, each with the setting's name.
    """
    of_settings = {"bootstrap": "kafka.bootstrap", "prefix": "topics.prefix", **flags}

    def decorate(command: _Command[_Given, _Result]) -> Callable[..., _Result]:
        @click.option("--config", type=click.Path(path_type=Path, dir_okay=False), help="Settings, as TOML.")
        @click.option("--bootstrap", metavar="HOST:PORT", help="Where Kafka is (kafka.bootstrap).")
        @click.option("--prefix", help="What stands before every topic (topics.prefix).")
        @wraps(command)
        def run(*arguments: _Given.args, **options: _Given.kwargs) -> _Result:
            config = options.pop("config")
            # What Kafka's client warns of is for a worker's log; without one, what the command itself says is enough.
            logging.getLogger("aiokafka").addHandler(logging.NullHandler())
            given = {setting: options.pop(option) for option, setting in of_settings.items()}
            try:
                settings = read(given, environment.variables(), config if isinstance(config, Path) else None)
                return command(settings, *arguments, **options)
            except Refusal as refusal:
                refuse(refusal)

        return run

    return decorate
