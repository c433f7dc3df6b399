"""A replay shared out among processes.

A patient's alerts are a function of that patient's events alone, so each process has some of the patients, and reads
every file for their lines. What comes of it is what one process alone gives.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from heapq import merge
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from operator import itemgetter
from typing import Any, Final, NamedTuple
from zlib import crc32

import msgspec

from models.rejections import Rejected
from streams.intake.json_object import read_object
from streams.replay.lines import Refused, everything
from streams.replay.run import Replay, in_order, replayed
from streams.replay.ward import Complaint

_MERGES: Final = frozenset({"patient-merged", "set-aside"})


class CannotShareError(Exception):
    """Records are merged here, so what is about one patient is not about that patient alone."""


class Written(NamedTuple):
    """A revision as it is printed, and by what it is sorted."""

    order: tuple[datetime, str]
    line: bytes


class _Share(NamedTuple):
    """What came of one share."""

    written: list[Written]
    refused: list[Refused]
    complaints: list[tuple[str, str]]


class _Told(msgspec.Struct):
    patient_id: str
    type: str = ""
    more: Any = None


_told = msgspec.json.Decoder(_Told)


def written(what: Replay, refuse: Callable[[Refused], None], complain: Complaint) -> Iterator[bytes]:
    """The revisions of a replay as they are printed, in order."""
    return (alert.to_json() for alert in replayed(what, refuse, complain).alerts)


def written_by(shares: int, what: Replay, refuse: Callable[[Refused], None], complain: Complaint) -> Iterator[bytes]:
    """The same, worked out by so many processes.

    Raises:
        CannotShareError: records are merged in what is replayed; nobody was told anything yet.
        ChildProcessError: a process ended before its time.
    """
    context = get_context("fork")
    started: list[tuple[ForkProcess, Connection]] = []
    try:
        for share in range(shares):
            ours, theirs = context.Pipe()
            process = context.Process(target=_work, args=(theirs, what, share, shares), daemon=True)
            process.start()
            theirs.close()
            started.append((process, ours))
        done = _done([ours for _, ours in started], what.until)
    finally:
        for process, _ in started:
            process.terminate()
    places = {name: place for place, (name, _) in enumerate(what.files)}
    for refused in sorted(
        (each for share in done for each in share.refused), key=lambda it: (places[it.file], it.line)
    ):
        refuse(refused)
    for rule, patient_id in sorted(each for share in done for each in share.complaints):
        complain(rule, patient_id)
    return (each.line for each in merge(*(share.written for share in done), key=itemgetter(0)))


def _done(shares: Sequence[Connection], until: datetime | None) -> list[_Share]:
    if until is None:
        latest = [each for each in map(_heard, shares) if each is not None]
        for share in shares:
            share.send(max(latest, default=None))
    return [_heard(share) for share in shares]


def _heard(share: Connection) -> Any:  # noqa: ANN401  an instant, or what came of it
    try:
        said = share.recv()
    except EOFError:
        raise ChildProcessError("a process of the replay ended before its time") from None
    if isinstance(said, CannotShareError):
        raise said
    return said


def _work(parent: Connection, what: Replay, share: int, shares: int) -> None:
    refused: list[Refused] = []
    complaints: list[tuple[str, str]] = []

    def agreed(latest: datetime | None) -> datetime | None:
        parent.send(latest)
        end: datetime | None = parent.recv()
        return end

    mine = replace(what, wanted=partial(_belongs, share, shares, everything if share else what.wanted))
    try:
        ended = replayed(mine, refused.append, lambda *failed: complaints.append(failed), agreed)
    except CannotShareError as error:
        parent.send(error)
    else:
        parent.send(_Share([Written(in_order(each), each.to_json()) for each in ended.alerts], refused, complaints))


def _belongs(share: int, shares: int, wanted: Callable[[bytes], bool], text: bytes) -> bool:
    """Whether a line is wanted and about a patient of that share; what is about nobody belongs to the first."""
    if not wanted(text):
        return False
    told = _read(text)
    if told is None:
        return share == 0
    if told.type in _MERGES or told.more is not None:
        raise CannotShareError
    return crc32(told.patient_id.encode(errors="surrogatepass")) % shares == share


def _read(text: bytes) -> _Told | None:
    try:
        return _told.decode(text)
    except (ValueError, RecursionError):
        pass
    try:
        return msgspec.convert(read_object(text), _Told)
    except (Rejected, ValueError):
        return None
