"""What each part of natwatch may do in Kafka, and nothing more: least privilege, as arguments of `kafka-acls`."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from models.settings import Inbound
from streams.topics.names import TopicNames
from streams.topics.specs import KAFKA_DEFAULT_MAX_BYTES, own_topics


@dataclass(frozen=True, slots=True)
class Grant:
    """Some operations on some resources of one kind.

    Attributes:
        kind: `topic`, `group` or `transactional-id`.
        names: of the resources.
        operations: as `kafka-acls` spells them. Read and Write imply Describe.
        prefixed: whether the names are beginnings of names.
    """

    kind: str
    names: tuple[str, ...]
    operations: tuple[str, ...]
    prefixed: bool = False

    @property
    def arguments(self) -> str:
        """One line for `kafka-acls --add`, without the principal."""
        words = [f"--operation {operation}" for operation in self.operations]
        words += [f"--{self.kind} {name}" for name in self.names]
        return " ".join([*words, "--resource-pattern-type prefixed"] if self.prefixed else words)


def topics(names: Iterable[str], *operations: str) -> Grant:
    """Operations on topics."""
    return Grant("topic", tuple(names), operations)


def _intake(names: TopicNames) -> Iterator[Grant]:
    yield _look(names)
    yield topics([*_inbound(names), names.heartbeats], "Read")
    # Its first line says with how many partitions the log was begun.
    yield topics([names.patient_events], "Read", "Write")
    yield topics([names.rejected_events], "Write")
    yield Grant("group", (names.intake_group,), ("Read",))


def _monitor(names: TopicNames) -> Iterator[Grant]:
    yield _look(names)
    yield topics([names.patient_events, names.patient_ledger], "Read", "Write")
    yield topics([names.alerts, names.operations, names.heartbeats], "Write")
    yield Grant("group", (names.monitor_group,), ("Read",))
    yield Grant("transactional-id", (names.monitor_ids,), ("Write",), prefixed=True)


def _pager(names: TopicNames) -> Iterator[Grant]:
    yield _look(names)
    yield topics([names.alerts, names.heartbeats], "Read")
    yield topics([names.operations], "Read", "Write")
    yield Grant("group", (names.pager_group,), ("Read",))


def _vigil(names: TopicNames) -> Iterator[Grant]:
    yield _look(names)
    yield topics([names.alerts], "Read")
    yield topics([names.operations, names.heartbeats], "Read", "Write")
    yield Grant("group", (names.vigil_group,), ("Read",))
    yield Grant("group", (names.intake_group, names.monitor_group, names.pager_group), ("Describe",))


def _callbacks(names: TopicNames) -> Iterator[Grant]:
    yield topics([names.inbound(Inbound.CLINICAL_EVENTS)], "Write")


def _administrator(names: TopicNames) -> Iterator[Grant]:
    yield _look(names)
    yield topics([*_inbound(names), *_own(names)], "Create")


def _reader(names: TopicNames) -> Iterator[Grant]:
    yield topics([names.patient_events], "Read", "DescribeConfigs")


def _resubmitter(names: TopicNames) -> Iterator[Grant]:
    yield topics([names.rejected_events], "Read", "Write", "DescribeConfigs")
    yield topics(_inbound(names), "Write")


GRANTS: Mapping[str, Callable[[TopicNames], Iterable[Grant]]] = {
    "intake": _intake,
    "monitor": _monitor,
    "pager": _pager,
    "vigil": _vigil,
    "callbacks": _callbacks,
    "administrator": _administrator,
    "reader": _reader,
    "resubmitter": _resubmitter,
}
"""By part: the three roles of a worker, the vigil (`vigil.keep`), the pager's way back (`pager.listen`,
`pager.silences`), whoever makes the topics (`natwatch topics create`), whoever reads the log (`natwatch log`), and
whoever lists and sends again what was rejected (`natwatch rejected`)."""


def _look(names: TopicNames) -> Grant:
    """A worker holds all topics against what they must be before it starts."""
    return topics([*_inbound(names), *_own(names)], "Describe", "DescribeConfigs")


def _inbound(names: TopicNames) -> list[str]:
    return [names.inbound(kind) for kind in Inbound]


def _own(names: TopicNames) -> list[str]:
    return [spec.name for spec in own_topics(names, KAFKA_DEFAULT_MAX_BYTES)]
