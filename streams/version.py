"""Which version of natwatch runs."""

from importlib import metadata

_NAME = "natwatch"


def version() -> str:
    """The version that is installed; a checkout that is not installed says so."""
    try:
        return metadata.version(_NAME)
    except metadata.PackageNotFoundError:
        return "not installed"
