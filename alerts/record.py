"""A patient as compact bytes, and back: what the changelog of the worker's state keeps.

A record has two parts. What has not changed for a while is the archive, written seldom; all else, with what has changed
since, is written each time. The first element of that part is the version of the format; the second, which can be read
alone, is the next instant that matters.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final, NamedTuple
from zlib import crc32

import msgspec
from msgspec.structs import replace

from alerts.advance import Kept, Patient
from alerts.compact import about, pack, unpack, unpack_all
from alerts.facts.entities import Entity
from alerts.facts.facts import Facts, remember
from alerts.facts.retractions import void_keys
from alerts.published import Cover, OpenAlert, Published

FORMAT: Final = 2
_MOST_SINCE: Final = 8
_SINCE_IN: Final = 4
"""The archive is written anew when more things than this, and more than one in so many events, changed since."""


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


class _Published(msgspec.Struct, frozen=True, array_like=True, gc=False):
    alerts: tuple[OpenAlert, ...]
    covers: tuple[Cover, ...]
    acknowledged: tuple[tuple[str, str], ...]
    aside: tuple[Cover, ...]


class _Latest(msgspec.Struct, frozen=True, array_like=True, gc=False):
    format: int
    next_at: datetime | None
    archive: int
    clock: datetime | None
    patient_id: str
    published: _Published
    openings: tuple[tuple[str, str, datetime | None, int], ...]
    things: tuple[msgspec.Raw, ...]


_encoder = msgspec.msgpack.Encoder()
_head_decoder = msgspec.msgpack.Decoder(_Head)
_latest_decoder = msgspec.msgpack.Decoder(_Latest)
_things_decoder = msgspec.msgpack.Decoder(tuple[msgspec.Raw, ...])


def encode(patient: Patient) -> bytes:
    """The patient as bytes, all in one. What can be worked out from the facts is left out."""
    return _latest(patient, 0, [_packed(patient, thing) for thing in patient.facts.all()])


def recorded(patient: Patient) -> tuple[Patient, Record]:
    """The patient as bytes in two parts, and the patient who knows what is in them."""
    facts, kept = patient.facts, patient.kept
    since = {**kept.since, **{thing: _packed(patient, thing) for thing in facts.fresh}}
    anew = len(since) > max(_MOST_SINCE, facts.count // _SINCE_IN)
    if anew:
        archive = _archived(kept.archive, since, facts)
        kept = Kept(_check(archive), archive)
    else:
        kept = kept._replace(since=since)
    patient = replace(patient, facts=replace(facts, fresh=frozenset()), kept=kept)
    return patient, Record(_latest(patient, kept.name, kept.since.values()), kept.archive if anew else None)


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
    published = kept.published
    known = unpack_all(archive, kept.patient_id) if archive else {}
    since = {}
    for raw in kept.things:
        thing, events = unpack(raw, kept.patient_id)
        since[thing] = raw
        if events:
            known[thing] = events
        else:
            known.pop(thing, None)
    facts = remember(known)
    return Patient(
        patient_id=kept.patient_id,
        facts=replace(facts, void=void_keys(facts)),
        published=Published(
            alerts={alert.about: alert for alert in published.alerts},
            covers=published.covers,
            acknowledged=published.acknowledged,
            opened_at=kept.clock if kept.openings else None,
            openings={(rule, subject): count for rule, subject, _, count in kept.openings},
            aside=published.aside,
        ),
        clock=kept.clock,
        next_at=kept.next_at,
        kept=Kept(kept.archive, archive, since),
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


def _latest(patient: Patient, archive: int, things: Iterable[msgspec.Raw]) -> bytes:
    published, clock = patient.published, patient.clock
    openings = published.openings.items() if published.opened_at == clock else ()
    said = _Published(tuple(published.alerts.values()), published.covers, published.acknowledged, published.aside)
    return _encoder.encode(
        _Latest(
            format=FORMAT,
            next_at=patient.next_at,
            archive=archive,
            clock=clock,
            patient_id=patient.patient_id,
            published=said,
            openings=tuple((rule, subject, clock, count) for (rule, subject), count in openings),
            things=tuple(things),
        )
    )


def _packed(patient: Patient, thing: Entity) -> msgspec.Raw:
    return msgspec.Raw(pack(thing, patient.facts.of(thing.kind).get(thing.name, ())))


def _archived(archive: bytes, since: Mapping[Entity, msgspec.Raw], facts: Facts) -> bytes:
    """The archive with what changed since, in the place of what was known of the same things."""
    things = {about(raw): raw for raw in _things_decoder.decode(archive)} if archive else {}
    things.update(since)
    for thing in since:
        if not facts.knows(thing):
            del things[thing]
    return _encoder.encode(tuple(things.values()))
