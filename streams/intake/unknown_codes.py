"""The codes of results that nobody has mapped: counted by code, and reported once an hour."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from models.decoded import Ignored
from models.heartbeats import Lookalike
from models.rejections import IgnoredKind

__all__ = ["CodesReport", "UnknownCodes", "lookalikes", "unknown_codes"]

_EVERY: Final = timedelta(hours=1)
_MOST_CODES: Final = 1_000
_MOST_SAID: Final = 50
_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:+*/-]{0,31}")


class CodesReport(NamedTuple):
    """What an hour had of codes that are not known.

    Attributes:
        since: when the first of them came.
        codes: the most frequent, each with how often it came.
        others: how often others came, or what has not the form of a code.
    """

    since: datetime
    codes: dict[str, int]
    others: int


def lookalikes(ignored: Iterable[Ignored], now: datetime) -> dict[str, Lookalike]:
    """What looks like something that is watched, by what that is."""
    return {each.resembles: Lookalike(at=now, code=_named(each.code)) for each in ignored if each.resembles}


def unknown_codes(ignored: Iterable[Ignored]) -> Counter[str]:
    """The codes that are mapped to nothing, counted; what has not the form of one is counted under no name."""
    return Counter(_named(each.code) for each in ignored if each.kind is IgnoredKind.UNMAPPED_CODE)


def _named(code: str) -> str:
    return code if _CODE.fullmatch(code) else ""


class UnknownCodes:
    """Codes that came since the last report: a thousand of them by name, all in number."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._since: datetime | None = None

    def add(self, counts: Counter[str], now: datetime) -> None:
        """Counts codes that came at an instant."""
        if counts and self._since is None:
            self._since = now
        for code, count in counts.items():
            known = code in self._counts or len(self._counts) < _MOST_CODES
            self._counts[code if known else ""] += count

    def due(self, now: datetime) -> CodesReport | None:
        """The report, an hour after the first code since the last one."""
        return None if self._since is None or now - self._since < _EVERY else self.rest()

    def rest(self) -> CodesReport | None:
        """What was not reported yet."""
        if self._since is None:
            return None
        named = Counter({code: count for code, count in self._counts.items() if code})
        codes = dict(named.most_common(_MOST_SAID))
        report = CodesReport(self._since, codes, self._counts.total() - sum(codes.values()))
        self._counts.clear()
        self._since = None
        return report
