"""The rules read naively, sentence by sentence: what holds at one instant, worked out from bare events.

No interval, episode or chart is used here, and nothing of `alerts`: where this and the rules differ, one of them is
wrong. Days are those of UTC, numbers the defaults; every event has an id of its own, and none is retracted.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from models.log import (
    ClinicalEvent,
    ConditionResolved,
    ConditionStarted,
    EdssScored,
    HoldCleared,
    InfusionStarted,
    LabResult,
    MriReported,
    RelapseReported,
    TherapyDiscontinued,
    TherapyStarted,
)
from models.log.base import Event
from models.units import to_canonical
from tests.properties.reading import (
    DAY,
    Graded,
    Kind,
    Said,
    beside,
    counted_from,
    has_limit,
    latest_bad,
    months,
    open_answer,
    outside,
    overdue,
)

SEEN: Final = frozenset(
    {
        *("liver-uln", "limit-unknown", "thyroid-abnormal", "neutrophils-abnormal", "lymphocytes-raised"),
        *("monocytes-raised", "drug-level-low", "antibody-positive", "antibody-persistent", "antibody-screen-missed"),
        *("liver-overdue", "liver-baseline-missing", "thyroid-overdue", "blood-count-overdue", "mri-overdue"),
        *("edss-overdue", "mri-activity", "relapse", "active-infection", "lactation", "therapy-lapsed"),
    }
)
"""The rules that are read here."""
RANGES: Final = (
    ("thyroid-abnormal", "tsh", "warning", True),
    ("thyroid-abnormal", "free-t4", "warning", True),
    ("neutrophils-abnormal", "neutrophils", "warning", True),
    ("lymphocytes-raised", "lymphocytes", "info", False),
    ("monocytes-raised", "monocytes", "info", False),
)
"""A rule, its analyte, its severity, and whether values below the range matter."""
SCHEDULES: Final[tuple[tuple[str, tuple[str, ...], int, str], ...]] = (
    ("liver-overdue", ("alt", "ast"), 3, "warning"),
    ("thyroid-overdue", ("tsh", "free-t4"), 6, "info"),
    ("blood-count-overdue", ("lymphocytes", "monocytes", "neutrophils"), 3, "info"),
)
JUDGED_BY_A_LIMIT: Final = ("alt", "ast", "lymphocytes", "monocytes", "tsh", "free-t4", "neutrophils")


class Book:
    """What the rules say about a patient of whom these events are known."""

    def __init__(self, events: Sequence[ClinicalEvent]) -> None:
        self._events = events

    def at(self, instant: datetime) -> set[Said]:
        """Everything that holds at an instant."""
        therapy = self._therapy_at(instant)
        said = {*self._always(instant), *self._lapsed(instant)}
        if therapy is not None:
            said.update(self._results(instant))
            said.update(self._due(instant, therapy))
            said.update(self._course(instant))
            said.update(self._antibodies(instant))
        return said

    def _all(self, kind: type[Kind]) -> list[Kind]:
        return sorted((each for each in self._events if isinstance(each, kind)), key=lambda each: each.occurred_at)

    def _therapies(self) -> list[tuple[datetime, datetime, bool]]:
        """Each with its start, its end, and whether it lapsed. At one instant: its end, an infusion, a beginning."""
        steps = [(each.occurred_at, 0) for each in self._all(TherapyDiscontinued)]
        steps += [(each.occurred_at, 1) for each in self._all(InfusionStarted)]
        steps += [(each.occurred_at, 2) for each in self._all(TherapyStarted)]
        found: list[tuple[datetime, datetime, bool]] = []
        for at, step in sorted(steps):
            start, end, lapses = found[-1] if found else (at, at, False)
            going_on = bool(found) and lapses and (at < end or (at == end and step < 2))
            if going_on and step == 0:
                found[-1] = (start, at, False)
            elif going_on and step == 1:
                found[-1] = (start, at + 180 * DAY, True)
            elif not going_on and step:
                found.append((at, at + 180 * DAY, True))
        return found

    def _therapy_at(self, instant: datetime) -> datetime | None:
        return next((start for start, end, _ in self._therapies() if start <= instant < end), None)

    def _lapsed(self, instant: datetime) -> Iterator[Said]:
        resumed = [start for start, _, _ in self._therapies()]
        ended = [each.occurred_at for each in self._all(TherapyDiscontinued)]
        for _, end, lapsed in self._therapies():
            if lapsed and end <= instant and not any(end <= at <= instant for at in (*resumed, *ended)):
                yield "therapy-lapsed", "patient", "info", "review"

    def _labs(self, analyte: str, *, firm: bool = False) -> list[LabResult]:
        of_it = [each for each in self._all(LabResult) if each.analyte == analyte and not each.removed]
        return [each for each in of_it if not (firm and each.preliminary)]

    def _always(self, instant: datetime) -> Iterator[Said]:
        persistent = self._persistent()
        if persistent is not None and persistent <= instant:
            yield "antibody-persistent", "patient", "critical", "discontinue"
        for analyte in ("alt", "ast"):
            if any(self._suspends(fact, instant) for fact in latest_bad(self._multiples(analyte), instant)):
                yield "liver-uln", analyte, "critical", "hold-therapy"

    def _multiples(self, analyte: str) -> Iterator[Graded[LabResult]]:
        for result in self._labs(analyte):
            value, limit = beside(result, result.reference_high, "upper")
            if limit is not None:
                least = {None: value >= 3 * limit, "<": value > 3 * limit, "<=": value >= 3 * limit}
                yield result, least.get(result.comparator, True), result.preliminary

    def _suspends(self, fact: LabResult, instant: datetime) -> bool:
        """Until it is cleared, or, off therapy, 180 days have passed."""
        over = fact.occurred_at + 180 * DAY
        ends = [end for _, end, _ in self._therapies() if over < end <= instant]
        passed = instant >= over and any(self._therapy_at(at) is None for at in (over, *ends))
        return not passed and not self._cleared("liver-uln", fact.analyte, fact, instant)

    def _cleared(self, rule: str, subject: str, fact: Event, instant: datetime) -> bool:
        return any(
            each.rule == rule
            and each.subject in {None, subject}
            and fact.occurred_at < each.occurred_at <= instant
            and (fact.recorded_at or fact.occurred_at) <= (each.recorded_at or each.occurred_at)
            for each in self._all(HoldCleared)
        )

    def _results(self, instant: datetime) -> Iterator[Said]:
        for rule, analyte, severity, low_matters in RANGES:
            if latest_bad(outside(self._labs(analyte), low_matters=low_matters), instant):
                yield rule, analyte, severity, "review"
        for analyte in JUDGED_BY_A_LIMIT:
            either = analyte in {"tsh", "free-t4", "neutrophils"}
            unknown = (
                (result, not (has_limit(result, "upper") or (either and has_limit(result, "lower"))))
                for result in self._labs(analyte)
            )
            if latest_bad(((result, bad, result.preliminary) for result, bad in unknown), instant):
                yield "limit-unknown", analyte, "info", "review"
        if latest_bad(self._troughs(), instant):
            yield "drug-level-low", "patient", "warning", "review"

    def _troughs(self) -> Iterator[Graded[LabResult]]:
        starts = [each.occurred_at for each in self._all(InfusionStarted)]
        for result in self._labs("natalizumab-level"):
            before = [at for at in starts if at < result.occurred_at]
            if before and result.occurred_at >= max(before) + 21 * DAY and result.value is not None:
                below = to_canonical(result.analyte, result.value, result.unit) < 1
                yield result, below or result.comparator in {"<", "<="}, result.preliminary

    def _due(self, instant: datetime, start: datetime) -> Iterator[Said]:
        for rule, analytes, count, severity in SCHEDULES:
            done = [[each.occurred_at for each in self._labs(analyte, firm=True)] for analyte in analytes]
            yield from overdue(rule, severity, months(counted_from(start, done, instant), count), instant)
        scans = [each.occurred_at for each in self._all(MriReported)]
        yield from overdue("mri-overdue", "warning", months(counted_from(start, [scans], instant), 12), instant)
        scores = [each.occurred_at for each in self._all(EdssScored)]
        yield from overdue("edss-overdue", "info", months(counted_from(start, [scores], instant), 6), instant)
        known = ([each.occurred_at for each in self._labs(analyte, firm=True)] for analyte in ("alt", "ast"))
        if not all(any(start - 90 * DAY <= at <= instant for at in times) for times in known):
            yield "liver-baseline-missing", "patient", "warning", "schedule"

    def _course(self, instant: datetime) -> Iterator[Said]:
        scans = ((each, each.gd_enhancing_lesions + each.new_t2_lesions > 0, False) for each in self._all(MriReported))
        if latest_bad(scans, instant):
            yield "mri-activity", "patient", "warning", "review"
        relapses = [each.occurred_at for each in self._all(RelapseReported) if each.occurred_at <= instant]
        if relapses and instant < relapses[-1] + 90 * DAY:
            again = any(months(relapses[-1], -12) <= at < relapses[-1] for at in relapses)
            yield "relapse", "patient", "critical" if again else "warning", "review"
        for rule, kind, severity in (("active-infection", "infection", "critical"), ("lactation",) * 2 + ("warning",)):
            for onset in self._all(ConditionStarted):
                if onset.kind == kind and onset.occurred_at <= instant and not self._over(onset, rule, instant):
                    yield rule, onset.condition_id, severity, "hold-therapy"

    def _over(self, onset: ConditionStarted, rule: str, instant: datetime) -> bool:
        resolved = any(
            each.condition_id == onset.condition_id and onset.occurred_at <= each.occurred_at <= instant
            for each in self._all(ConditionResolved)
        )
        return resolved or self._cleared(rule, onset.condition_id, onset, instant)

    def _antibodies(self, instant: datetime) -> Iterator[Said]:
        persistent, start = self._persistent(), self._therapy_at(instant)
        if start is None or (persistent is not None and persistent <= instant):
            return
        screens = [each.occurred_at for each in self._labs("natalizumab-antibody", firm=True) if not open_answer(each)]
        due = counted_from(start, [screens], instant) + 84 * DAY
        if instant >= due + 28 * DAY:
            yield "antibody-screen-missed", "patient", "critical", "schedule"
        else:
            yield from overdue("antibody-screen-missed", "warning", due, instant)
        tests = [each for each in self._labs("natalizumab-antibody") if each.occurred_at <= instant]
        last: datetime | None = None
        for at in sorted({each.occurred_at for each in tests}):
            here = [each for each in tests if each.occurred_at == at]
            if any(each.finding == "positive" for each in here):
                last = at
            elif any(each.finding == "negative" and not each.preliminary for each in here):
                last = None if last is None or at >= last + 42 * DAY else last
        if last is not None:
            yield "antibody-positive", "patient", "warning", "review"

    def _persistent(self) -> datetime | None:
        """The first positive that comes 42 days or more after another one, with no negative between."""
        screens = self._labs("natalizumab-antibody", firm=True)
        positive = sorted({each.occurred_at for each in screens if each.finding == "positive"})
        negative = {each.occurred_at for each in screens if each.finding == "negative"} - set(positive)
        pairs = ((one, two) for two in positive for one in positive if one + 42 * DAY <= two)
        return next((two for one, two in pairs if not any(one < at < two for at in negative)), None)
