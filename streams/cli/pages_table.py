"""The pages of a replay, as a table that one reads on a terminal: how often, of what, and how many at night."""

from rich.box import SIMPLE
from rich.table import Table

from streams.explain.pages import Pages

_NUMBERS = ("critical", "warning", "a\nweek", "at\nnight", "patients")


def table_of(pages: Pages) -> Table:
    """A row for each rule, the most frequent first, and the sum."""
    table = Table(title=_title(pages), box=SIMPLE)
    table.add_column("rule", no_wrap=True)
    for column in _NUMBERS:
        table.add_column(column, justify="right")
    *rules, every = pages.counts()
    for count in (*rules, every):
        if count is every:
            table.add_section()
        a_week = f"{(count.critical + count.warning) / pages.weeks:.1f}"
        table.add_row(
            count.rule, str(count.critical), str(count.warning), a_week, str(count.at_night), str(count.patients)
        )
    return table


def _title(pages: Pages) -> str:
    said = f"{len(pages.heard)} pages, {pages.begin:%Y-%m-%d} to {pages.end:%Y-%m-%d}"
    if pages.busiest is None:
        return said
    day, most = pages.busiest
    return f"{said}; most on {day:%Y-%m-%d}: {most}"
