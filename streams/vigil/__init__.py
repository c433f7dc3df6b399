"""Silence is an alert: what shows from the outside that events still become alerts, and says so when they do not."""
