from dataclasses import replace

import pytest

from streams.topics import TopicNames
from streams.topics.check import faults, largest_inbound
from streams.topics.cluster import FoundTopic
from streams.topics.specs import own_topics

NAMES = TopicNames("h-")
INBOUND = FoundTopic(3, 3, {"cleanup.policy": "delete", "max.message.bytes": "1000000"})
SPECS = own_topics(NAMES, 1_000_000)


def right() -> dict[str, FoundTopic]:
    """A cluster in which all is as it must be."""
    defaults = {"min.insync.replicas": "2", "retention.bytes": "-1"}
    own = {
        spec.name: FoundTopic(12, 3, {**defaults, **spec.settings, "max.message.bytes": str(spec.max_bytes)})
        for spec in SPECS
    }
    return {"h-lab-results": INBOUND, **own}


def found(topics: dict[str, FoundTopic]) -> list[str]:
    return list(faults(SPECS, ("h-lab-results",), topics))


def with_setting(name: str, setting: str, value: str) -> list[str]:
    topics = right()
    topics[name] = replace(topics[name], settings={**topics[name].settings, setting: value})
    return found(topics)


def test_right_topics_have_no_faults() -> None:
    assert found(right()) == []


@pytest.mark.parametrize("name", ["h-lab-results", "h-patient-events", "h-heartbeats"])
def test_a_missing_topic_is_named_with_the_command_that_makes_it(name: str) -> None:
    topics = right()
    del topics[name]
    assert found(topics) == [f"Topic {name} is missing: run natwatch topics create."]


def test_topics_divided_by_patient_have_the_same_number_of_partitions() -> None:
    topics = right()
    topics["h-alerts"] = replace(topics["h-alerts"], partitions=6)
    (fault,) = found(topics)
    assert "(h-patient-events has 12, h-patient-ledger has 12, h-alerts has 6)" in fault
    assert fault.endswith("they must have the same number; create the wrong ones anew.")


@pytest.mark.parametrize(
    ("name", "setting", "value", "cure"),
    [
        ("h-alerts", "cleanup.policy", "delete", "set its cleanup.policy to compact."),
        ("h-patient-ledger", "cleanup.policy", "compact,delete", "set its cleanup.policy to compact."),
        ("h-patient-events", "cleanup.policy", "compact", "set its cleanup.policy to delete."),
        ("h-patient-events", "retention.ms", "604800000", "set its retention.ms to -1."),
        ("h-patient-events", "retention.bytes", "1000", "set its retention.bytes to -1."),
        ("h-patient-events", "max.message.bytes", "1048588", "set its max.message.bytes to 2097152."),
        ("h-rejected-events", "max.message.bytes", "1000000", "set its max.message.bytes to 1065536."),
        ("h-alerts", "min.insync.replicas", "1", "set its min.insync.replicas to 2."),
    ],
)
def test_a_wrong_setting_is_named_with_the_right_one(name: str, setting: str, value: str, cure: str) -> None:
    (fault,) = with_setting(name, setting, value)
    assert fault.startswith(f"Topic {name} ")
    assert fault.endswith(cure)


def test_one_copy_needs_no_second_one_in_step() -> None:
    topics = right()
    topics["h-alerts"] = replace(
        topics["h-alerts"], replication=1, settings={**topics["h-alerts"].settings, "min.insync.replicas": "1"}
    )
    assert found(topics) == []


def test_the_largest_inbound_topic_counts() -> None:
    small = replace(INBOUND, settings={"max.message.bytes": "10"})
    assert largest_inbound({"a": small, "b": INBOUND}) == 1_000_000
    assert largest_inbound({}) == 1_048_588
