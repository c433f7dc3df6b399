"""Tables on standard output, of which no word is cut off."""

from rich.console import Console
from rich.measure import Measurement
from rich.table import Table

_WIDEST = 200
"""How wide a table may get, in characters, where no terminal says how wide it is."""


def show(table: Table) -> None:
    """Print a table: as wide as the terminal, elsewhere as wide as it needs; what does not fit goes on below."""
    for column in table.columns:
        column.overflow = "fold"
    console = Console()
    if not console.is_terminal:
        needed = Measurement.get(console, console.options.update(max_width=_WIDEST), table).maximum
        console.width = max(console.width, needed)
    console.print(table)
