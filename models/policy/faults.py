"""What is wrong with a policy, said so that whoever wrote it can put it right."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong.

    Attributes:
        key: the key as it is written in TOML, ``liver.interval``; empty where the text is no TOML at all.
        line: the line it stands on, counted from 1; None for a policy that did not come as text.
        problem: a sentence for whoever wrote it.
    """

    key: str
    line: int | None
    problem: str

    def __str__(self) -> str:
        place = f"line {self.line}" if self.line else ""
        return ": ".join(part for part in (place, self.key, self.problem) if part)


class PolicyError(ValueError):
    """A policy that cannot be followed; ``faults`` lists everything that is wrong with it, by line."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: (fault.line or 0, fault.key)))
        super().__init__("\n".join(str(fault) for fault in self.faults))


class MisfitError(ValueError):
    """Values of a policy that do not fit together; ``problems`` says what is wrong with each, by the path to it."""

    def __init__(self, problems: Mapping[tuple[str, ...], str]) -> None:
        self.problems = problems
        super().__init__("; ".join(problems.values()))
