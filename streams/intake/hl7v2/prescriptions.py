"""Orders of drugs, as RDE, OMP and ORM write them: which drugs stand below which ORC."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from streams.intake.codes.drugs import is_vaccine
from streams.intake.codes.systems import CodeSystem
from streams.intake.hl7v2.medicines import is_ours
from streams.intake.hl7v2.message import Message
from streams.intake.hl7v2.segment import Segment
from streams.intake.hl7v2.syntax import Remembered, Syntax

__all__ = ["DRUG_FIELDS", "Ordered", "Prescription", "prescriptions"]

_SYSTEMS: Final = (CodeSystem.ATC, CodeSystem.RXNORM)
DRUG_FIELDS: Final = {"RXO": 1, "RXE": 2, "RXC": 2}
"""The field that names the drug, by segment."""
_COMPONENT_TYPE: Final = 1
_ADDITIVE: Final = "A"


class Ordered(NamedTuple):
    """A drug by what orders of it are known by.

    Attributes:
        names: its code, or text, and the alternates.
        passed_over: the code, of one whose orders say nothing here.
        atc: its code there, or empty.
        rxnorm: its code there, or empty.
        name: what it is called.
    """

    names: tuple[str, ...]
    passed_over: str | None
    atc: str
    rxnorm: str
    name: str


@dataclass(slots=True)
class Prescription:
    """An ORC with its drugs: some senders write several below one, and what an infusion holds are its additives.

    Attributes:
        patient: PID.
        common: ORC.
        timing: the first TQ1.
        drugs: each RXE, RXC, or RXO that none of them encodes, by the names of the drug.
        requested: what was asked for with an RXO, by the names of the RXE that encodes it.
        asked_for: whether the last RXO waits for its RXE.
    """

    patient: Segment | None
    common: Segment
    timing: Segment | None = None
    drugs: dict[tuple[str, ...], Segment] = field(default_factory=dict)
    requested: dict[tuple[str, ...], Ordered] = field(default_factory=dict)
    asked_for: bool = False

    def add(self, drug: Segment) -> None:
        """One more drug: RXE says how the RXO before it, and what that holds, is encoded; a drug may be said twice."""
        names = _ordered_in(drug).names
        if drug.name == "RXE" and self.asked_for:
            while (dropped := self.drugs.popitem()[1]).name != "RXO":
                pass
            self.requested[names] = _ordered_in(dropped)
            self.asked_for = False
        kept = self.drugs.setdefault(names, drug)
        self.asked_for = self.asked_for or (kept is drug and drug.name == "RXO")

    def named(self, drug: Segment) -> Ordered:
        """The drug of a segment; the pharmacy's own code has the meaning of the code that was asked for."""
        said = _ordered_in(drug)
        asked = self.requested.get(said.names)
        if asked is None or said.passed_over is not None or said.atc or said.rxnorm:
            return said
        return asked._replace(names=said.names, name=said.name)


def prescriptions(message: Message) -> Iterator[Prescription]:
    """Each ORC of a message with its patient and its drugs, if it has any."""
    patient: Segment | None = None
    order: Prescription | None = None
    for segment in message.segments:
        match segment.name:
            case "PID" | "ORC":
                if order:
                    yield order
                patient = segment if segment.name == "PID" else patient
                order = Prescription(patient, segment) if segment.name == "ORC" else None
            case "RXE" | "RXO" if order:
                order.add(segment)
            case "RXC" if order and order.drugs and segment.text(_COMPONENT_TYPE) == _ADDITIVE:
                order.add(segment)
            case "TQ1" if order and order.timing is None:
                order.timing = segment
            case _:
                pass
    if order:
        yield order


def _ordered_in(segment: Segment) -> Ordered:
    return _ordered(segment.raw(DRUG_FIELDS[segment.name]), segment.syntax)


@Remembered
def _ordered(field: str, syntax: Syntax) -> Ordered:
    codings = syntax.codings(syntax.first_repetition(field))
    codes = {system: next((each.code for each in codings if each.system is system), "") for system in _SYSTEMS}
    name = next((each.text for each in codings if each.text), "") or next((each.code for each in codings), "")
    passed_over = is_ours(codings) or any(is_vaccine(each.system, each.code) for each in codings)
    return Ordered(
        names=tuple(each.code or each.text for each in codings),
        passed_over=codings[0].code if passed_over else None,
        atc=codes[CodeSystem.ATC],
        rxnorm=codes[CodeSystem.RXNORM],
        name=name,
    )
