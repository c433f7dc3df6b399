"""The topics of an installation: what they are called, how they are made, and what may be wrong with them."""

from streams.topics.names import TopicNames
from streams.topics.partitions import partition_of

__all__ = ["TopicNames", "partition_of"]
