"""Data, frozen and validated: events in, facts known, alerts out, policy and settings. Knows nothing above it."""
