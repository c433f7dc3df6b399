"""What can go wrong with a Kafka of our own."""

from streams.refusal import Refusal


class EmbeddedKafkaError(Refusal):
    """Apache Kafka cannot be fetched, or does not run."""
