"""What OBX-3 says is observed: worked out once for each spelling of a message."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from models.analytes import Analyte
from models.decoded import Ignored
from models.rejections import Reason
from streams.intake.codes.measures import Assessment, Refusal, measure_of
from streams.intake.codes.systems import CodeSystem
from streams.intake.hl7v2.header import unmapped
from streams.intake.hl7v2.segment import LONGEST_REMEMBERED, Coding, Segment

__all__ = ["Observed", "Spellings"]

_CODE: Final = 3
_SHORT: Final = 64
"""The longest code whose meaning is remembered: senders repeat a few hundred codes for ever."""
_KNOWN: Final[Mapping[str, str]] = {each.value: each for each in (*Analyte, *Assessment)}


class Observed(NamedTuple):
    """What a code stands for: something that is ours, something to pass over, or a reason to reject.

    Attributes:
        measure: an `Analyte` or an `Assessment`; empty if it is neither.
        code: as sent, or the text that stands for it.
        passed_over: what is said of a code that is not ours.
        refused: why the observation is not accepted.
    """

    measure: str = ""
    code: str = ""
    passed_over: Ignored | None = None
    refused: Reason | None = None


class Spellings:
    """What is observed, by the spellings of one message.

    Args:
        local: the site's own codes.
    """

    __slots__ = ("_known", "_local")

    def __init__(self, local: Mapping[str, str]) -> None:
        self._local = local
        self._known: dict[str, Observed] = {}

    def observed_in(self, observation: Segment) -> Observed:
        """What OBX-3 stands for."""
        spelling = observation.raw(_CODE)
        known = self._known.get(spelling)
        if known is None:
            codings = observation.codings(_CODE)
            remembered = not self._local and len(spelling) <= LONGEST_REMEMBERED
            known = _remembered(codings) if remembered else _observed(codings, self._local)
            self._known[spelling] = known
        return known


def _observed(codings: tuple[Coding, ...], local: Mapping[str, str]) -> Observed:
    meanings = _meanings_of(codings, local)
    if len(meanings) > 1:
        return Observed(refused=Reason.AMBIGUOUS_VALUE)
    meaning = next(iter(meanings), None)
    if meaning is Refusal.NOT_AN_OBSERVATION:
        return Observed(refused=Reason.BAD_VALUE)
    if not isinstance(meaning, str):
        return Observed(passed_over=unmapped(codings, resembling=meaning is None))
    measure = _KNOWN.get(meaning)
    if measure is None:
        return Observed(refused=Reason.UNKNOWN_ANALYTE)
    return Observed(measure, codings[0].code or codings[0].text)


def _meanings_of(codings: tuple[Coding, ...], local: Mapping[str, str]) -> frozenset[str | Refusal]:
    if local and any(coding.code in local for coding in codings):
        return _meanings([(coding.system, coding.code) for coding in codings], local)
    read = _remembered_meanings if all(len(coding.code) <= _SHORT for coding in codings) else _meanings
    return read(tuple((coding.system, coding.code) for coding in codings))


def _meanings(
    codes: Iterable[tuple[CodeSystem, str]], local: Mapping[str, str] | None = None
) -> frozenset[str | Refusal]:
    said = (measure_of(system, code, local) for system, code in codes)
    return frozenset(meaning for meaning in said if meaning is not None)


_remembered_meanings: Final = lru_cache(maxsize=4096)(_meanings)


@lru_cache(maxsize=4096)
def _remembered(codings: tuple[Coding, ...]) -> Observed:
    return _observed(codings, {})
