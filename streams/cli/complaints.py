"""What a command says when a rule fails on a patient, or a line is no event."""

import click
import msgspec

from streams import environment
from streams.cli.options import refusals
from streams.logs.pseudonyms import Pseudonyms
from streams.replay.lines import Refused
from streams.settings import read


def privacy_key() -> str:
    """The key that makes ids unreadable, from the environment or the files that it names."""
    with refusals():
        return read({}, environment.variables()).privacy.key.get_secret_value()


class Complaints:
    """Told each time that a rule fails on a patient; says so on standard error, and ends a command with exit code 1."""

    def __init__(self, key: str) -> None:
        self._pseudonym = Pseudonyms(key)
        self._any = False

    def __call__(self, rule: str, patient_id: str) -> None:
        """A rule failed."""
        self._any = True
        click.echo(
            f"The rule {rule} failed on patient {self._pseudonym(patient_id)}; its alerts stay as they were.", err=True
        )

    def end(self) -> None:
        """End the command, with exit code 1 if any rule failed."""
        if self._any:
            click.get_current_context().exit(1)


def refuse(refused: Refused) -> None:
    """Say on standard error which line is no event, and why."""
    rejection = refused.rejection
    said = {"file": refused.file, "line": refused.line, "reason": rejection.reason, "where": rejection.where}
    click.echo(msgspec.json.encode(said), err=True)
