"""Alert revisions as a table that one reads on a terminal."""

from collections.abc import Iterable

from rich.table import Table
from rich.text import Text

from models import instants
from models.alerts import Alert
from models.findings import Severity

_COLOURS = {Severity.CRITICAL: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


def table_of(alerts: Iterable[Alert]) -> Table:
    """A row a revision."""
    table = Table("at", "patient", "rule", "subject", "change", "severity", "summary", title=None)
    for alert in alerts:
        change = alert.change if alert.reason is None else f"{alert.change} ({alert.reason})"
        table.add_row(
            instants.to_text(alert.changed_at),
            Text(alert.patient_id or ""),
            alert.rule,
            Text(alert.subject),
            change,
            Text(alert.severity, style=_COLOURS[alert.severity]),
            Text(alert.summary),
        )
    return table
