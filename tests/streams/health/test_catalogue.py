"""The list of metrics is closed: named, explained, and with nobody's identity in it."""

import re
from datetime import UTC, datetime

import pytest

from models.settings import Inbound, Role
from streams.health.catalogue import GROUPS, METRICS
from streams.intake import metrics as intake
from streams.intake.counts import IntakeCounts
from streams.metrics.described import Kind, Metric
from streams.monitor import metrics as monitor
from streams.monitor.counts import Counts
from streams.pager import metrics as pager
from streams.pager.counters import Counters
from streams.pager.progress import Progress

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
NUMBERED = {"partition", "version", "rules", "python"}


def test_no_name_is_there_twice() -> None:
    names = [metric.name for metric in METRICS]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_a_metric_is_named_and_explained_as_prometheus_wants_it(metric: Metric) -> None:
    assert re.fullmatch(r"(natwatch|process)(_[a-z]+)+", metric.name)
    assert metric.name.endswith("_total") is (metric.kind is Kind.COUNTER)
    assert re.fullmatch(r"[A-Z0-9].*\.", metric.doc)
    assert not re.search(r"_(milli|minutes|hours|ms|kb)", metric.name)


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_a_label_has_a_closed_set_of_values_and_names_nobody(metric: Metric) -> None:
    for label in metric.labels:
        assert label.values or label.name in NUMBERED
        assert not {"patient", "subject", "alert_id", "pseudonym"} & {label.name, *label.values}


def test_every_part_says_all_that_it_lists_and_nothing_else() -> None:
    counts = IntakeCounts()
    assert counts.feeds[Inbound.HL7V2].messages == 0
    said = {
        "Intake": intake.families(counts),
        "The monitor": (*monitor.families(Counts()), *monitor.ledgers([], {}, NOON)),
        "The pager": pager.families(Counters(), Progress()),
    }
    for part, families in said.items():
        names = [family.name + "_total" * (family.type == "counter") for family in families]
        assert sorted(names) == sorted(metric.name for metric in GROUPS[part])


def test_roles_are_the_words_of_the_settings() -> None:
    assert {label.values for metric in METRICS for label in metric.labels if label.name == "role"} == {tuple(Role)}
