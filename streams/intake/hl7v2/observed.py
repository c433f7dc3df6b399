"""What OBX-3 says is observed: worked out once for each spelling of a message."""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from models.analytes import QUALITATIVE, Analyte
from models.decoded import Ignored
from models.rejections import Reason
from streams.intake.codes.measures import Assessment, Refusal, measure_of
from streams.intake.hl7v2.header import unmapped
from streams.intake.hl7v2.names import escaped
from streams.intake.hl7v2.syntax import Coding, Remembered, Syntax

__all__ = ["Observed", "Spellings"]

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
        plain: the analyte, if its results are numbers, and the code stands in identifiers as it was sent.
        codes: all as sent, by which a site may mean something of its own.
    """

    measure: str = ""
    code: str = ""
    passed_over: Ignored | None = None
    refused: Reason | None = None
    plain: Analyte | None = None
    codes: tuple[str, ...] = ()


class Spellings:
    """What is observed, by the spellings of one message.

    Args:
        local: the site's own codes.
        syntax: of the message.
    """

    __slots__ = ("_known", "_local", "_syntax")

    def __init__(self, local: Mapping[str, str], syntax: Syntax) -> None:
        self._local = local
        self._syntax = syntax
        self._known: dict[str, Observed] = {}

    @property
    def short(self) -> Callable[[str], Observed]:
        """Tells what short spellings in the usual delimiters stand for, as `observed` does."""
        return self.observed if self._local else _spelled.usual

    def observed(self, spelling: str) -> Observed:
        """What OBX-3 stands for.

        Args:
            spelling: as it stands there.
        """
        anywhere = _spelled(spelling, self._syntax)
        if self._local.keys().isdisjoint(anywhere.codes):
            return anywhere
        here = self._known.get(spelling)
        if here is None:
            codings = self._syntax.codings(self._syntax.first_repetition(spelling))
            here = self._known[spelling] = _observed(codings, self._local)
        return here


def _spelled_anywhere(spelling: str, syntax: Syntax) -> Observed:
    return _observed(syntax.codings(syntax.first_repetition(spelling)), {})


_spelled: Final = Remembered(_spelled_anywhere, most=4096)


def _observed(codings: tuple[Coding, ...], local: Mapping[str, str]) -> Observed:
    codes = tuple([coding.code for coding in codings])
    meaning: str | Refusal | None = None
    for coding in codings:
        said = measure_of(coding.system, coding.code, local)
        if meaning is not None and said is not None and said != meaning:
            return Observed(refused=Reason.AMBIGUOUS_VALUE, codes=codes)
        meaning = meaning if said is None else said
    if meaning is Refusal.NOT_AN_OBSERVATION:
        return Observed(refused=Reason.BAD_VALUE, codes=codes)
    if not isinstance(meaning, str):
        return Observed(passed_over=unmapped(codings, resembling=meaning is None), codes=codes)
    measure = _KNOWN.get(meaning)
    if measure is None:
        return Observed(refused=Reason.UNKNOWN_ANALYTE, codes=codes)
    code = codings[0].code or codings[0].text
    if not isinstance(measure, Analyte) or measure in QUALITATIVE:
        return Observed(measure, code, codes=codes)
    stands = len(code) <= _SHORT and code.isprintable() and escaped(code) == code
    return Observed(measure, code, plain=measure if stands else None, codes=codes)
