"""The jars of Apache Kafka, fetched once from Maven Central and checked against the committed list."""

import hashlib
from collections.abc import Callable, Mapping
from importlib.resources import files
from pathlib import Path

from streams import environment
from streams.embedded.errors import EmbeddedKafkaError

VERSION = "4.2.0"
_COORDINATES = f"org.apache.kafka:kafka_2.13:{VERSION}"
_LIST = f"kafka-{VERSION}.sha256"


def kafka_jars(say: Callable[[str], None]) -> list[Path]:
    """Every jar that a node needs, each one byte for byte as listed in this package.

    The first call on a machine downloads 44 MB into the user's cache; `say` is told so.

    Raises:
        EmbeddedKafkaError: the jars cannot be had, or are not the listed ones.
    """
    try:
        import jgo  # noqa: PLC0415 - of the demo alone: an installation has none, and yet shows every command's help
    except ModuleNotFoundError as error:
        raise EmbeddedKafkaError(
            "An Apache Kafka of its own needs the packages of natwatch[demo], which are not installed here: "
            "python -m pip install 'natwatch[demo]'."
        ) from error
    cache = environment.cache_directory() / "kafka"
    if not any(cache.glob("envs/**/kafka-server-*.jar")):
        say(f"downloading Apache Kafka {VERSION} (44 MB, the first time only)")
    try:
        found = jgo.build(_COORDINATES, cache_dir=cache).all_jars
    except (OSError, RuntimeError, ValueError) as error:
        raise EmbeddedKafkaError(
            f"Apache Kafka {VERSION} could not be fetched from Maven Central ({type(error).__name__}): "
            "check the network or proxy, then try again."
        ) from error
    check(found, listed_hashes(), cache)
    return list(found)


def listed_hashes() -> Mapping[str, str]:
    """The SHA-256 of every jar by its file name, in the format of `sha256sum`."""
    lines = files("streams.embedded").joinpath(_LIST).read_text().splitlines()
    return {name: digest for digest, name in (line.split() for line in lines)}


def check(jars: list[Path], listed: Mapping[str, str], cache: Path) -> None:
    """Holds the jars against the list.

    Raises:
        EmbeddedKafkaError: one is missing, unknown or different.
    """
    found = {jar.name: jar for jar in jars}
    wrong = found.keys() ^ listed.keys()
    wrong |= {name for name in found.keys() & listed.keys() if _sha256(found[name]) != listed[name]}
    if wrong:
        raise EmbeddedKafkaError(
            f"{len(wrong)} of the jars of Apache Kafka are not the expected ones ({min(wrong)} for one): "
            f"delete {cache} and try again."
        )


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
