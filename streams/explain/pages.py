"""What a pager would have made heard: for the weeks in shadow mode, and for whoever will be woken."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from models.alerts import Alert
from models.findings import Severity
from streams.pager.intents import Told, judge, waiting
from streams.pager.pages import Intent
from streams.replay.lines import Refused
from streams.replay.run import Replay, replayed
from streams.replay.ward import Complaint

_NIGHT_FROM: Final = 22
_NIGHT_TO: Final = 6
_WEEK: Final = timedelta(weeks=1)


class Heard(NamedTuple):
    """One page: the revision that would have been heard, in the site's own time."""

    alert: Alert
    at: datetime

    @property
    def at_night(self) -> bool:
        """Whether it falls between ten in the evening and six in the morning."""
        return self.at.hour >= _NIGHT_FROM or self.at.hour < _NIGHT_TO


class Count(NamedTuple):
    """Pages of one rule, or of all."""

    rule: str
    critical: int
    warning: int
    at_night: int
    patients: int


class Pages(NamedTuple):
    """All pages, and from when to when one looked."""

    heard: tuple[Heard, ...]
    begin: datetime
    end: datetime

    @property
    def weeks(self) -> float:
        """How long that was; a week at least, so that one bad day is not made seven."""
        return max((self.end - self.begin) / _WEEK, 1.0)

    @property
    def busiest(self) -> tuple[date, int] | None:
        """The day with the most pages, the first of several, and how many they were."""
        days = Counter(each.at.date() for each in self.heard)
        return max(days.items(), key=lambda day: day[1], default=None)

    def counts(self) -> Iterator[Count]:
        """Each rule that paged, the most frequent first; then all of them."""
        rules = Counter(each.alert.rule for each in self.heard)
        for rule, _ in sorted(rules.items(), key=lambda each: (-each[1], each[0])):
            yield _counted(rule, [each for each in self.heard if each.alert.rule == rule])
        yield _counted("all", self.heard)


def pages_of(
    what: Replay, since: datetime | None, refuse: Callable[[Refused], None], complain: Complaint
) -> Pages | None:
    """What the pager would have made heard of a replay; None if there was nothing to look at.

    Args:
        what: The replay.
        since: What began before does not page, as with the setting `pager.not_before`.
        refuse: Told of each line that is no event.
        complain: Told when a rule raises on a patient.
    """
    ended = replayed(what, refuse, complain)
    clocks = [patient.clock for patient in ended.patients.values() if patient.clock is not None]
    if not clocks:
        return None
    told: dict[str, Told] = {}
    heard = []
    for alert in ended.alerts:
        verdict = judge(waiting(alert), told.get(alert.alert_id), fresh=True, not_before=since)
        told[alert.alert_id] = verdict.then
        if verdict.intent is Intent.PAGE:
            zone = ended.judge_of(alert.patient_id or "").policy.zone
            heard.append(Heard(alert, alert.changed_at.astimezone(zone)))
    known = (event for patient in ended.patients.values() for event in patient.facts.events())
    return Pages(tuple(heard), since or min((event.accepted_at for event in known), default=max(clocks)), max(clocks))


def _counted(name: str, heard: Sequence[Heard]) -> Count:
    by_severity = Counter(each.alert.severity for each in heard)
    return Count(
        rule=name,
        critical=by_severity[Severity.CRITICAL],
        warning=by_severity[Severity.WARNING],
        at_night=sum(each.at_night for each in heard),
        patients=len({each.alert.patient_id for each in heard}),
    )
