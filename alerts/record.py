"""A patient as compact bytes, and back: what the changelog of the worker's state keeps.

The first element is the version of the format; the second, which can be read alone, is the next instant that matters.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

import msgspec

from alerts.advance import Patient
from alerts.compact import pack, unpack
from alerts.facts.entities import Entity, Kind
from alerts.facts.facts import Facts, remember
from alerts.facts.retractions import void_keys
from alerts.published import Cover, OpenAlert, Published

FORMAT: Final = 1
_REMEMBERED: Final = 2


class UnknownFormatError(ValueError):
    """The bytes were written by another release, whose format this one does not read."""


class _Head(msgspec.Struct, frozen=True, array_like=True):
    format: int
    next_at: datetime | None


class _Record(msgspec.Struct, frozen=True, array_like=True, gc=False):
    format: int
    next_at: datetime | None
    clock: datetime | None
    patient_id: str
    alerts: tuple[OpenAlert, ...]
    covers: tuple[Cover, ...]
    acknowledged: tuple[tuple[str, str], ...]
    openings: tuple[tuple[str, str, datetime, int], ...]
    kinds: tuple[msgspec.Raw, ...]
    aside: tuple[Cover, ...] = ()


_encoder = msgspec.msgpack.Encoder()
_head_decoder = msgspec.msgpack.Decoder(_Head)
_record_decoder = msgspec.msgpack.Decoder(_Record)
_kind_decoder = msgspec.msgpack.Decoder(tuple[msgspec.Raw, ...])


def encode(patient: Patient) -> bytes:
    """The patient as bytes. What can be worked out from the facts is left out."""
    published = patient.published
    return _encoder.encode(
        _Record(
            format=FORMAT,
            next_at=patient.next_at,
            clock=patient.clock,
            patient_id=patient.patient_id,
            alerts=tuple(published.alerts.values()),
            covers=published.covers,
            acknowledged=published.acknowledged,
            openings=tuple((*about, instant, count) for about, (instant, count) in published.openings.items()),
            kinds=tuple(_packed(patient)),
            aside=published.aside,
        )
    )


def decode(record: bytes) -> Patient:
    """The patient whose record this is.

    Raises:
        UnknownFormatError: another release wrote it.
        msgspec.MsgspecError: it is no record at all.
    """
    next_at(record)
    kept = _record_decoder.decode(record)
    facts = remember(unpack(thing, kept.patient_id) for kind in kept.kinds for thing in _kind_decoder.decode(kind))
    return Patient(
        patient_id=kept.patient_id,
        facts=Facts(facts.things, facts.homes, void_keys(facts)),
        published=Published(
            alerts={alert.about: alert for alert in kept.alerts},
            covers=kept.covers,
            acknowledged=kept.acknowledged,
            openings={(rule, subject): (instant, count) for rule, subject, instant, count in kept.openings},
            aside=kept.aside,
        ),
        clock=kept.clock,
        next_at=kept.next_at,
    )


def next_at(record: bytes) -> datetime | None:
    """The next instant at which an alert of the patient can change by itself, read without the rest.

    Raises:
        UnknownFormatError: another release wrote it.
    """
    head = _head_decoder.decode(record)
    if head.format != FORMAT:
        raise UnknownFormatError(f"format {head.format}; this release reads {FORMAT}")
    return head.next_at


def _packed(patient: Patient) -> Iterator[msgspec.Raw]:
    """The things that are known, by kind, each packed once and remembered while nothing about it changes."""
    if len(patient.packed) > _REMEMBERED * (len(patient.facts.homes) + len(Kind)):
        patient.packed.clear()
    for kind, things in patient.facts.things.items():
        known = patient.packed.get((kind, ""))
        if known is None or known[0] is not things:
            known = things, msgspec.Raw(_encoder.encode([_packed_thing(patient, kind, name) for name in things]))
            patient.packed[kind, ""] = known
        yield known[1]


def _packed_thing(patient: Patient, kind: Kind, name: str) -> msgspec.Raw:
    events = patient.facts.things[kind][name]
    known = patient.packed.get((kind, name))
    if known is None or known[0] is not events:
        known = events, msgspec.Raw(pack(Entity(kind, name), events))
        patient.packed[kind, name] = known
    return known[1]
