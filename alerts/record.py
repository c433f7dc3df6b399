"""A patient as compact bytes, and back: what the changelog of the worker's state keeps.

A record has two parts. What has not changed for a while is the archive, written seldom; all else, with what has changed
since, is written each time. The first element of that part is the version of the format; the second, which can be read
alone, is the next instant that matters.
"""

from datetime import datetime
from typing import Final, NamedTuple
from zlib import crc32

import msgspec
from msgspec.structs import replace

from alerts.advance import Patient
from alerts.compact import pack, unpack
from alerts.facts.entities import Entity
from alerts.facts.facts import Facts, remember
from alerts.facts.retractions import void_keys
from alerts.published import Cover, OpenAlert, Published
from models.log import ClinicalEvent

FORMAT: Final = 2
_MOST_FRESH: Final = 8
_FRESH_IN: Final = 4
"""The archive is written anew when more things than this, and more than one in so many events, are not in it."""
_REMEMBERED: Final = 2


class UnknownFormatError(ValueError):
    """The bytes were written by another release, whose format this one does not read."""


class WrongArchiveError(ValueError):
    """The archive is not the one that belongs to the record: something that is known of the patient is missing."""


class Record(NamedTuple):
    """The bytes to keep of a patient; no archive: the one that is kept goes on."""

    latest: bytes
    archive: bytes | None


class _Head(msgspec.Struct, frozen=True, array_like=True, gc=False):
    format: int
    next_at: datetime | None
    archive: int


class _Latest(msgspec.Struct, frozen=True, array_like=True, gc=False):
    format: int
    next_at: datetime | None
    archive: int
    clock: datetime | None
    patient_id: str
    published: msgspec.Raw
    openings: tuple[tuple[str, str, datetime, int], ...]
    things: tuple[msgspec.Raw, ...]


class _Published(msgspec.Struct, frozen=True, array_like=True, gc=False):
    alerts: tuple[OpenAlert, ...]
    covers: tuple[Cover, ...]
    acknowledged: tuple[tuple[str, str], ...]
    aside: tuple[Cover, ...]


_Known = tuple[tuple[ClinicalEvent, ...], msgspec.Raw]
"""What is known about a thing, and how that was packed."""

_encoder = msgspec.msgpack.Encoder()
_head_decoder = msgspec.msgpack.Decoder(_Head)
_latest_decoder = msgspec.msgpack.Decoder(_Latest)
_published_decoder = msgspec.msgpack.Decoder(_Published)
_things_decoder = msgspec.msgpack.Decoder(tuple[msgspec.Raw, ...])


def encode(patient: Patient) -> bytes:
    """The patient as bytes, all in one. What can be worked out from the facts is left out."""
    return _latest(patient, 0, _everything(patient))


def recorded(patient: Patient) -> tuple[Patient, Record]:
    """The patient as bytes in two parts, and the patient who knows what is in them."""
    fresh = patient.facts.fresh
    if len(fresh) <= max(_MOST_FRESH, len(patient.facts.homes) // _FRESH_IN):
        return patient, Record(_latest(patient, patient.archive, tuple(_packed(patient, each) for each in fresh)), None)
    archive = _encoder.encode(_everything(patient))
    patient = replace(patient, facts=replace(patient.facts, fresh=frozenset()), archive=_check(archive))
    return patient, Record(_latest(patient, patient.archive, ()), archive)


def decode(record: bytes, archive: bytes = b"") -> Patient:
    """The patient whose record this is.

    Raises:
        UnknownFormatError: another release wrote it.
        WrongArchiveError: it belongs to another archive.
        msgspec.MsgspecError: it is no record at all.
    """
    if not belongs(record, archive):
        raise WrongArchiveError
    kept = _latest_decoder.decode(record)
    published = _published_decoder.decode(kept.published)
    old = _unpacked(_things_decoder.decode(archive) if archive else (), kept.patient_id)
    new = _unpacked(kept.things, kept.patient_id)
    things = {thing: known for thing, known in {**old, **new}.items() if known[0]}
    facts = remember((thing, events) for thing, (events, _) in things.items())
    return Patient(
        patient_id=kept.patient_id,
        facts=Facts(facts.things, facts.homes, void_keys(facts), frozenset(new)),
        published=Published(
            alerts={alert.about: alert for alert in published.alerts},
            covers=published.covers,
            acknowledged=published.acknowledged,
            openings={(rule, subject): (instant, count) for rule, subject, instant, count in kept.openings},
            aside=published.aside,
        ),
        clock=kept.clock,
        next_at=kept.next_at,
        archive=kept.archive,
        packed=dict[Entity | None, tuple[object, msgspec.Raw]](things.items()),
    )


def next_at(record: bytes) -> datetime | None:
    """The next instant at which an alert of the patient can change by itself, read without the rest.

    Raises:
        UnknownFormatError: another release wrote it.
    """
    return _head(record).next_at


def belongs(record: bytes, archive: bytes) -> bool:
    """Whether this is the archive of the record, and undamaged; no bytes: whether the record has none.

    Raises:
        UnknownFormatError: another release wrote it.
    """
    return _head(record).archive == _check(archive)


def _head(record: bytes) -> _Head:
    head = _head_decoder.decode(record)
    if head.format != FORMAT:
        raise UnknownFormatError(f"format {head.format}; this release reads {FORMAT}")
    return head


def _check(archive: bytes) -> int:
    """By what a record knows its archive: the length and a checksum; 0 where there is none."""
    return len(archive) << 32 | crc32(archive)


def _latest(patient: Patient, archive: int, things: tuple[msgspec.Raw, ...]) -> bytes:
    openings = patient.published.openings.items()
    return _encoder.encode(
        _Latest(
            format=FORMAT,
            next_at=patient.next_at,
            archive=archive,
            clock=patient.clock,
            patient_id=patient.patient_id,
            published=_packed_published(patient),
            openings=tuple((*about, at, count) for about, (at, count) in openings if at == patient.clock),
            things=things,
        )
    )


def _packed_published(patient: Patient) -> msgspec.Raw:
    published = patient.published
    known = patient.packed.get(None)
    if known is None or known[0] is not published:
        said = _Published(tuple(published.alerts.values()), published.covers, published.acknowledged, published.aside)
        known = patient.packed[None] = published, msgspec.Raw(_encoder.encode(said))
    return known[1]


def _everything(patient: Patient) -> tuple[msgspec.Raw, ...]:
    if len(patient.packed) > _REMEMBERED * (len(patient.facts.homes) + _MOST_FRESH):
        patient.packed.clear()
    return tuple(
        _packed(patient, Entity(kind, name)) for kind, things in patient.facts.things.items() for name in things
    )


def _packed(patient: Patient, thing: Entity) -> msgspec.Raw:
    """What is known about a thing, packed once and remembered while it does not change."""
    events = patient.facts.of(thing.kind).get(thing.name, ())
    known = patient.packed.get(thing)
    if known is None or known[0] is not events:
        known = patient.packed[thing] = events, msgspec.Raw(pack(thing, events))
    return known[1]


def _unpacked(things: tuple[msgspec.Raw, ...], patient_id: str) -> dict[Entity, _Known]:
    known = {}
    for raw in things:
        thing, events = unpack(raw, patient_id)
        known[thing] = events, raw
    return known
