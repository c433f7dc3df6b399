"""The AsyncAPI document: every topic, what is on it, how it is kept."""

from collections.abc import Iterable
from typing import Any, Final

from models.canary import PREFIX
from models.events import BY_TOPIC
from models.settings import Inbound
from streams.schemas import messages
from streams.topics import TopicNames
from streams.topics.specs import MAX_INBOUND_BYTES, TopicSpec, own_topics

VERSION: Final = "1.0.0"
"""The version of what is promised to hospitals: its first number changes when a message of today would not do."""

_Document = dict[str, Any]
_BINDING: Final = "0.5.0"
_NAMES: Final = TopicNames()
_ABOUT: Final = (
    "Hospital events in, clinical alerts out. Everything is UTF-8 JSON, one object a message, except where a message "
    "says otherwise. Unknown fields are ignored and counted; null is the same as absent."
)
_INBOUND: Final = {
    Inbound.LAB_RESULTS: "Results of the laboratory.",
    Inbound.INFUSIONS: "What happens to infusions.",
    Inbound.PREPARATIONS: "What happens to prepared doses.",
    Inbound.CLINICAL_EVENTS: "What happens to patients, and what people decide about alerts.",
    Inbound.FHIR: "FHIR R4 JSON, translated into canonical events.",
    Inbound.HL7V2: "HL7 v2 messages, translated into canonical events.",
}
_OUTBOUND: Final = {
    _NAMES.patient_events: "patient-events-batch",
    _NAMES.patient_ledger: "ledger-entry",
    _NAMES.alerts: "alert",
    _NAMES.rejected_events: "rejected-event",
    _NAMES.operations: "operations-alert",
    _NAMES.heartbeats: "heartbeat",
}
_ABOUT_OUTBOUND: Final = {
    _NAMES.patient_events: (
        "Every accepted event in the order accepted: the audit log, of which the alerts are a function. "
        "The partition is murmur2 of patient_id; never written in a transaction; kept for good."
    ),
    _NAMES.patient_ledger: "What the worker keeps of each patient. As many partitions as patient-events.",
    _NAMES.alerts: (
        "Every revision of every alert, written in transactions: a read_committed reader sees each once, any other at "
        "least once. The revisions of one alert are in one partition, in order. A patient_id that begins with "
        f"{PREFIX} is nobody's: such an alert shows that alerts come through, and is soon resolved."
    ),
    _NAMES.rejected_events: "What was not accepted, byte for byte, with the reason.",
    _NAMES.operations: "Alerts about the installation.",
    _NAMES.heartbeats: "Signs of life, sent the way alerts are sent.",
}


def asyncapi() -> _Document:
    """The whole document, as plain values; the same for the same build."""
    outbound = {spec.name: spec for spec in own_topics(_NAMES, MAX_INBOUND_BYTES)}
    channels = {topic.value: _inbound(topic) for topic in Inbound}
    channels |= {name: _outbound(name, outbound[name]) for name in _OUTBOUND}
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "natwatch", "version": VERSION, "description": _ABOUT, "license": {"name": "Apache-2.0"}},
        "defaultContentType": "application/json",
        "channels": channels,
        "operations": {
            **{f"receive-{topic.value}": _operation("receive", topic.value) for topic in Inbound},
            **{f"send-{name}": _operation("send", name) for name in _OUTBOUND},
        },
        "components": {"messages": messages.all_messages()},
    }


def _inbound(topic: Inbound) -> _Document:
    description = _INBOUND[topic]
    if topic in messages.FOREIGN:
        names: Iterable[str] = [messages.FOREIGN[topic]]
    else:
        description += " Any canonical event is accepted here, those of the other topics too."
        own = messages.types_of(BY_TOPIC[topic])
        names = dict.fromkeys([*own, *messages.types_of(model for models in BY_TOPIC.values() for model in models)])
    return _channel(topic.value, description, names)


def _outbound(name: str, spec: TopicSpec) -> _Document:
    settings = {key: int(value) if value.lstrip("-").isdigit() else [value] for key, value in spec.settings.items()}
    configuration = {**settings, "max.message.bytes": spec.max_bytes}
    bindings = {"kafka": {"topicConfiguration": configuration, "bindingVersion": _BINDING}}
    return {**_channel(name, _ABOUT_OUTBOUND[name], [_OUTBOUND[name]]), "bindings": bindings}


def _channel(topic: str, description: str, names: Iterable[str]) -> _Document:
    return {
        "address": "{prefix}" + topic,
        "description": description,
        "parameters": {"prefix": {"default": "", "description": "What the installation puts before every topic."}},
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in names},
    }


def _operation(action: str, channel: str) -> _Document:
    return {"action": action, "channel": {"$ref": f"#/channels/{channel}"}}
