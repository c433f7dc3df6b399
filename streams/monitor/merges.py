"""Which records of a partition were merged into others."""

from collections.abc import Mapping


class Merges:
    """Prior records and the ones that go on, as far as the lines of one partition say.

    A merge stands in the partitions of both patients.
    """

    def __init__(self, known: Mapping[str, str]) -> None:
        self._known = dict(known)

    def into(self, patient_id: str) -> str | None:
        """The record that goes on for this one, if it was merged."""
        return self._known.get(patient_id)

    def add(self, prior: str, survivor: str) -> bool:
        """Notes a merge; says no where the prior was merged already, or would be merged into itself at the end."""
        follower: str | None = survivor
        while follower is not None:
            if follower == prior:
                return False
            follower = self._known.get(follower)
        if prior in self._known:
            return False
        self._known[prior] = survivor
        return True
