"""What somebody watching the demo sees: a page on a terminal, plain lines elsewhere."""

from collections.abc import Sequence
from typing import Final

from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from models.alerts import Alert, Change, Status
from models.findings import Severity

_COLOURS: Final = {Severity.CRITICAL: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "cyan"}
_SIGNS: Final = {
    Change.OPENED: "●",
    Change.WORSENED: "▲",
    Change.EASED: "▼",
    Change.UPDATED: "·",
    Change.ACKNOWLEDGED: "✓",
    Change.RESOLVED: "○",
}
_INDENT: Final = " " * 10


class Screen:
    """Prints what happens, each thing with the seconds since the day began."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def title(self, text: str) -> None:
        """What is about to happen."""
        self._console.print(Panel(Text(text), style="bold") if self._console.is_terminal else text)

    def step(self, text: str) -> None:
        """Something of the house: Kafka starts, a worker is killed."""
        self._console.print(Text(f"   ‖  {text}", style="dim"))

    def stroke(self, at_s: float, text: str) -> None:
        """Something that is done to the worker."""
        self._console.print(Text(f"{at_s:5.1f} s  ✕ {text}", style="bold magenta"))

    def event(self, at_s: float, told: str) -> None:
        """A message goes in."""
        self._console.print(Text(f"{at_s:5.1f} s  → {told}", style="white"))

    def alert(self, at_s: float, alert: Alert) -> None:
        """A revision of an alert comes out."""
        style = "green" if alert.status is Status.RESOLVED else _COLOURS[alert.severity]
        change = alert.change.upper() if alert.reason is None else f"{alert.change.upper()} ({alert.reason})"
        head = f"{at_s:5.1f} s  {_SIGNS[alert.change]} {_who(alert)}: {change} · {alert.severity} · {alert.rule}"
        self._console.print(Text(f"{head}\n{_INDENT}{alert.summary}", style=style))
        if alert.change in {Change.OPENED, Change.WORSENED}:
            self._console.print(Text(f"{_INDENT}{alert.action}", style="italic"))

    def summary(self, alerts: Sequence[Alert], messages: int, *, same: bool) -> None:
        """What came of the day."""
        last = {alert.alert_id: alert for alert in alerts}.values()
        table = Table("rule", "patient", "severity", "now", "revisions", title="The alerts of the day")
        for alert in sorted(last, key=lambda each: (each.opened_at, each.rule)):
            style = "green" if alert.status is Status.RESOLVED else _COLOURS[alert.severity]
            now = alert.status if alert.reason is None else f"{alert.status} ({alert.reason})"
            table.add_row(alert.rule, _who(alert), alert.severity, Text(now, style=style), str(alert.revision))
        self._console.print(table)
        self._console.print(f"{messages} messages in, {len(alerts)} revisions of {len(last)} alerts out.")
        verdict = "the same, to the byte" if same else "NOT THE SAME"
        self._console.print(
            Text(
                f"Replay of the log against what was published: {verdict}.", style="bold green" if same else "bold red"
            )
        )


def _who(alert: Alert) -> str:
    """The invented patient's name."""
    return (alert.patient_id or "").removeprefix("demo-").title()
