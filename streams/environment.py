"""The one reader of the process environment: everything else is handed what it needs."""

import os
from collections.abc import Mapping
from pathlib import Path


def variables() -> Mapping[str, str]:
    """All environment variables, as they are now."""
    return dict(os.environ)  # noqa: TID251 - this is the one place


def cache_directory() -> Path:
    """Where natwatch may keep what it can fetch again (`$XDG_CACHE_HOME/natwatch`)."""
    base = variables().get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "natwatch"
