"""What the pager counts, by names of closed sets alone."""

from prometheus_client import CollectorRegistry, Counter


class Counters:
    """The pager's counters in one registry."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.decisions = Counter(
            "natwatch_pager_decisions",
            "Revisions of alerts that were decided upon, by what was asked of the receiver (or nothing) and why",
            ("rule", "intent", "why"),
            registry=registry,
        )
        self.attempts = Counter(
            "natwatch_pager_attempts",
            "Attempts to deliver, by how they ended",
            ("receiver", "reason"),
            registry=registry,
        )
        self.shadowed = Counter(
            "natwatch_pager_shadowed",
            "Deliveries that shadow mode kept back",
            ("rule", "severity", "intent"),
            registry=registry,
        )
        self.acknowledgements = Counter(
            "natwatch_pager_acknowledgements",
            "Acknowledgements that came back, by rule and coded reason: the measure of alerts that nobody needs",
            ("rule", "reason"),
            registry=registry,
        )
        self.callbacks_refused = Counter(
            "natwatch_pager_callbacks_refused",
            "Call-backs that led to no acknowledgement, by why",
            ("why",),
            registry=registry,
        )
