"""Apache Kafka itself, one node, started by us for the demo and the tests: no Java, container or root needed."""

from streams.embedded.errors import EmbeddedKafkaError
from streams.embedded.node import EmbeddedKafka

__all__ = ["EmbeddedKafka", "EmbeddedKafkaError"]
