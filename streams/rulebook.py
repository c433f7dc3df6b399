"""The rules as a pharmacist reads them: what each claims, when it opens and ends, and the numbers in force."""

from collections.abc import Iterable, Mapping
from importlib import import_module
from inspect import cleandoc
from typing import Final, NamedTuple

from alerts.judge import Judge
from models.findings import Effect, Severity
from models.policy import Policy

LABELS: Final = {
    "Source": "source",
    "Begins": "begins",
    "Missing data": "missing_data",
    "Ends": "ends",
    "Asks for": "asks_for",
    "Policy": "policy",
}
"""The paragraphs of a rule's docstring, and what they are called here."""

EFFECTS: Final = {
    Effect.STOP_INFUSION: "stop the infusion",
    Effect.HOLD_THERAPY: "hold the therapy",
    Effect.DISCONTINUE: "discontinue",
    Effect.DISCARD_DOSE: "discard the dose",
    Effect.REVIEW: "review",
    Effect.SCHEDULE: "schedule",
}
"""How a docstring words what a rule asks for."""

NOT_SET: Final = "not set"


class Entry(NamedTuple):
    """One rule; `policy` are the values in force, by the key that they have in a policy file."""

    rule: str
    claim: str
    authority: str
    source: str
    begins: str
    ends: str
    asks_for: str
    missing_data: str
    policy: Mapping[str, str]

    @property
    def on_therapy(self) -> bool:
        """Whether it is watched only while the patient is on therapy."""
        return self.begins.startswith("on therapy")

    @property
    def severities(self) -> tuple[Severity, ...]:
        """Every severity that its alerts may have, the gravest first."""
        return tuple(severity for severity in Severity if severity in self.asks_for)

    @property
    def effects(self) -> tuple[Effect, ...]:
        """Everything that its alerts may ask for."""
        return tuple(effect for effect, words in EFFECTS.items() if words in self.asks_for)


def entries(policy: Policy) -> tuple[Entry, ...]:
    """All rules of this build, in order of the alphabet."""
    cited = Judge(policy).authorities
    values = policy.values()
    return tuple(_entry(name, authority, values) for name, authority in sorted(cited.items()))


def as_markdown(found: Iterable[Entry]) -> str:
    """The rules as a document."""
    return "\n".join(_section(entry) for entry in found)


def as_json(found: Iterable[Entry]) -> list[dict[str, object]]:
    """The rules for a program."""
    return [
        {
            **entry._asdict(),
            "on_therapy": entry.on_therapy,
            "severities": entry.severities,
            "effects": entry.effects,
        }
        for entry in found
    ]


def written(entry: Entry) -> Iterable[tuple[str, str]]:
    """What there is to say about a rule, with the words that introduce it."""
    yield "The document", entry.authority
    yield "Source", entry.source
    yield "Only on therapy", "yes" if entry.on_therapy else "no"
    yield "Opens", entry.begins
    yield "Ends", entry.ends
    yield "Severity; effect", entry.asks_for
    yield "Missing data", entry.missing_data


def _entry(name: str, authority: str, values: Mapping[str, object]) -> Entry:
    module = import_module(f"alerts.rules.{name.replace('-', '_')}")
    claim, _, rest = cleandoc(module.__doc__ or "").partition("\n\n")
    said = _paragraphs(rest)
    keys = [key.strip() for key in said.pop("policy", "").removesuffix(".").split(",") if key.strip()]
    in_force = {key: _value(values, key) for key in keys}
    return Entry(name, " ".join(claim.split()), authority, policy=in_force, **said)


def _paragraphs(text: str) -> dict[str, str]:
    """What stands after each label; a line that begins with none goes on with the one before."""
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        label, colon, said = line.partition(": ")
        if colon and label in LABELS:
            found[LABELS[label]] = [said]
        else:
            list(found.values())[-1].append(line.strip())
    return {name: " ".join(lines).strip() for name, lines in found.items()}


def _value(values: Mapping[str, object], key: str) -> str:
    value: object = values
    for part in key.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return _said(value)


def _said(value: object) -> str:
    if value is None:
        return NOT_SET
    if isinstance(value, Mapping):
        return "; ".join(f"{name} {_said(below)}" for name, below in value.items()) or NOT_SET
    if isinstance(value, list):
        return ", ".join(_said(each) for each in value) or "none"
    return str(value)


def _section(entry: Entry) -> str:
    lines = [f"## {entry.rule}", "", entry.claim, ""]
    lines += [f"- **{label}**: {said}" for label, said in written(entry)]
    if entry.policy:
        lines += ["", "| policy | in force |", "|---|---|"]
        lines += [f"| `{key}` | {value} |" for key, value in entry.policy.items()]
    return "\n".join([*lines, ""])
