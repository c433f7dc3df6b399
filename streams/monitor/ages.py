"""For how long each ledger has stood still although there is something to do."""

from collections.abc import Mapping

from streams.watchdog import Sign


class Ages:
    """Looks at the signs of ledgers now and then."""

    def __init__(self) -> None:
        self._moved: dict[int, tuple[int, float]] = {}
        self._ages: dict[int, float] = {}

    def look(self, signs: Mapping[int, Sign], now: float) -> None:
        """Takes in the sign of each ledger, by partition, at the instant `now` (monotonic seconds)."""
        moved = {}
        for partition, sign in signs.items():
            before, since = self._moved.get(partition, (-1, now))
            moved[partition] = (sign.steps, since if sign.behind and sign.steps == before else now)
        self._moved = moved
        self._ages = {partition: now - since for partition, (_, since) in moved.items()}

    @property
    def seconds(self) -> dict[int, float]:
        """By partition, as of the last look."""
        return self._ages
