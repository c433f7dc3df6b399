"""Where on its way from intake to the pager a heartbeat was lost. Pure; waits are in monotonic seconds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from models.settings import Role

_MOST_UNDER_WAY = 1_000


@dataclass(slots=True)
class Beat:
    """A heartbeat that has not come through yet.

    Attributes:
        sent_at: when it set out, by which it is known; no two set out at one instant.
        sent: the same in monotonic seconds.
        since: since when it has been where it is.
        partition: of the log, whose ledger it is to go through.
        place: partition and offset at which it lies before intake.
        taken_in: whether intake has read it.
        beyond: the offset at which it lies before the pager; None until the monitor has worked it in.
    """

    sent_at: datetime
    sent: float
    since: float
    partition: int
    place: tuple[int, int]
    taken_in: bool = False
    beyond: int | None = None

    @property
    def where(self) -> Role:
        """The stage that has to bring it further."""
        if not self.taken_in:
            return Role.INTAKE
        return Role.MONITOR if self.beyond is None else Role.PAGER


class Path:
    """The heartbeats under way, and how far the newest have come.

    Attributes:
        reached: of each stage, when the newest heartbeat set out that has come through it.
        travelled_s: how long the newest took for the whole way, as far as was seen; None before the first.
    """

    def __init__(self) -> None:
        self.reached: dict[Role, datetime] = {}
        self.travelled_s: float | None = None
        self._under_way: list[Beat] = []

    def send(self, beat: Beat) -> None:
        """A heartbeat has set out."""
        self._under_way.append(beat)
        if len(self._under_way) > _MOST_UNDER_WAY:
            del self._under_way[0]

    def take_in(self, read_up_to: Mapping[int, int], now: float) -> None:
        """Intake has read its partitions up to these offsets."""
        for beat in self._under_way:
            partition, offset = beat.place
            if read_up_to.get(partition, 0) > offset:
                self._take_in(beat, now)

    def come_out(self, sent_at: datetime, partition: int, offset: int, now: float) -> None:
        """The monitor has worked one in, which lies at an offset before the pager; with it, all before it."""
        for beat in self._under_way:
            if beat.partition == partition and beat.sent_at <= sent_at and beat.beyond is None:
                self._take_in(beat, now)
                beat.beyond, beat.since = offset, now
                self._reach(Role.MONITOR, beat)

    def page(self, read_up_to: int | None, now: float) -> None:
        """The pager has read the heartbeats up to an offset; None: there never was a pager, and nothing to wait for."""
        for beat in list(self._under_way):
            if beat.beyond is not None and (read_up_to is None or beat.beyond < read_up_to):
                self._under_way.remove(beat)
                if read_up_to is not None:
                    self._reach(Role.PAGER, beat)
                    self.travelled_s = now - beat.sent

    def silent(self, now: float, patience_s: float) -> dict[Role, list[int]]:
        """Where heartbeats have been for longer than is allowed, and to which partitions of the log they should go."""
        missed: dict[Role, list[int]] = {}
        for beat in self._late(now, patience_s):
            partitions = missed.setdefault(beat.where, [])
            if beat.partition not in partitions:
                partitions.append(beat.partition)
        return missed

    def _late(self, now: float, patience_s: float) -> Iterator[Beat]:
        return (beat for beat in self._under_way if now - beat.since > patience_s)

    def _take_in(self, beat: Beat, now: float) -> None:
        if not beat.taken_in:
            beat.taken_in, beat.since = True, now
            self._reach(Role.INTAKE, beat)

    def _reach(self, role: Role, beat: Beat) -> None:
        self.reached[role] = max(beat.sent_at, self.reached.get(role, beat.sent_at))
