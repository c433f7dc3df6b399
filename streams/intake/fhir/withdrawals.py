"""Resources that a Bundle deletes: what they said, so that it can be taken back."""

from collections.abc import Container, Mapping, Sequence
from typing import NamedTuple

from models.decoded import Ignored, Rejection
from models.rejections import IgnoredKind, Reason
from streams.intake.fhir.outcomes import LONGEST_CODE, MISTAKEN, Json, Settled
from streams.intake.fhir.surroundings import Entry, target


class Withdrawal(NamedTuple):
    """A resource that was deleted: which, and what is said of its deletion."""

    kind: str
    name: str
    place: str
    resource: Json | None
    full_url: str
    version: str
    at: str


def withdrawal(entry: Json, place: str, read: Container[str]) -> Settled | Withdrawal:
    """What an entry deletes, or its outcome if that is not ours or not named."""
    kind, name = asked_of(entry)
    if not kind:
        return Rejection(Reason.BAD_VALUE, f"{place}.request.url")
    if kind not in read:
        return Ignored(IgnoredKind.UNSUPPORTED, kind[:LONGEST_CODE])
    resource, answer = entry.get("resource"), entry.get("response")
    answer = answer if isinstance(answer, dict) else {}
    return Withdrawal(
        kind=kind,
        name=name,
        place=place,
        resource=resource if isinstance(resource, dict) and resource.get("resourceType") == kind else None,
        full_url=text(entry, "fullUrl"),
        version=text(answer, "etag").removeprefix("W/").strip('"'),
        at=text(answer, "lastModified"),
    )


def withdrawn(gone: Withdrawal, known: Mapping[str, Entry]) -> Entry | Settled:
    """The resource that was deleted, entered in error; a rejection where nothing at hand says what it was.

    Args:
        gone: its deletion.
        known: the last versions of the resources at hand, as `latest` gives them.
    """
    if gone.resource is not None:
        resource, path = gone.resource, f"{gone.place}.resource"
    elif gone.name and (last := known.get(f"{gone.kind}/{gone.name}")) is not None:
        resource, path = last.resource, last.path
    elif gone.name and gone.kind == "Patient":
        resource, path = {"resourceType": "Patient"}, gone.place
    else:
        return Rejection(Reason.NO_PATIENT, f"{gone.place}.request.url")
    return Entry(_mistaken(resource, gone), path, gone.full_url, withdrawn=True)


def _mistaken(resource: Json, gone: Withdrawal) -> Json:
    """A resource that was deleted, as if it had been entered in error; for types without a status as well."""
    said = resource.get("meta")
    meta = dict(said) if isinstance(said, dict) else {}
    if gone.version:
        meta["versionId"] = gone.version
    if gone.at:
        meta["lastUpdated"] = gone.at
    own = {"id": gone.name} if gone.name and not resource.get("id") else {}
    return {
        **resource,
        **own,
        "meta": meta,
        "status": MISTAKEN,
        "verificationStatus": {"coding": [{"code": MISTAKEN}]},
    }


def latest(said: Sequence[Entry | Settled | Withdrawal]) -> Mapping[str, Entry]:
    """Of each resource the entry with the highest version; of those without one the first."""
    found: dict[str, tuple[int, Entry]] = {}
    for each in said:
        if isinstance(each, Entry):
            name = f"{each.resource.get('resourceType')}/{each.resource.get('id')}"
            version = _version(each.resource)
            if name not in found or version > found[name][0]:
                found[name] = (version, each)
    return {name: entry for name, (_, entry) in found.items()}


def _version(resource: Json) -> int:
    meta = resource.get("meta")
    digits = text(meta, "versionId") if isinstance(meta, dict) else ""
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_CODE else 0


def asked_of(entry: Json) -> tuple[str, str]:
    """The type and id that an entry asks to change: by its request, else by its address; no id where it searches."""
    request = entry.get("request")
    url = (text(request, "url") if isinstance(request, dict) else "") or text(entry, "fullUrl")
    address, search, _ = url.partition("?")
    if search:
        return address.rpartition("/")[2], ""
    return target(address)


def text(said: Json, name: str) -> str:
    """An element that should be a text; empty where it is none."""
    value = said.get(name)
    return value if isinstance(value, str) else ""
