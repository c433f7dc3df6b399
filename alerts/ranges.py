"""Results outside their range: the limits that are known, each the result's own or the policy's."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from alerts.chart.chart import Chart
from alerts.episodes import Episode, Observed, episodes
from alerts.limits import Beside, Verdict, above, below, lower, upper, written
from models.analytes import Analyte
from models.findings import Effect, Evidence, Finding, Severity
from models.log import LabResult
from models.policy import Policy


class Watch(NamedTuple):
    """What is watched, and how its alert reads. `raised_only`: values below the range are no matter."""

    rule: str
    analytes: tuple[Analyte, ...]
    severity: Severity
    action: str
    raised_only: bool = False


def out_of_range(watch: Watch, chart: Chart, policy: Policy) -> Iterator[Finding]:
    """The findings of a rule about the latest result of an analyte; one whose limits nobody knows is passed over."""
    for analyte in watch.analytes:
        observed = [
            Observed(result, int(_is_out(result, watch, policy)), result.preliminary)
            for result in chart.of(analyte)
            if any(_limits(result, watch, policy))
        ]
        for episode in episodes(observed, 1, lambda _: None):
            yield _finding(watch, analyte, episode, policy)


def _limits(result: LabResult, watch: Watch, policy: Policy) -> tuple[Beside | None, Beside | None]:
    return None if watch.raised_only else lower(result, policy), upper(result, policy)


def _verdicts(result: LabResult, watch: Watch, policy: Policy) -> Iterable[tuple[Verdict, Beside, str]]:
    low, high = _limits(result, watch, policy)
    if low is not None:
        yield below(low.value, result.comparator, low.limit), low, "below"
    if high is not None:
        yield above(high.value, result.comparator, high.limit), high, "above"


def _is_out(result: LabResult, watch: Watch, policy: Policy) -> bool:
    return any(verdict for verdict, _, _ in _verdicts(result, watch, policy))


def _finding(watch: Watch, analyte: Analyte, episode: Episode[LabResult], policy: Policy) -> Finding:
    said = [_said(result, watch, policy) for result in episode.ends_of_it]
    return Finding(
        rule=watch.rule,
        subject=analyte,
        severity=watch.severity,
        effect=Effect.REVIEW,
        holds_from=episode.start,
        holds_until=episode.end,
        summary=said[-1],
        action=watch.action,
        evidence=tuple(
            Evidence(result.event_id, result.occurred_at, fact)
            for result, fact in zip(episode.ends_of_it, said, strict=True)
        ),
    )


def _said(result: LabResult, watch: Watch, policy: Policy) -> str:
    verdict, beside, side = max(_verdicts(result, watch, policy), key=lambda each: each[0].value)
    doubt = "may be " if verdict is Verdict.OPEN else ""
    whose = " by policy" if beside.by_policy else ""
    preliminary = "; preliminary" if result.preliminary else ""
    limit = f"{beside.limit.normalize():f} {beside.unit}{whose}"
    return f"{written(result)} is {doubt}{side} its limit ({limit}){preliminary}"
