"""Puts accepted events into the partitions of their patients, as records that are batches of lines."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from models import events
from models.events import Event
from models.events.decisions import PatientMerged
from models.plain import PlainLine
from streams.topics import partition_of

MAX_LINES = 500
MAX_BYTES = 512 << 10


class Lines:
    """The lines of one fetch, by partition, each in the order in which it was accepted."""

    def __init__(self, partitions: int) -> None:
        self._partitions = partitions
        self._lines: defaultdict[int, list[bytes]] = defaultdict(list)

    def add(self, event: Event, accepted_at: datetime) -> None:
        """Adds an event to its patient's partition; a merge to those of both patients."""
        line = events.line(event, accepted_at)
        partitions = {partition_of(event.patient_id, self._partitions)}
        if isinstance(event, PatientMerged):
            partitions.add(partition_of(event.prior_patient_id, self._partitions))
        for partition in partitions:
            self._lines[partition].append(line)

    def add_lines(self, lines: Iterable[PlainLine]) -> None:
        """Adds the lines of events of one patient each, one after the other as they are made."""
        by_partition, partitions = self._lines, self._partitions
        for patient_id, line in lines:
            by_partition[partition_of(patient_id, partitions)].append(line)

    def records(self) -> Iterator[tuple[int, list[bytes]]]:
        """Each partition that has lines, with the values of its records."""
        for partition, lines in self._lines.items():
            yield partition, list(packed(lines))


def packed(lines: list[bytes]) -> Iterator[bytes]:
    """Lines put together to records of at most 500 lines and 512 KiB; a longer line is a record of its own."""
    start, size = 0, 0
    for end, line in enumerate(lines):
        if end > start and (end - start == MAX_LINES or size + len(line) > MAX_BYTES):
            yield b"\n".join(lines[start:end])
            start, size = end, 0
        size += len(line) + 1
    yield b"\n".join(lines[start:])
