"""The next instant that matters, of every patient of a ledger."""

from collections.abc import Iterable
from datetime import datetime
from heapq import heapify, heappop, heappush
from typing import NamedTuple

MOST_DEADLINES = 500
"""How many go into one record of the log."""


class Deadline(NamedTuple):
    """An instant at which something about a patient changes with no event."""

    due: datetime
    patient_id: str


class Deadlines:
    """A heap of deadlines, one a patient, that forgets moved ones only when it meets them.

    A deadline that was handed out is not handed out again: its line is on its way. When the line comes back the
    patient's next deadline is another one, or, for a patient who cannot be judged, the same one, which must not be
    sent for ever.
    """

    def __init__(self, deadlines: Iterable[Deadline] = ()) -> None:
        self._heap = list(deadlines)
        heapify(self._heap)
        self._armed = {deadline.patient_id: deadline.due for deadline in self._heap}
        self._sent: dict[str, datetime] = {}

    def __len__(self) -> int:
        return len(self._armed)

    @property
    def size(self) -> int:
        """How many entries are kept, those included that were moved since."""
        return len(self._heap)

    def arm(self, patient_id: str, due: datetime | None) -> None:
        """Sets the patient's deadline, or takes it away."""
        if due is None:
            self._armed.pop(patient_id, None)
            self._sent.pop(patient_id, None)
        elif self._armed.get(patient_id) != due and self._sent.get(patient_id) != due:
            self._sent.pop(patient_id, None)
            self._armed[patient_id] = due
            heappush(self._heap, Deadline(due, patient_id))
            if len(self._heap) > 2 * len(self._armed) + 1000:
                self._heap = [Deadline(due, patient_id) for patient_id, due in self._armed.items()]
                heapify(self._heap)

    @property
    def next_due(self) -> datetime | None:
        """The earliest deadline that was not handed out."""
        heap = self._heap
        while heap and self._armed.get(heap[0].patient_id) != heap[0].due:
            heappop(heap)
        return heap[0].due if heap else None

    def take(self, now: datetime, limit: int) -> list[Deadline]:
        """Hands out the deadlines that have come, the earliest first, at most `limit`."""
        taken: list[Deadline] = []
        while len(taken) < limit and (due := self.next_due) is not None and due <= now:
            deadline = heappop(self._heap)
            del self._armed[deadline.patient_id]
            self._sent[deadline.patient_id] = deadline.due
            taken.append(deadline)
        return taken
