"""Who and what a resource is about, by what it says of itself and by nothing else.

A server's own id goes before identifiers, for it is what references name. A patient is known by it too; a patient who
is only in the message (a contained one, or one under a `urn:uuid:`) is known by the record number.
"""

from collections.abc import Mapping
from typing import Final

import msgspec

from models.instants import to_text
from models.rejections import IgnoredKind, Reason, Rejected
from streams.intake.fhir.concepts import says
from streams.intake.fhir.elements import Identifier, Meta, Reference
from streams.intake.fhir.names import bounded, digest, identifiers_of, name_of, only_proposed, version_of
from streams.intake.fhir.outcomes import Draft, Json, NotOursError
from streams.intake.fhir.resources import Resource
from streams.intake.fhir.surroundings import Entry, Surroundings, target
from streams.intake.fhir.times import Moment, first, instant

_CHANGING: Final = ("modifierExtension", "implicitRules")
_RECORD_NUMBERS: Final = ("MR", "PI")
"""The record number, and the patient's number in the hospital, where there is no other."""
_OUT_OF_USE: Final = "old"


class Origin(msgspec.Struct, frozen=True):
    """What all events of one version of a resource have in common.

    `name` is the resource's own, `stem` begins its event ids, `token` tells this version from others, `first` says
    that there was none before it. `said` is the latest that this version can have been stated.
    """

    name: str
    stem: str
    token: str
    version: int | None
    first: bool
    patient_id: str | None
    recorded_at: str | None
    source: str | None
    said: Moment
    around: Surroundings

    @property
    def stated(self) -> Moment:
        """When this version was stated, as far as anything that was sent says so."""
        return first(Moment(self.recorded_at, self.said.place), Moment(self.around.said_at, self.said.place))

    def draft(
        self, kind: str, event_id: str, when: Moment, fields: Mapping[str, object], places: Mapping[str, str] = {}
    ) -> Draft:
        """An event of this resource: `fields` beside the common ones, and the elements that they come from."""
        common: dict[str, object] = {
            "type": kind,
            "event_id": bounded(event_id),
            "patient_id": self.patient_id,
            "occurred_at": instant(when.text, self.around.context.zone),
            "recorded_at": self.recorded_at,
            "source": self.source,
        }
        return Draft({**common, **fields}, places, when=when.place)

    def retraction(self, event_id: str, when: Moment) -> Draft:
        """The event that takes another one of this resource back."""
        return self.draft("event-retracted", f"{event_id}/retracted", when, {"retracts": bounded(event_id)})


def origin_of(raw: Json, resource: Resource, subject: Reference | None, around: Surroundings) -> Origin:
    """What the events of a resource share.

    Raises:
        NotOursError: it is not about a patient.
        Rejected: it says that its meaning is changed by something that is not known here.
    """
    for name in _CHANGING:
        if raw.get(name):
            raise Rejected(Reason.BAD_VALUE, name)
    whole = around.whole
    part = whole is not None and bool(whole.name)
    meta = (whole.meta if whole is not None and part else resource.meta) or Meta()
    own = name_of(raw, around)
    name = bounded(f"{whole.name}#{own}") if whole is not None and part else own
    version = version_of(meta)
    return Origin(
        name=name,
        stem=f"{raw.get('resourceType')}/{name}",
        token=meta.version_id or meta.last_updated or digest(raw),
        version=version,
        first=version == 1,
        patient_id=patient_of(subject or (whole.subject if whole else None), around),
        recorded_at=meta.last_updated or None,
        source=bounded(meta.source.partition("#")[0]) or around.sender,
        said=Moment(meta.last_updated or around.said_at or _arrival(around), "meta.lastUpdated"),
        around=around,
    )


def _arrival(around: Surroundings) -> str | None:
    now = around.context.now
    return None if now is None else to_text(now)


def patient_of(reference: Reference | None, around: Surroundings) -> str | None:
    """The id of the patient who is referred to, or None when there is none to be known by.

    Raises:
        NotOursError: it is no patient: a group, a device, a place.
    """
    if reference is None:
        return None
    address = reference.reference
    if not address:
        kind = reference.type.rpartition("/")[2]
        if kind not in {"", "Patient"}:
            raise NotOursError(IgnoredKind.UNSUPPORTED, kind)
        return _value(reference.identifier)
    kind, name = target(address)
    if kind == "Patient" and not address.startswith(("#", "urn:")):
        return name or None
    at_hand = around.find(reference)
    if at_hand is not None:
        kind = str(at_hand.get("resourceType"))
        if kind == "Patient":
            return around.siblings.once(_record_at_hand, around, at_hand)
    elif address.startswith("Patient?identifier="):
        return address.rpartition("|")[2].rpartition("=")[2] or None
    if kind[:1].isupper() and kind != "Patient":
        raise NotOursError(IgnoredKind.UNSUPPORTED, kind)
    return _value(reference.identifier)


def record_of(patient: Json, entry: Entry | Surroundings | None) -> str | None:
    """The id by which a Patient resource is known: its own, else the record number, else its only identifier.

    Args:
        patient: the record.
        entry: where it stands; None: it is contained in another resource, where its id means nothing outside.
    """
    own = patient.get("id")
    if entry is not None and isinstance(own, str) and own and not only_proposed(own, entry):
        return own
    every = identifiers_of(patient)
    identifiers = [each for each in every if each.use != _OUT_OF_USE] or every
    numbers = [each for kind in _RECORD_NUMBERS for each in identifiers if says(each.type, kind)]
    known = numbers[:1] or identifiers
    return known[0].value if len(known) == 1 else None


def _record_at_hand(around: Surroundings, patient: Json) -> str | None:
    return record_of(patient, around.siblings.entry_of(patient))


def _value(identifier: Identifier | None) -> str | None:
    return identifier.value or None if identifier else None
