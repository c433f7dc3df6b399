"""Whether a worker is ready, and live: pure, from what its parts say of themselves."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.settings import Role

OK = "ok"
_WANTING = {
    Role.INTAKE: "the hospital's topics are not shared out yet",
    Role.MONITOR: "partitions of the log are not taken over yet",
    Role.PAGER: "what was told before is not read yet",
}
_UNREACHABLE = "no broker of Kafka answers"
_STUCK = "its loop has stood still although Kafka answers"


@dataclass(frozen=True, slots=True)
class Condition:
    """How the worker is.

    Attributes:
        settled: of each role of this worker, whether it holds what it needs.
        stuck: the roles whose loops have stood still for too long.
        reachable: whether a broker has answered lately.
    """

    settled: Mapping[Role, bool]
    stuck: frozenset[Role]
    reachable: bool

    @property
    def live(self) -> bool:
        """Whether the loops turn. That Kafka is away is no reason to start the worker again."""
        return not self.stuck

    @property
    def ready(self) -> Mapping[Role, str]:
        """Of each role `ok`, or what it lacks."""
        return {role: self._lack(role) for role in self.settled}

    def _lack(self, role: Role) -> str:
        if not self.reachable:
            return _UNREACHABLE
        if role in self.stuck:
            return _STUCK
        return OK if self.settled[role] else _WANTING[role]


class Turning:
    """Which loops have stood still, by how often they have turned.

    Args:
        patience_s: for how long a loop may stand still, in seconds.
    """

    def __init__(self, patience_s: float) -> None:
        self._patience_s = patience_s
        self._moved: dict[Role, tuple[int, float]] = {}

    def look(self, turns: Mapping[Role, int], now: float, *, excused: bool) -> frozenset[Role]:
        """The roles whose loops have stood still for too long.

        Args:
            turns: how often each has turned.
            now: monotonic, in seconds.
            excused: Kafka is away, and they may be waiting for it; their patience begins anew when it is back.
        """
        for role, count in turns.items():
            before, _ = self._moved.get(role, (None, now))
            if excused or count != before:
                self._moved[role] = (count, now)
        return frozenset(role for role, (_, since) in self._moved.items() if now - since > self._patience_s)
