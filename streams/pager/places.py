"""One partition of a topic: what is still to be told, what was, and how far its place in Kafka may move."""

from dataclasses import dataclass, field

from streams.pager.intents import Told, Waiting
from streams.pager.pages import Delivery


@dataclass(slots=True)
class Lane:
    """One alert's way to the receiver: what is being told now, and what has come since.

    `first` is the lowest offset that is not settled. It holds the partition's place, so that after a restart the
    receiver is believed to know no more than it does.
    """

    now: Waiting
    first: int
    after: Waiting | None = None
    after_first: int = 0


@dataclass(slots=True, eq=False)
class Place:
    """One partition that this worker has.

    Attributes:
        told_up_to: the place that Kafka kept: below it everything was settled. None if the group never was here.
        next_offset: the first offset that was not read yet.
    """

    told_up_to: int | None
    next_offset: int = 0
    told: dict[str, Told] = field(default_factory=dict)
    lanes: dict[str, Lane] = field(default_factory=dict)
    recalled: dict[str, Delivery] = field(default_factory=dict)
    recalling: bool = True

    @property
    def fresh(self) -> bool:
        """Whether the group reads the partition for the first time."""
        return self.told_up_to is None

    @property
    def settled(self) -> int:
        """The offset that may be committed: everything below it is settled."""
        return min((lane.first for lane in self.lanes.values()), default=self.next_offset)

    def tell(self, alert_id: str, told: Told | None) -> None:
        """Note what the receiver knows of an alert; nothing, once it is resolved."""
        if told is None:
            self.told.pop(alert_id, None)
        else:
            self.told[alert_id] = told
