"""What an alert is about, said without saying about whom."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from models.alerts import Alert
from models.analytes import Analyte
from models.findings import PATIENT

Pseudonym: TypeAlias = Callable[[str], str]
"""Gives an identifier's keyed pseudonym."""


class Kind(StrEnum):
    """The kinds of thing that an alert can be about."""

    PATIENT = "patient"
    ANALYTE = "analyte"
    PREPARATION = "preparation"
    INFUSION = "infusion"
    CONDITION = "condition"
    ORDER = "order"
    OPERATIONS = "operations"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Subject:
    """The thing itself: `name` is a word of a closed set, or a pseudonym."""

    kind: Kind
    name: str

    def __str__(self) -> str:
        """The kind, and the name where it says more."""
        return self.kind if self.kind == self.name else f"{self.kind} {self.name}"


_ANALYTES = frozenset(analyte.value for analyte in Analyte)
_KINDS: Mapping[str, Kind] = MappingProxyType(
    dict.fromkeys(
        (
            "wrong-diluent",
            "wrong-diluent-volume",
            "wrong-dose",
            "dose-mishandled",
            "dilution-expiring",
            "dilution-expired",
            "prepared-while-held",
        ),
        Kind.PREPARATION,
    )
    | dict.fromkeys(
        (
            "expired-dilution-infused",
            "prohibited-route",
            "infusion-too-fast",
            "infusion-too-short",
            "infusion-not-closed",
            "observation-too-short",
            "observation-missed",
            "hypersensitivity",
            "reaction-late",
            "infused-while-held",
        ),
        Kind.INFUSION,
    )
    | dict.fromkeys(("pregnancy", "lactation", "active-infection"), Kind.CONDITION)
    | {"concomitant-immunosuppressant": Kind.ORDER}
)


def subject_of(alert: Alert, pseudonym: Pseudonym) -> Subject:
    """The alert's subject; an identifier (of a bag, an infusion, a condition, an order) as its pseudonym."""
    if alert.patient_id is None:
        return Subject(Kind.OPERATIONS, alert.subject)
    if alert.subject == PATIENT:
        return Subject(Kind.PATIENT, PATIENT)
    if alert.subject in _ANALYTES:
        return Subject(Kind.ANALYTE, alert.subject)
    return Subject(_KINDS.get(alert.rule, Kind.OTHER), pseudonym(alert.subject))
