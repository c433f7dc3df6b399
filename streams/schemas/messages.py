"""The messages of the AsyncAPI document, each with where its schema is."""

from collections.abc import Iterable
from typing import Any, Final

from pydantic import BaseModel

from models.events import EVENT_TYPES, INTERNAL_TYPES
from models.events.registry import type_name
from models.rejections import Reason
from models.settings import Inbound

FOREIGN: Final = {Inbound.FHIR: "fhir-resource", Inbound.HL7V2: "hl7v2-message"}
"""The messages of the topics whose messages are translated first."""

_Message = dict[str, Any]
_BYTES: Final = "application/octet-stream"
_MOST_LINES: Final = 500


def all_messages() -> dict[str, _Message]:
    """Every message that is read or written, by its name."""
    events = {name: _event(name, model) for name, model in EVENT_TYPES.items()}
    return events | _foreign() | _log() | _alerts() | _rejected() | _about_ourselves()


def types_of(models: Iterable[type[BaseModel]]) -> list[str]:
    """The names of the messages that these models describe."""
    return [type_name(model) for model in models]


def _event(name: str, model: type[BaseModel]) -> _Message:
    return _message(model.__doc__ or name, _schema(name), key="Any: natwatch keys by patient itself.")


def _foreign() -> dict[str, _Message]:
    resource = {"type": "object", "required": ["resourceType"], "properties": {"resourceType": {"type": "string"}}}
    text = {"type": "string"}
    return {
        "fhir-resource": _message("A FHIR R4 resource or Bundle.", resource, "application/fhir+json", key="Any."),
        "hl7v2-message": _message("An HL7 v2 message, delimited, framed or not.", text, "text/plain", key="Any."),
    }


def _log() -> dict[str, _Message]:
    kinds = [_schema(name) for name in (*EVENT_TYPES, *INTERNAL_TYPES)]
    accepted_at = _instant("When it was accepted.")
    more = {"const": True, "description": "What a merged record hands over: alerts wait for the line without it."}
    properties = {"accepted_at": accepted_at, "more": more}
    line = {"oneOf": kinds, "required": ["accepted_at"], "properties": properties}
    batch = {"type": "array", "minItems": 1, "maxItems": _MOST_LINES, "items": line}
    summary = f"At most {_MOST_LINES} events and 512 KiB, of one partition, a line each: the items of this array."
    ledger = {"description": "A format of its own, versioned."}
    return {
        "patient-events-batch": _message(summary, batch, "application/x-ndjson"),
        "ledger-entry": _message("What is known about one patient.", ledger, _BYTES, key="The patient_id."),
    }


def _alerts() -> dict[str, _Message]:
    without_patient = {"allOf": [_schema("alert"), {"properties": {"patient_id": {"type": "null"}}}]}
    return {
        "alert": _message(
            "One revision of one alert; (alert_id, revision) is the key by which a repeat is dropped.",
            _schema("alert"),
            key="The alert_id.",
        ),
        "operations-alert": _message(
            "One revision of an alert about ourselves.", without_patient, key="What it is about."
        ),
    }


def _rejected() -> dict[str, _Message]:
    reasons = "\n".join(f"- `{reason.value}`: {reason.doc}" for reason in Reason)
    headers = {
        "natwatch-reason": {"type": "string", "enum": [reason.value for reason in Reason], "description": reasons},
        "natwatch-where": {"type": "string", "description": "The field's name, for nested input a path, else empty."},
        "natwatch-topic": {"type": "string", "description": "Where the message came in."},
        "natwatch-partition": {"type": "string", "pattern": "^[0-9]+$", "description": "Its partition there."},
        "natwatch-offset": {"type": "string", "pattern": "^[0-9]+$", "description": "Its offset there."},
        "natwatch-at": _instant("When it was rejected."),
    }
    original = {"description": "The bytes as they came."}
    required = [name for name in headers if name != "natwatch-where"]
    message = _message("A message that was not accepted.", original, _BYTES, key="As it came.")
    message["headers"] = {"type": "object", "required": required, "properties": headers}
    return {"rejected-event": message}


def _about_ourselves() -> dict[str, _Message]:
    summary = (
        "What shows that events still become alerts: in partition 0 what came down the whole path, and what each "
        "intake has seen; in all partitions the results of invented patients, on their way in."
    )
    return {"heartbeat": _message(summary, {"type": "object"}, key="The worker's name.")}


def _message(summary: str, payload: _Message, content_type: str = "application/json", *, key: str = "") -> _Message:
    message: _Message = {"summary": summary, "contentType": content_type, "payload": payload}
    if key:
        message["bindings"] = {"kafka": {"key": {"type": "string", "description": key}, "bindingVersion": "0.5.0"}}
    return message


def _schema(name: str) -> _Message:
    return {"$ref": f"./schemas/{name}.json"}


def _instant(description: str) -> _Message:
    return {"type": "string", "format": "date-time", "description": description}
