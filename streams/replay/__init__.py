"""Replays: the same alerts from a file as from the live worker, without Kafka."""
