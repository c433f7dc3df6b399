"""Two policies beside one another, as a table that one reads on a terminal: a row for each rule."""

from collections import Counter
from collections.abc import Sequence

from rich.table import Table

from streams.replay.comparison import Course, Difference, Kind

_COLUMNS = ("alerts\nold", "\nnew", *(f"\n{kind}" for kind in Kind), "pages\nold", "\nnew")


def table_of(before: Sequence[Course], after: Sequence[Course], found: Sequence[Difference]) -> Table:
    """How many alerts and pages each rule gives under both policies, and the sum of them."""
    table = Table()
    table.add_column("\nrule", no_wrap=True)
    for column in _COLUMNS:
        table.add_column(column, justify="right")
    for rule in sorted({course.rule for course in (*before, *after)}):
        old, new = ([each for each in courses if each.rule == rule] for courses in (before, after))
        _add(table, rule, old, new, [each for each in found if each.place[1][1] == rule])
    table.add_section()
    _add(table, "all", before, after, found)
    return table


def _add(
    table: Table, name: str, before: Sequence[Course], after: Sequence[Course], found: Sequence[Difference]
) -> None:
    kinds = Counter(each.kind for each in found)
    pages = [sum(course.pages for course in courses) for courses in (before, after)]
    numbers = (len(before), len(after), *(kinds[kind] for kind in Kind), *pages)
    table.add_row(name, *(str(number) for number in numbers))
