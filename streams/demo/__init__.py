"""A clinic's day in a minute, on an Apache Kafka of its own."""
