"""What is wrong with the settings."""

from streams.refusal import Refusal


class SettingsError(Refusal):
    """The settings cannot be used; each reason names its setting and shows no value."""
