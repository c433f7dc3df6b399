"""`natwatch rules`: the rules of this build, with the numbers in force."""

import json

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from models.policy import Policy
from streams.cli.parameters import POLICY
from streams.rulebook import Entry, as_markdown, entries, written


@click.command(name="rules")
@click.argument("rule", required=False)
@click.option("--policy", type=POLICY, help="The policy whose values are shown; this build's defaults.")
@click.option("--format", "form", type=click.Choice(["table", "markdown", "json"]), default="table", show_default=True)
def command(rule: str | None, policy: Policy | None, form: str) -> None:
    """Print every rule, or one RULE: what it claims, when it opens and ends, what it asks for, its numbers."""
    found = [entry for entry in entries(policy or Policy()) if rule in {None, entry.rule}]
    if not found:
        raise click.BadParameter(f"there is no rule {rule!r}; `natwatch rules` lists them", param_hint="RULE")
    if form == "markdown":
        click.echo(as_markdown(found), nl=False)
    elif form == "json":
        click.echo(json.dumps([entry._asdict() for entry in found], indent=2, ensure_ascii=False))
    else:
        Console(soft_wrap=rule is not None).print(_list(found) if rule is None else _one(found[0]))


def _list(found: list[Entry]) -> Table:
    table = Table("rule", "claim", "severity; effect", "policy", show_lines=True)
    for entry in found:
        table.add_row(Text(entry.rule), Text(entry.claim), Text(entry.asks_for), Text(_values(entry)))
    return table


def _one(entry: Entry) -> Text:
    lines = [entry.rule, entry.claim, *(f"{label}: {said}" for label, said in written(entry))]
    return Text("\n".join([*lines, *filter(None, [_values(entry)])]))


def _values(entry: Entry) -> str:
    return "\n".join(f"{key} = {value}" for key, value in entry.policy.items())
