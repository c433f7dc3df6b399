"""Labels that several parts of a worker use: each a closed set, and none of them anybody's identity."""

from typing import Final

from alerts.judge import Judge
from models.policy import Policy
from models.settings import Inbound, Role
from streams.metrics.described import Label, words
from streams.operations.catalogue import Operations
from streams.topics import TopicNames

_NAMES = TopicNames()
_CLINICAL = tuple(sorted(Judge(Policy()).authorities))
_OPERATIONS = tuple(each.value.rule for each in Operations)

ROLE: Final = Label("role", "what a worker does", tuple(Role))
FEED: Final = Label("topic", "a topic of the hospital's, without its prefix", tuple(Inbound))
TOPIC: Final = Label(
    "topic",
    "a topic that is read, without its prefix",
    (*Inbound, _NAMES.patient_events, _NAMES.alerts, _NAMES.operations, _NAMES.heartbeats),
)
PARTITION: Final = Label("partition", "its number")
RULE: Final = Label("rule", "a clinical rule", words(_CLINICAL))
ANY_RULE: Final = Label("rule", "a clinical rule, or an operations alert", words((*_CLINICAL, *_OPERATIONS)))
OPERATION: Final = Label("rule", "an operations alert", words(_OPERATIONS))
