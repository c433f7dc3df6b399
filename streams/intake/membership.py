"""Whether the group has given this member its parts of the topics."""

from collections.abc import Collection

from aiokafka import ConsumerRebalanceListener, TopicPartition


class Membership(ConsumerRebalanceListener):
    """Listens to the group; a member of a crowded group may have settled with nothing.

    Attributes:
        settled: the group has shared the topics out, and is not doing it anew.
    """

    def __init__(self) -> None:
        self.settled = False

    async def on_partitions_revoked(self, revoked: Collection[TopicPartition]) -> None:  # noqa: ARG002 - whichever
        """The group shares out anew."""
        self.settled = False

    async def on_partitions_assigned(self, assigned: Collection[TopicPartition]) -> None:  # noqa: ARG002 - whichever
        """The group has shared out."""
        self.settled = True
