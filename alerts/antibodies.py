"""Antibodies against natalizumab: what tests said, in streaks of positives."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from alerts.chart.chart import Chart
from models.analytes import Analyte
from models.log import LabResult
from models.policy import Policy
from models.terms import Finding as Answer


class Streak(NamedTuple):
    """Positive tests, in order, up to the negative one that ended the matter; `until` None: none has."""

    positives: tuple[LabResult, ...]
    until: datetime | None


def valid_screens(chart: Chart) -> tuple[LabResult, ...]:
    """Confirmed tests that say positive or negative, in order of collection."""
    answers = {Answer.POSITIVE, Answer.NEGATIVE}
    return tuple(test for test in chart.firm(Analyte.NATALIZUMAB_ANTIBODY) if test.finding in answers)


def persistence(chart: Chart, policy: Policy) -> tuple[LabResult, LabResult] | None:
    """The first two confirmed positives far enough apart without a negative between, or None.

    Of tests at one instant the positive one counts.
    """
    first: LabResult | None = None
    for _, together in groupby(valid_screens(chart), key=lambda test: test.occurred_at):
        positive = next((test for test in together if test.finding is Answer.POSITIVE), None)
        if positive is None:
            first = None
        elif first is None:
            first = positive
        elif policy.after(first.occurred_at, policy.antibody.persistence) <= positive.occurred_at:
            return first, positive
    return None


def persistent_since(chart: Chart, policy: Policy) -> datetime | None:
    """Since when antibodies are persistent; None: they are not."""
    pair = persistence(chart, policy)
    return None if pair is None else pair[1].occurred_at


def streaks(chart: Chart, policy: Policy) -> Iterator[Streak]:
    """From a first positive, preliminary too, to a confirmed negative long enough after the last positive."""
    positives: list[LabResult] = []
    for at, together in groupby(chart.of(Analyte.NATALIZUMAB_ANTIBODY), key=lambda reading: reading.at):
        group = [reading.result for reading in together]
        positive = [test for test in group if test.finding is Answer.POSITIVE]
        negative = any(test.finding is Answer.NEGATIVE and not test.preliminary for test in group)
        if positive:
            positives.extend(positive)
        elif negative and positives and policy.after(positives[-1].occurred_at, policy.antibody.persistence) <= at:
            yield Streak(tuple(positives), at)
            positives = []
    if positives:
        yield Streak(tuple(positives), None)
