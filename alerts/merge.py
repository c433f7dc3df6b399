"""Records that are one patient: what becomes of one that was merged, and of the one that goes on."""

from datetime import datetime, timedelta
from typing import Final, NamedTuple, TypeVar

from msgspec.structs import replace

from alerts.acknowledge import COVERS, acknowledge
from alerts.advance import CannotJudgeError, Outcome, Patient, Step, run_to
from alerts.facts.entities import Kind, entity_of
from alerts.facts.facts import Facts
from alerts.facts.learn import Learned, learn
from alerts.judge import Judge
from alerts.published import Cover, Published
from alerts.reconcile import Look, reconcile
from alerts.standing import open_at
from models.alerts import Alert, Status
from models.findings import End
from models.log import AlertAcknowledged, ClinicalEvent, EventRetracted, LabResult, SetAside

Handed = ClinicalEvent | SetAside
"""What one record hands over to another: an event, or what a person has set aside."""

AnyHanded = TypeVar("AnyHanded", bound=Handed)

_LEAST: Final = timedelta.resolution


def supersede(record: Patient, at: datetime, judge: Judge) -> Step:
    """Let the clock pass what matters before a merge, then resolve all alerts: another record goes on.

    The facts stay, so that what still comes can be told from repeats, and what was set aside; nobody judges them.
    """
    instant = _not_before(record, at)
    record, revisions = _passed(record, instant, judge)
    aside = (*record.published.aside, *_quieted(record.published))
    look = Look(record.patient_id, instant, End.SUPERSEDED)
    published, resolved = reconcile(record.published, open_at((), instant), {}, look, judge)
    published = replace(published, aside=_kept((), *aside))
    record = replace(record, published=published, view=None, clock=instant, next_at=None)
    return Step(record, (*revisions, *resolved), Outcome.MERGED)


def wake(record: Patient, at: datetime, judge: Judge) -> Step:
    """Judge a record again that had been merged: a ring of merges has come back to it.

    Raises:
        CannotJudgeError: a rule raised.
    """
    instant = _not_before(record, at)
    return run_to(replace(record, view=None, next_at=instant), instant, judge)._replace(outcome=Outcome.MERGED)


def handed_over(record: Patient, at: datetime) -> list[Handed]:
    """What a merged record hands over, accepted anew `at` the merge: what it says of the other patient is news then.

    It is accepted later where the record itself knew some of it only later: the line of the merge was on its way then.
    First what was set aside; then what takes something back, since what comes last says why an alert is over; then
    other events, the latest first, of one instant what was recorded last.
    """
    at = max((at, *(each.accepted_at for each in record.facts.events())))
    covers = [(cover, True) for cover in record.published.covers]
    covers += [(cover, False) for cover in record.published.aside]
    set_aside = [
        SetAside(
            patient_id=record.patient_id,
            accepted_at=at,
            rule=cover.rule,
            subject=cover.subject,
            rank=cover.rank,
            at=cover.at,
            for_good=for_good,
        )
        for cover, for_good in covers
    ]
    events = sorted(record.facts.events(), key=lambda each: _weight(each, record.facts), reverse=True)
    return [*set_aside, *(replace(each, accepted_at=at) for each in events)]


def _weight(event: ClinicalEvent, facts: Facts) -> tuple[bool, datetime, datetime, tuple[str, str]]:
    return _takes_back(event, facts), event.occurred_at, event.known_at, event.key


def _takes_back(event: ClinicalEvent, facts: Facts) -> bool:
    match event:
        case EventRetracted():
            return True
        case LabResult():
            return event.removed or len(facts.of(Kind.RESULT)[entity_of(event).name]) > 1
        case _:
            return False


def inherit(patient: Patient, handed: Handed, judge: Judge, *, more: bool) -> Step:
    """Take in what is handed over; where more follows, alerts wait for it, no longer than to the next look.

    Raises:
        CannotJudgeError: a rule raised, at a look.
    """
    instant = _not_before(patient, handed.accepted_at)
    patient, revisions = _passed(patient, instant, judge)
    patient, outcome, dropped = _taken(patient, handed)
    patient = replace(patient, view=None, clock=instant, next_at=instant)
    if more:
        return Step(patient, revisions, outcome, dropped)
    try:
        step = run_to(patient, instant, judge)
    except CannotJudgeError as error:
        raise CannotJudgeError(error.rule, error.patient, (*revisions, *error.revisions)) from error
    return Step(step.patient, (*revisions, *step.revisions), outcome, dropped)


def _passed(record: Patient, instant: datetime, judge: Judge) -> tuple[Patient, tuple[Alert, ...]]:
    """The record once its clock has passed what matters before an instant.

    Where a rule raises, alerts stay as they are: all is judged anew, wherever it is handed over, and said then.
    """
    if record.next_at is None or record.next_at >= instant:
        return record, ()
    try:
        record, revisions, *_ = run_to(record, instant - _LEAST, judge)
    except CannotJudgeError as error:
        return error.patient, error.revisions
    return record, revisions


class Noted(NamedTuple):
    """A merged record with one more event noted, and whether what is known has changed: then it is to be passed on."""

    record: Patient
    is_new: bool


def note(record: Patient, event: Handed) -> Noted:
    """Note what comes under a record that was merged. A repeat is not passed on, so that no ring can turn for ever."""
    if isinstance(event, AlertAcknowledged):
        is_new = event.key not in record.published.acknowledged
        return Noted(replace(record, published=acknowledge(record.published, event).published), is_new)
    after, *_ = _taken(record, event)
    if isinstance(event, SetAside):
        return Noted(after, after.published != record.published)
    return Noted(after, after.facts is not record.facts)


def _taken(record: Patient, handed: Handed) -> tuple[Patient, Outcome, int]:
    """The record with what is handed over known and nothing judged; facts that are the same are the same object."""
    if isinstance(handed, SetAside):
        return replace(record, published=_set_aside(record.published, handed)), Outcome.MERGED, 0
    learned = learn(record.facts, handed_to(handed, record.patient_id))
    if not _changed(record.facts, learned):
        return record, Outcome.REPEATED, 0
    return replace(record, facts=learned.facts), Outcome.LEARNED, learned.dropped


def handed_to(event: AnyHanded, patient_id: str) -> AnyHanded:
    """The same, of this patient."""
    return event if event.patient_id == patient_id else replace(event, patient_id=patient_id)


def _changed(before: Facts, learned: Learned) -> bool:
    """Whether anything else is known: an event that no bound had room for changes nothing."""
    after = learned.facts
    return any(
        before.of(thing.kind).get(thing.name) != after.of(thing.kind).get(thing.name) for thing in learned.touched
    )


def _set_aside(published: Published, said: SetAside) -> Published:
    cover = Cover(said.rule, said.subject, said.rank, said.at)
    if said.for_good:
        return replace(published, covers=_kept(published.covers, cover))
    return replace(published, aside=_kept(published.aside, cover))


def _kept(covers: tuple[Cover, ...], *more: Cover) -> tuple[Cover, ...]:
    """Both together, each once; of too many the oldest go."""
    all_of_them = dict.fromkeys((*covers, *more))
    if len(all_of_them) == len(covers):
        return covers
    return tuple(sorted(all_of_them, key=lambda each: (each.at, each.rule, each.subject, each.rank))[-COVERS:])


def _quieted(published: Published) -> list[Cover]:
    return [
        Cover(*alert.about, alert.finding.rank, alert.set_aside_at)
        for alert in published.alerts.values()
        if alert.status is Status.ACKNOWLEDGED and alert.set_aside_at is not None
    ]


def _not_before(record: Patient, at: datetime) -> datetime:
    return at if record.clock is None else max(at, record.clock)
