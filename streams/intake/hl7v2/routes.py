"""Routes of administration."""

from collections.abc import Mapping
from typing import Final

from models.rejections import Reason, Rejected
from streams.intake.hl7v2.segment import Segment
from streams.intake.hl7v2.syntax import Remembered, Syntax

__all__ = ["route_of"]

_ROUTE, _DEVICE, _METHOD = 1, 3, 4
_BOLUS: Final = frozenset(("IVP", "BOLUS", "PUSH", "IV PUSH", "IV BOLUS", "INTRAVENOUS BOLUS", "C38274"))
_ROUTES: Final[Mapping[str, str]] = (
    dict.fromkeys(
        ("IV", "I.V.", "INTRAVENOUS", "INTRAVENOUS (IV)", "INTRAVENOUS ROUTE", "INTRAVENOUS USE", "C38276", "47625008"),
        "iv-infusion",
    )
    | dict.fromkeys(
        ("IVPB", "IV PIGGYBACK", "INTRAVENOUS PIGGYBACK", "IV INFUSION", "INTRAVENOUS INFUSION", "IV DRIP", "C38279"),
        "iv-infusion",
    )
    | dict.fromkeys(("SC", "SQ", "SUBCUT", "SUBQ", "SUBCUTANEOUS", "C38299", "34206005"), "subcutaneous")
    | dict.fromkeys(("IM", "INTRAMUSCULAR", "C28161", "78421000"), "intramuscular")
)


def route_of(rxr: Segment | None) -> str:
    """The contract's route for RXR-1 and RXR-4 (HL7 tables 0162 and 0165, NCI Thesaurus, SNOMED CT, or words).

    Intravenous is an infusion unless the method, the route itself or the name of the device says push or bolus; as the
    code of a device, IVP is a pump.

    Raises:
        Rejected: `bad-value` when no route is given: it is not ours to guess; `truncated` when it may have been cut.
    """
    if rxr:
        rxr.demand_code(_ROUTE)
    route = _route(rxr.line, rxr.syntax) if rxr else None
    if route is None:
        raise Rejected(Reason.BAD_VALUE, rxr.place(_ROUTE) if rxr else "RXR")
    return route


@Remembered
def _route(line: str, syntax: Syntax) -> str | None:
    rxr = Segment("RXR", 1, line, syntax)
    words = _words(rxr, _ROUTE)
    if not words:
        return None
    route = next((_ROUTES[word] for word in words if word in _ROUTES), "other")
    devices = [coding.text.upper() for coding in rxr.codings(_DEVICE)]
    if not _BOLUS.isdisjoint((*words, *devices, *_words(rxr, _METHOD))):
        return "iv-bolus" if route in ("iv-infusion", "other") else route
    return route


def _words(rxr: Segment, number: int) -> list[str]:
    return [word.upper() for coding in rxr.codings(number) for word in (coding.code, coding.text) if word]
