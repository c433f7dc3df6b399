"""Which records of a partition were merged into others."""

from collections.abc import Mapping

import msgspec

from models.log import PatientMerged


class Merge(msgspec.Struct, frozen=True):
    """The record that goes on, and the event that said so."""

    into: str
    event_id: str


class Merges:
    """Prior records and the ones that go on, as far as the lines of one partition say.

    A merge stands in the partitions of both patients.

    Args:
        known: those of before, by prior record.
    """

    def __init__(self, known: Mapping[str, Merge]) -> None:
        self._known = dict(known)

    def into(self, patient_id: str) -> str | None:
        """The record that goes on for this one, if it was merged."""
        merge = self._known.get(patient_id)
        return None if merge is None else merge.into

    def add(self, event: PatientMerged) -> Merge | None:
        """Notes a merge; none where the prior was merged already, or would be merged into itself at the end."""
        follower: str | None = event.patient_id
        while follower is not None:
            if follower == event.prior_patient_id:
                return None
            follower = self.into(follower)
        if event.prior_patient_id in self._known:
            return None
        merge = Merge(event.patient_id, event.event_id)
        self._known[event.prior_patient_id] = merge
        return merge

    def came_of(self, event_id: str) -> bool:
        """Whether a merge was said by that event."""
        return any(merge.event_id == event_id for merge in self._known.values())
