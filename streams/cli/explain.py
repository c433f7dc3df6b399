"""`natwatch explain`: one patient's story, or the rates or the pages of a clinic, from events or a log."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from alerts.cohort import Cohort
from models.instants import to_text
from models.policy import Policy
from streams.cli.complaints import Complaints, privacy_key, refuse
from streams.cli.pages_table import table_of
from streams.cli.parameters import INSTANT, POLICY, lines_of
from streams.cli.showing import show
from streams.explain.page import page_of
from streams.explain.pages import Pages, pages_of
from streams.explain.rates import cohort_of, rates_of
from streams.explain.story import Moment, Story, story_of
from streams.replay.run import Replay

_COLOURS = {"critical": "bold red", "warning": "yellow", "info": "cyan", "": ""}


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--patient", metavar="ID", help="Whose story.")
@click.option("--cohort", is_flag=True, help="The rates of the whole clinic, beside those of the document.")
@click.option("--pages", is_flag=True, help="What a pager would have made heard, as in its shadow mode.")
@click.option("--since", type=INSTANT, help="With --pages: what began before does not page.")
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="Write the story as one page.")
@click.option("--until", type=INSTANT, help="Up to when clocks run; the latest arrival of all.")
@click.option("--policy", type=POLICY, help="The policy to judge by; the defaults.")
def explain(  # noqa: PLR0913 - each is an option of the command line
    *,
    files: tuple[str, ...],
    patient: str | None,
    cohort: bool,
    pages: bool,
    since: datetime | None,
    html: Path | None,
    until: datetime | None,
    policy: Policy | None,
) -> None:
    """Say what was known about a patient, what began and ended when, and why; `-` is standard input."""
    if (patient is not None) + cohort + pages != 1:
        raise click.UsageError("say whose story with --patient ID, or ask for --cohort or --pages")
    what = Replay(((file, lines_of(file)) for file in files), until, policy)
    complaints = Complaints(privacy_key())
    if cohort:
        _print_rates(cohort_of(what, refuse, complaints))
    elif pages:
        _print_pages(pages_of(what, since, refuse, complaints))
    else:
        _tell(story_of(patient or "", what, refuse, complaints), html)
    complaints.end()


def _tell(story: Story | None, html: Path | None) -> None:
    if story is None:
        raise click.ClickException("nothing is known about this patient in these files")
    if html is None:
        _print(story.moments())
    else:
        _write(html, page_of(story))
        click.echo(f"wrote {html}", err=True)
    for rule in sorted(story.failed):
        click.echo(f"The rule {rule} failed on this patient: what it finds is not told.", err=True)


def _write(file: Path, page: str) -> None:
    try:
        file.write_text(page, encoding="utf-8")
    except OSError as error:
        raise click.FileError(str(file), error.strerror or str(error)) from error


def _print_rates(counted: Cohort) -> None:
    table = Table("what", "here", "document", title=f"{counted.patients} patients, {counted.patient_years:.1f} years")
    for rate in rates_of(counted):
        table.add_row(*rate)
    show(table)


def _print_pages(found: Pages | None) -> None:
    if found is None:
        raise click.ClickException("nothing is known in these files")
    show(table_of(found))


def _print(moments: Iterable[Moment]) -> None:
    if not Console().is_terminal:
        for moment in moments:
            click.echo(f"{to_text(moment.at)}  {moment.what:5}  {moment.severity:8}  {moment.text}")
        return
    table = Table("when", "what", "", "")
    for moment in moments:
        severity = Text(moment.severity, _COLOURS[moment.severity])
        table.add_row(to_text(moment.at), moment.what, severity, Text(moment.text))
    show(table)
