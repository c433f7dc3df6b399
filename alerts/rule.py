"""What a rule is: a pure function of the chart and the policy, and what the engine has to know of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

from alerts.chart.chart import Chart
from alerts.chart.parts import Part, Reads
from alerts.chart.reading import Reading
from alerts.holds import Hold
from models.findings import Finding
from models.policy import Policy

Judgement = Callable[[Chart, Policy], Iterable[Finding]]
"""All findings of one rule, ended ones too. It never asks what time it is."""

JudgementUnderHolds = Callable[[Chart, Policy, tuple[Hold, ...]], Iterable[Finding]]
"""The same, for a rule that has to know when the patient was held."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the registry.

    Attributes:
        name: Its id in alerts, such as `liver-uln`.
        authority: The section of the document, and its requirement in our own words.
        reads: The parts of the chart that it reads; it is asked again only when one of them changed.
        judge: Its findings.
        on_therapy: Whether its findings hold only while the patient is on therapy.
        part: Which part of the rule this is, where it is judged in parts that do not depend on one another.
        unmoved: Whether a result, confirmed and collected after all others of its analyte, changes nothing where all
            that the rule found was over by then. None: that cannot be told without asking it.
        put_off: Whether such a result changes nothing about findings that lie ahead, but that they come later.
        each: The infusions, or the doses, if what it finds about one does not depend on another one. It is then handed
            charts with a single one, and names it as the subject.
    """

    name: str
    authority: str
    reads: Reads
    judge: Judgement
    on_therapy: bool = False
    part: str = ""
    unmoved: Callable[[Reading, Policy], bool] | None = None
    put_off: bool = False
    each: Literal[Part.INFUSIONS, Part.DOSES] | None = None
    key: tuple[str, str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", (self.name, self.part))


@dataclass(frozen=True, slots=True)
class RuleUnderHolds:
    """A rule that runs second: it is handed the holds that the other rules brought about."""

    name: str
    authority: str
    reads: Reads
    judge: JudgementUnderHolds

    @property
    def key(self) -> tuple[str, str]:
        """The name; it has one part only."""
        return self.name, ""


def always(_reading: Reading, _policy: Policy) -> bool:
    """For a rule that no result, collected after all others of its analyte, gives anything to find."""
    return True


DOCUMENT = "Precautions for Natalizumab Administration"


def authority(section: str, requirement: str) -> str:
    """How an alert cites the document."""
    return f"{DOCUMENT}, {section}: {requirement}"
