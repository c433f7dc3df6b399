"""What becomes of a resource: events, rejections, and what is passed over."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final, Protocol

import msgspec

from models.decoded import DecodeContext, Ignored, Rejection
from models.events import Event, check
from models.rejections import IgnoredKind, Reason, Rejected

Json = dict[str, object]
LONGEST_CODE: Final = 64
MISTAKEN: Final = "entered-in-error"
"""The status of what should never have been said; a resource that was deleted is read as if it had it."""

_PLACE: Final = re.compile(r"at `\$\.?([^`]*)`$")


_PLACES: Final = {
    "event_id": "id",
    "patient_id": "subject.reference",
    "recorded_at": "meta.lastUpdated",
    "source": "meta.source",
}


class Draft(msgspec.Struct, frozen=True):
    """An event as a resource states it, yet to be checked.

    `places` names, for a field of the event, the element that it was taken from, `within` a part of the resource, and
    `when` that of the time. `faults` names fields that cannot be filled for another reason than the check would find,
    for which a placeholder stands there.
    """

    fields: dict[str, object]
    places: Mapping[str, str]
    faults: Mapping[str, Reason] = {}
    when: str = ""
    within: str = ""

    def place(self, name: str) -> str:
        """The element that a field was taken from."""
        own = self.places.get(name)
        if own is not None:
            return f"{self.within}.{own}" if self.within else own
        return self.when if name == "occurred_at" else _PLACES.get(name, name)


Settled = Event | Rejection | Ignored
Outcome = Draft | Settled


class Around(Protocol):
    """Whatever knows where in the message an element stands, and how the message is to be judged."""

    @property
    def context(self) -> DecodeContext:
        """How it is to be judged."""

    def at(self, place: str) -> str:
        """The path of an element, from the root of the message."""


class NotOursError(Exception):
    """The resource is well formed, and says nothing that the alerts know."""

    def __init__(self, kind: IgnoredKind, code: str = "") -> None:
        super().__init__(kind.value)
        self.ignored = Ignored(kind, code[:LONGEST_CODE])


def demand_one(place: str, *forms: object) -> None:
    """Refuse an element of choice that is there in two forms: nothing says which of them counts.

    Raises:
        Rejected: `ambiguous-value`.
    """
    if len(forms) - forms.count(None) > 1:
        raise Rejected(Reason.AMBIGUOUS_VALUE, place)


def attempted(make: Callable[[], Outcome], around: Around) -> Outcome:
    """The outcome, or what it comes to where it breaks off."""
    try:
        return make()
    except Rejected as refused:
        return Rejection(refused.reason, around.at(refused.where))
    except NotOursError as passed_over:
        return passed_over.ignored


def settled(outcomes: Iterator[Outcome], around: Around) -> Iterator[Settled]:
    """The outcomes of a resource with its drafts checked, and what else it comes to where it breaks off."""
    try:
        for outcome in outcomes:
            yield _checked(outcome, around) if isinstance(outcome, Draft) else outcome
    except Rejected as refused:
        yield Rejection(refused.reason, around.at(refused.where))
    except NotOursError as passed_over:
        yield passed_over.ignored
    except msgspec.ValidationError as malformed:
        place = _PLACE.search(str(malformed))
        where = place[1] if place else ""
        yield Rejection(Reason.BAD_STATUS if where == "status" else Reason.BAD_VALUE, around.at(where))


def _checked(draft: Draft, around: Around) -> Event | Rejection:
    try:
        event = check(draft.fields, around.context.now, around.context.tolerance)
    except Rejected as refused:
        name = refused.where
        return Rejection(draft.faults.get(name, refused.reason), around.at(draft.place(name)))
    for name, reason in draft.faults.items():
        return Rejection(reason, around.at(draft.place(name)))
    return event
