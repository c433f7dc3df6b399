"""What commands that use Kafka have in common: their options, and how a refusal ends them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

import click

from models.settings import Settings
from streams import environment
from streams.connection import UnreachableError
from streams.settings import SettingsError, read
from streams.topics.cluster import TopicCreationError

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


def with_settings(command: Callable[Concatenate[Settings, _Given], _Result]) -> Callable[..., _Result]:
    """Gives a command the options that say where Kafka is, and hands it the settings as its first argument."""

    @click.option("--config", type=click.Path(path_type=Path, dir_okay=False), help="Settings, as TOML.")
    @click.option("--bootstrap", metavar="HOST:PORT", help="Where Kafka is (kafka.bootstrap).")
    @click.option("--prefix", help="What stands before every topic (topics.prefix).")
    @wraps(command)
    def run(
        *arguments: _Given.args,
        **options: _Given.kwargs,
    ) -> _Result:
        config = options.pop("config")
        flags = {"kafka.bootstrap": options.pop("bootstrap"), "topics.prefix": options.pop("prefix")}
        with refusals():
            settings = read(flags, environment.variables(), config if isinstance(config, Path) else None)
            return command(settings, *arguments, **options)

    return run


@contextmanager
def refusals() -> Iterator[None]:
    """Ends the command with exit code 1 and the reason, where it cannot do its work."""
    try:
        yield
    except (SettingsError, UnreachableError, TopicCreationError) as error:
        raise click.ClickException(str(error)) from error
