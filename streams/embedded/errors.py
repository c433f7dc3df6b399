"""What can go wrong with a Kafka of our own."""


class EmbeddedKafkaError(Exception):
    """Apache Kafka cannot be fetched or does not run; the message is one sentence that says what to do."""
