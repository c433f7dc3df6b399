"""Bundles: the resources in one, and what each entry says of its resource: that it is so, or is so no longer."""

from collections.abc import Container, Iterator, Mapping

from models.decoded import Ignored, Rejection
from models.rejections import IgnoredKind, Reason
from streams.intake.fhir.outcomes import LONGEST_CODE, Json, Settled
from streams.intake.fhir.surroundings import Entry
from streams.intake.fhir.withdrawals import Withdrawal, asked_of, latest, text, withdrawal, withdrawn


def entries(bundle: Json, path: str, read: Container[str]) -> Iterator[Entry | Settled]:
    """The resources of a Bundle, and the outcomes of entries that bring none; at least one of either.

    A deleted resource comes as it was last said to be, but entered in error. What it was is known if the entry brings
    it, or another entry of the Bundle does, as in a history; else nobody can tell whose it was, and it is rejected.

    Args:
        bundle: the Bundle.
        path: its place in the message.
        read: the types of resources that are read; of others neither change nor deletion matters.
    """
    found = bundle.get("entry")
    if found is None or found == []:
        yield Ignored(IgnoredKind.NO_RESULT, "Bundle")
        return
    if not isinstance(found, list):
        yield Rejection(Reason.BAD_VALUE, _under(path, "entry"))
        return
    said = [_entry(each, _under(path, f"entry[{number}]"), read) for number, each in enumerate(found)]
    known: Mapping[str, Entry] | None = None
    for each in said:
        if isinstance(each, Withdrawal):
            known = latest(said) if known is None else known
            yield withdrawn(each, known)
        else:
            yield each


def written(bundle: Json) -> str | None:
    """When a Bundle was put together, else when a server last said what is in it; None if it says neither."""
    meta = bundle.get("meta")
    said = text(bundle, "timestamp") or (text(meta, "lastUpdated") if isinstance(meta, dict) else "")
    return said or None


def sender(bundle: Json) -> str | None:
    """Who sent a message, by its MessageHeader: the address of the source, else its name."""
    found = bundle.get("entry")
    first = found[0] if isinstance(found, list) and found else None
    header = first.get("resource") if isinstance(first, dict) else None
    return sent_by(header) if isinstance(header, dict) else None


def sent_by(header: Json) -> str | None:
    """Who sent a message, if this resource is its header."""
    if header.get("resourceType") != "MessageHeader":
        return None
    source = header.get("source")
    names = [source.get("endpoint"), source.get("name")] if isinstance(source, dict) else []
    return next((name for name in names if isinstance(name, str) and name), None)


def _entry(entry: object, place: str, read: Container[str]) -> Entry | Settled | Withdrawal:
    if not isinstance(entry, dict):
        return Rejection(Reason.BAD_VALUE, place)
    said, request = entry.get("resource"), entry.get("request", {})
    if not isinstance(said, dict | None) or not isinstance(request, dict):
        return Rejection(Reason.BAD_VALUE, f"{place}.{'resource' if isinstance(request, dict) else 'request'}")
    return _asked(entry, said, request.get("method"), place, read)


def _asked(
    entry: Json, said: Json | None, method: object, place: str, read: Container[str]
) -> Entry | Settled | Withdrawal:
    match method:
        case "DELETE":
            return withdrawal(entry, place, read)
        case "PATCH":
            return _change(entry, place, read)
        case None | "POST" | "PUT" if said is not None:
            return Entry(said, f"{place}.resource", text(entry, "fullUrl"), posted=method == "POST")
        case None | "POST" | "PUT" | "GET" | "HEAD":
            return Ignored(IgnoredKind.UNSUPPORTED, "Bundle.entry")
        case _:
            return Rejection(Reason.BAD_VALUE, f"{place}.request.method")


def _change(entry: Json, place: str, read: Container[str]) -> Settled:
    """A change that is said without the resource: what comes of it is for the server to know."""
    kind, _ = asked_of(entry)
    if kind and kind not in read:
        return Ignored(IgnoredKind.UNSUPPORTED, kind[:LONGEST_CODE])
    return Rejection(Reason.BAD_VALUE, f"{place}.request.method")


def _under(path: str, place: str) -> str:
    return f"{path}.{place}" if path else place
