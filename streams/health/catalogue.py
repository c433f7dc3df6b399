"""The closed list of all metrics: what is not named here is not exported."""

from typing import Final

from streams.health import metrics
from streams.intake import metrics as intake
from streams.metrics.described import Metric
from streams.monitor import cohort_metrics as cohort
from streams.monitor import metrics as monitor
from streams.pager import metrics as pager
from streams.vigil import metrics as vigil

GROUPS: Final[dict[str, tuple[Metric, ...]]] = {
    "The worker": metrics.METRICS,
    "Intake": intake.METRICS,
    "The monitor": monitor.METRICS,
    "The pager": pager.METRICS,
    "The vigil": vigil.METRICS,
    "The cohort": cohort.METRICS,
    "The process": metrics.PROCESS,
}
"""All metrics, under the headings of their document."""

METRICS: Final = tuple(metric for group in GROUPS.values() for metric in group)
