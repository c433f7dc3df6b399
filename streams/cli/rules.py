"""`natwatch rules`: the rules of this build, with the numbers in force."""

import json
import sys
from difflib import get_close_matches

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from models.policy import Policy
from streams.cli.parameters import POLICY
from streams.cli.showing import show
from streams.rulebook import Entry, as_json, as_markdown, entries, written


@click.command(name="rules")
@click.argument("rule", required=False)
@click.option("--policy", type=POLICY, help="The policy whose values are shown; this build's defaults.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "markdown", "json"]),
    help="A table on a terminal, Markdown otherwise.",
)
def command(rule: str | None, policy: Policy | None, form: str | None) -> None:
    """Print every rule, or one RULE: what it claims, when it opens and ends, what it asks for, its numbers.

    Numbers in sentences are the defaults; those in force stand beside the policy keys.
    """
    every = entries(policy or Policy())
    found = [entry for entry in every if rule in {None, entry.rule}]
    if rule is not None and not found:
        raise click.BadParameter(_no_rule(rule, [entry.rule for entry in every]), param_hint="RULE")
    form = form or ("table" if sys.stdout.isatty() else "markdown")
    if form == "markdown":
        click.echo(as_markdown(found), nl=False)
    elif form == "json":
        click.echo(json.dumps(as_json(found), indent=2, ensure_ascii=False))
    elif rule is None:
        show(_list(found))
    else:
        Console(soft_wrap=True).print(_one(found[0]))


def _no_rule(rule: str, names: list[str]) -> str:
    meant = [name for name in names if rule in name] or get_close_matches(rule, names)
    asked = f"did you mean {' or '.join(meant)}?" if meant else "`natwatch rules` lists them"
    return f"there is no rule {rule!r}; {asked}"


def _list(found: list[Entry]) -> Table:
    table = Table(show_lines=True)
    table.add_column("rule", no_wrap=True)
    for column in ("claim", "only on therapy", "severity; effect", "policy in force"):
        table.add_column(column)
    for entry in found:
        watched = "yes" if entry.on_therapy else "no"
        table.add_row(entry.rule, Text(entry.claim), watched, Text(entry.asks_for), Text(_values(entry)))
    return table


def _one(entry: Entry) -> Text:
    lines = [entry.rule, entry.claim, *(f"{label}: {said}" for label, said in written(entry))]
    return Text("\n".join([*lines, *filter(None, [_values(entry)])]))


def _values(entry: Entry) -> str:
    return "\n".join(f"{key} = {value}" for key, value in entry.policy.items())
