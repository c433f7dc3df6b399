"""Intake: what hospitals send, made into the events that the alerts know."""
