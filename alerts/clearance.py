"""Holds that a physician has evaluated and lifted."""

from datetime import datetime

from alerts.chart.chart import Chart
from models.log import Event


def cleared_at(chart: Chart, rule: str, subject: str, fact: Event) -> datetime | None:
    """When a finding of this rule and subject that rests on `fact` was cleared; None if it was not.

    A clearance counts for what began before it and was recorded no later than it: nobody clears what he could not
    know.
    """
    return min(
        (
            each.occurred_at
            for each in chart.clearances
            if each.rule == rule
            and each.subject in {None, subject}
            and fact.occurred_at < each.occurred_at
            and fact.known_at <= each.known_at
        ),
        default=None,
    )
