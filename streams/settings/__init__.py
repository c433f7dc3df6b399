"""Settings: flags over the environment over the config file over defaults; every fault is one clear sentence."""

from streams.settings.errors import SettingsError
from streams.settings.reading import read

__all__ = ["SettingsError", "read"]
