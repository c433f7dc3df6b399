"""The stateful part of a worker: turns the lines of `patient-events` into alerts, exactly once."""
