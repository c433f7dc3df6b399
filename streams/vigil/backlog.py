"""How much waits to be read of one partition, and for how long. Pure."""

from collections import deque

_MOST_MARKS = 240


class Backlog:
    """Remembers when the end of a partition was where, to tell how long its oldest unread record has waited.

    Args:
        slack: so many records at the end may be markers of transactions, which nobody reads.
    """

    def __init__(self, slack: int = 0) -> None:
        self._slack = slack
        self._marks: deque[tuple[float, int]] = deque()
        self.records = 0

    def look(self, now: float, end: int, read_up_to: int) -> None:
        """Takes in where the partition ends, and up to which offset it was read, at an instant in monotonic seconds."""
        self.records = max(0, end - read_up_to)
        if self.records <= self._slack:
            self._marks.clear()
            return
        if not self._marks or self._marks[-1][1] < end:
            self._marks.append((now, end))
        while self._marks[0][1] <= read_up_to:
            self._marks.popleft()
        if len(self._marks) > _MOST_MARKS:
            # Every other one is forgotten: an age may then be said to be less than it is, by one step.
            self._marks = deque(mark for number, mark in enumerate(self._marks) if number % 2 == 0)

    def age(self, now: float) -> float:
        """For how long the oldest unread record has been seen to wait, in seconds."""
        return now - self._marks[0][0] if self._marks else 0.0
