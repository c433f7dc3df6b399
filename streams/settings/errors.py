"""What is wrong with the settings."""

from collections.abc import Iterable


class SettingsError(Exception):
    """The settings cannot be used; each fault is one sentence that names its setting and shows no value."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))
