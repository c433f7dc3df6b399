"""How a metric is described: its name, what it means, and labels whose values are a closed set."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias, TypeVar

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

OTHER = "other"
"""What stands in a label for a value that is none of its closed set."""

Family: TypeAlias = CounterMetricFamily | GaugeMetricFamily
_Values = TypeVar("_Values", bound=tuple[str, ...])


class Kind(StrEnum):
    """How a metric behaves."""

    COUNTER = "counter"
    """It only grows, from the start of the worker; its name ends in `_total`."""
    GAUGE = "gauge"
    """It goes up and down."""


@dataclass(frozen=True, slots=True)
class Label:
    """One label.

    Attributes:
        name: as it is written.
        values: all that it may be; none: a number, or the word that `doc` speaks of, never anybody's identity.
        doc: what it says.
    """

    name: str
    doc: str
    values: tuple[str, ...] = ()

    def checked(self, value: str) -> str:
        """The value, or `other` where it is none of the closed set."""
        return value if not self.values or value in self.values else OTHER


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric.

    Attributes:
        name: with its unit where it has one, and with `_total` where it is a counter.
        kind: how it behaves.
        doc: what it means, and what to do where something is to be done.
        labels: by what it is divided.
    """

    name: str
    kind: Kind
    doc: str
    labels: tuple[Label, ...] = ()

    def family(self, samples: Mapping[_Values, float] | float) -> Family:
        """The metric with its values, by those of its labels; what is not in a closed set is added up as `other`."""
        names = [label.name for label in self.labels]
        family: Family
        if self.kind is Kind.COUNTER:
            family = CounterMetricFamily(self.name, self.doc, labels=names)
        else:
            family = GaugeMetricFamily(self.name, self.doc, labels=names)
        if not isinstance(samples, Mapping):
            family.add_metric([], samples)
            return family
        for values, value in self._checked(samples).items():
            family.add_metric(list(values), value)
        return family

    def measured(self, value: float | None) -> Family:
        """The metric with its one value, or with none where it is not known yet."""
        return self.family({} if value is None else {(): value})

    def _checked(self, samples: Mapping[_Values, float]) -> dict[tuple[str, ...], float]:
        added: dict[tuple[str, ...], float] = {}
        for values, value in samples.items():
            checked = tuple(label.checked(each) for label, each in zip(self.labels, values, strict=True))
            added[checked] = added.get(checked, 0) + value
        return added


def counter(name: str, doc: str, *labels: Label) -> Metric:
    """A metric that only grows."""
    return Metric(name, Kind.COUNTER, doc, labels)


def gauge(name: str, doc: str, *labels: Label) -> Metric:
    """A metric that goes up and down."""
    return Metric(name, Kind.GAUGE, doc, labels)


def words(values: Iterable[str]) -> tuple[str, ...]:
    """A closed set as plain words, `other` included."""
    return (*(str(value) for value in values), OTHER)
