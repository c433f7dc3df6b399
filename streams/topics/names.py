"""What topics, consumer groups and transactional ids are called in one installation."""

from dataclasses import dataclass

from models.settings import Inbound


@dataclass(frozen=True, slots=True)
class TopicNames:
    """All names, each with the prefix of this installation before it."""

    prefix: str = ""

    def inbound(self, kind: Inbound) -> str:
        """A topic that hospitals write to."""
        return f"{self.prefix}{kind}"

    @property
    def patient_events(self) -> str:
        """The log: every accepted event."""
        return f"{self.prefix}patient-events"

    @property
    def patient_ledger(self) -> str:
        """What the worker keeps of each patient."""
        return f"{self.prefix}patient-ledger"

    @property
    def alerts(self) -> str:
        """Every revision of every alert."""
        return f"{self.prefix}alerts"

    @property
    def rejected_events(self) -> str:
        """What intake could not read, byte for byte."""
        return f"{self.prefix}rejected-events"

    @property
    def operations(self) -> str:
        """Alerts about the installation, not about a patient."""
        return f"{self.prefix}operations"

    @property
    def heartbeats(self) -> str:
        """The signs of life of workers."""
        return f"{self.prefix}heartbeats"

    @property
    def intake_group(self) -> str:
        """The consumer group of intake."""
        return f"{self.prefix}natwatch-intake"

    @property
    def monitor_group(self) -> str:
        """The consumer group, and Faust's app id, of the monitor."""
        return f"{self.prefix}natwatch-monitor"

    @property
    def pager_group(self) -> str:
        """The consumer group of the pager."""
        return f"{self.prefix}natwatch-pager"

    def transactional_id(self, partition: int) -> str:
        """The transactional id of whoever owns this partition's ledger."""
        return f"{self.monitor_ids}{partition}"

    @property
    def monitor_ids(self) -> str:
        """How the transactional ids of ledgers begin."""
        return f"{self.prefix}natwatch-monitor-"

    @property
    def vigil_group(self) -> str:
        """The consumer group that says which worker keeps the vigil."""
        return f"{self.prefix}natwatch-vigil"
