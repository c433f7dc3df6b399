"""Secrets: from the environment, or from the file that `…_FILE` names."""

from pathlib import Path

from streams.settings.errors import SettingsError
from streams.settings.sources import Given

SECRETS = frozenset({"kafka.key_password", "kafka.password", "pager.key", "pager.token", "privacy.key"})


def variable(setting: str) -> str:
    """The environment variable of a setting."""
    return "NATWATCH_" + setting.replace(".", "__").upper()


def refuse_written(table: dict[str, Given]) -> None:
    """Holds that a config file has no secret in it.

    Raises:
        SettingsError: it has one.
    """
    faults = [
        f"{given.place} is a secret: give it in {variable(setting)}, or name a file that has it in {setting}_file."
        for setting, given in table.items()
        if setting in SECRETS
    ]
    if faults:
        raise SettingsError(faults)


def fetched(table: dict[str, Given]) -> dict[str, Given]:
    """The table with every `…_file` of a secret replaced by what the file has, less the line end.

    Raises:
        SettingsError: a file cannot be read, or a secret is given twice.
    """
    result = dict(table)
    for secret in SECRETS & {setting.removesuffix("_file") for setting in table if setting.endswith("_file")}:
        named = result.pop(f"{secret}_file")
        if secret in result:
            raise SettingsError([f"{result[secret].place} and {named.place} are both given: leave one out."])
        result[secret] = Given(_content(named), named.place)
    return result


def _content(named: Given) -> str:
    try:
        return Path(str(named.value)).read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise SettingsError([f"The file that {named.place} names cannot be read: {reason}."]) from error
