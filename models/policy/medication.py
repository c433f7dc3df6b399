"""The policy about other drugs (Immunosuppression and infection risks, Concomitant medications)."""

from functools import lru_cache

from models.policy.drugs import ALLOWED, PROHIBITED
from models.policy.values import AtcPrefixes, RxCuis, Section, Words


class Medication(Section):
    """The lists by which an order for another immunosuppressant is recognised.

    Attributes:
        prohibited_atc: ATC codes and the beginnings of ATC codes; in order, so that ``str.startswith`` takes them.
        allowed_atc: exceptions to those, which win.
        prohibited_rxnorm: RxNorm ingredient identifiers.
        prohibited_names: generic names in lower case.
    """

    prohibited_atc: AtcPrefixes = tuple(sorted({code for drug in PROHIBITED for code in drug.atc}))
    allowed_atc: AtcPrefixes = tuple(sorted({code for drug in ALLOWED for code in drug.atc}))
    prohibited_rxnorm: RxCuis = tuple(sorted({code for drug in PROHIBITED for code in drug.rxnorm}))
    prohibited_names: Words = tuple(sorted({name for drug in PROHIBITED for name in drug.names}))


def prohibited(lists: Medication, atc: str | None, rxnorm: str | None, name: str | None) -> bool:
    """Whether a drug is on the lists, by whichever of the three is known of it; an allowed ATC code settles it."""
    code = "".join((atc or "").split()).upper()
    if code.startswith(lists.allowed_atc):
        return False
    by_atc = code.startswith(lists.prohibited_atc)
    return by_atc or rxnorm in lists.prohibited_rxnorm or _named(name or "", lists.prohibited_names)


def _named(text: str, drugs: tuple[str, ...]) -> bool:
    """Whether the name of one of the drugs stands in the text as whole words, however both are punctuated."""
    words = f" {_words(text)} "
    return any(drug in words for drug in _between_spaces(drugs))


@lru_cache
def _between_spaces(drugs: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f" {words} " for words in map(_words, drugs) if words)


def _words(text: str) -> str:
    return " ".join("".join(letter if letter.isalnum() else " " for letter in text.casefold()).split())
