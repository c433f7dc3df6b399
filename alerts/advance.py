"""Time and events, made into alerts: the one function that the live worker and a replay both drive."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from alerts.acknowledge import acknowledge, acknowledge_unjudged
from alerts.chart.revise import charted, revised
from alerts.facts.entities import Entity
from alerts.facts.facts import Facts
from alerts.facts.learn import learn
from alerts.intervals import earliest
from alerts.judge import Judge, RuleFailedError
from alerts.published import Published
from alerts.reconcile import Look, reconcile
from alerts.standing import open_at
from alerts.view import NOTHING_SEEN, View, looked_at_from, view_of
from models.alerts import Alert
from models.findings import End
from models.log import AlertAcknowledged, ClinicalEvent, PatientMerged, PolicyChanged, TimeReached


class Outcome(StrEnum):
    """What became of an event: every accepted one is counted under one of these."""

    LEARNED = "learned"
    REPEATED = "repeated"
    ACKNOWLEDGED = "acknowledged"
    ACKNOWLEDGEMENT_IGNORED = "acknowledgement-ignored"
    TIME_REACHED = "time-reached"
    POLICY_CHANGED = "policy-changed"
    MERGED = "merged"


NOTHING_KNOWN = Facts()
NOTHING_PUBLISHED = Published()
NOTHING_PACKED: Mapping[Entity, msgspec.Raw] = {}


class Kept(NamedTuple):
    """What was last recorded of a patient: the archive and its name, and each thing that changed since, as packed."""

    name: int = 0
    archive: bytes = b""
    since: Mapping[Entity, msgspec.Raw] = NOTHING_PACKED


class Patient(msgspec.Struct, frozen=True):
    """What is known about a patient and what was published, up to the instant `clock`, which never goes back.

    `next_at` is the next instant at which an alert can change by itself, or one before it at which to look again.
    """

    patient_id: str
    facts: Facts = NOTHING_KNOWN
    published: Published = NOTHING_PUBLISHED
    clock: datetime | None = None
    next_at: datetime | None = None
    view: View | None = None
    kept: Kept = Kept()


class Step(NamedTuple):
    """The patient after an event, the revisions to publish, what became of the event, and facts that were dropped."""

    patient: Patient
    revisions: tuple[Alert, ...]
    outcome: Outcome
    dropped: int = 0


class CannotJudgeError(Exception):
    """A rule raised on this patient.

    Attributes:
        rule: the rule that raised; the cause is what it raised.
        patient: with the event learned, and its alerts as they were.
        revisions: what was due before the event, still to be published.
    """

    def __init__(self, rule: str, patient: Patient, revisions: tuple[Alert, ...]) -> None:
        super().__init__(rule)
        self.rule = rule
        self.patient = patient
        self.revisions = revisions


def advance(patient: Patient, event: ClinicalEvent | TimeReached, judge: Judge) -> Step:
    """Let the patient's clock pass every instant that matters before the event; then learn it, and look again.

    Raises:
        CannotJudgeError: a rule raised.
    """
    instant = _not_before(patient, event.accepted_at)
    trail: list[Alert] = []
    try:
        patient = _passed(_viewed(patient, judge), instant, judge, trail)
        match event:
            case TimeReached():
                return _reached(patient, instant, judge, trail)
            case AlertAcknowledged():
                return _acknowledged(patient, event, instant, judge, trail)
            case PatientMerged():
                return _reached(patient, instant, judge, trail)._replace(outcome=Outcome.MERGED)
            case _:
                return _learned(patient, event, instant, judge, trail)
    except RuleFailedError as error:
        left = _unjudged(patient, event, instant)
        if isinstance(event, AlertAcknowledged):
            published, said = acknowledge_unjudged(left.published, event, instant, judge)
            left = replace(left, published=published)
            trail.extend(said)
        return _recovered(left, Look(patient.patient_id, instant), judge, trail, error)


def change_policy(patient: Patient, event: PolicyChanged, before: Judge, after: Judge) -> Step:
    """Let the patient's clock pass what matters before the change under the old policy; then look under the new one.

    Raises:
        CannotJudgeError: a rule raised.
    """
    instant = _not_before(patient, event.accepted_at)
    trail: list[Alert] = []
    try:
        patient = _passed(_viewed(patient, before), instant, before, trail)
        patient = _viewed(replace(patient, view=None), after)
        patient = _looked(patient, Look(patient.patient_id, instant, End.POLICY_CHANGED), after, trail)
        return Step(patient, tuple(trail), Outcome.POLICY_CHANGED)
    except RuleFailedError as error:
        raise CannotJudgeError(error.rule, _unjudged(patient, None, instant), tuple(trail)) from error


def run_to(patient: Patient, until: datetime, judge: Judge) -> Step:
    """Let the patient's clock run on to an instant, deadlines at that instant included.

    Raises:
        CannotJudgeError: a rule raised.
    """
    return advance(patient, TimeReached(patient_id=patient.patient_id, due=until, accepted_at=until), judge)


def _not_before(patient: Patient, instant: datetime) -> datetime:
    return instant if patient.clock is None else max(instant, patient.clock)


def _viewed(patient: Patient, judge: Judge) -> Patient:
    if patient.view is not None:
        return patient
    chart = looked_at_from(charted(patient.facts, judge.policy), patient.published, patient.clock)
    return replace(patient, view=view_of(chart, judge.judged(chart), patient.clock))


def _passed(patient: Patient, instant: datetime, judge: Judge, trail: list[Alert]) -> Patient:
    patient = _caught_up(patient, instant, judge)
    while patient.next_at is not None and patient.next_at < instant:
        patient = _looked(patient, Look(patient.patient_id, patient.next_at), judge, trail)
    return patient


def _caught_up(patient: Patient, instant: datetime, judge: Judge) -> Patient:
    """The patient with no rule put off any more that can change something by an instant."""
    view, clock = patient.view, patient.clock or instant
    if view is None or not view.judged.put_off or patient.next_at is None or patient.next_at > instant:
        return patient
    judged = judge.caught_up(view.chart, view.judged, clock, instant)
    if judged is view.judged:
        return patient
    view = replace(view_of(view.chart, judged, clock), published=view.published)
    return replace(patient, view=view, next_at=earliest(open_at(view.live, clock).next_at, judged.put_off_to))


def _looked(patient: Patient, look: Look, judge: Judge, trail: list[Alert]) -> Patient:
    view = patient.view or NOTHING_SEEN
    standing = open_at(view.live, look.instant)
    published, revisions = reconcile(patient.published, standing, view.judged.findings, look, judge)
    trail.extend(revisions)
    next_at = earliest(standing.next_at, view.judged.put_off_to)
    view = replace(view, published=True)
    return replace(patient, published=published, clock=look.instant, next_at=next_at, view=view)


def _reached(patient: Patient, instant: datetime, judge: Judge, trail: list[Alert]) -> Step:
    if patient.next_at is not None and patient.next_at <= instant:
        patient = _looked(patient, Look(patient.patient_id, instant), judge, trail)
    return Step(replace(patient, clock=instant), tuple(trail), Outcome.TIME_REACHED)


def _acknowledged(
    patient: Patient, event: AlertAcknowledged, instant: datetime, judge: Judge, trail: list[Alert]
) -> Step:
    published, alert_id = acknowledge(patient.published, event)
    look = Look(patient.patient_id, instant, acknowledged=alert_id, said_at=event.occurred_at)
    patient = _looked(replace(patient, published=published), look, judge, trail)
    outcome = Outcome.ACKNOWLEDGEMENT_IGNORED if alert_id is None else Outcome.ACKNOWLEDGED
    return Step(patient, tuple(trail), outcome)


def _learned(patient: Patient, event: ClinicalEvent, instant: datetime, judge: Judge, trail: list[Alert]) -> Step:
    learned = learn(patient.facts, event)
    if not learned.touched:
        return _reached(patient, instant, judge, trail)._replace(outcome=Outcome.REPEATED)
    before = patient.view or NOTHING_SEEN
    chart, changed = revised(before.chart, patient.facts, learned.facts, learned.touched, judge.policy)
    quiet = before.published and (patient.next_at is None or instant < patient.next_at)
    judged = judge.unmoved(changed, before.judged, instant) if quiet else None
    if judged is None:
        chart = looked_at_from(chart, patient.published, patient.clock)
        judged = judge.judged(chart, changed.seen_at(instant), before.judged)
    if quiet and judged.findings is before.judged.findings:
        view = View(chart, judged, before.live, published=True)
        next_at = earliest(patient.next_at, judged.put_off_to)
        patient = replace(patient, facts=learned.facts, view=view, clock=instant, next_at=next_at)
    else:
        patient = replace(patient, facts=learned.facts, view=view_of(chart, judged, patient.clock))
        patient = _looked(patient, Look(patient.patient_id, instant, learned.takes_back), judge, trail)
    return Step(patient, tuple(trail), Outcome.LEARNED, learned.dropped)


def _recovered(patient: Patient, look: Look, judge: Judge, trail: list[Alert], error: RuleFailedError) -> Step:
    """The patient looked at with the event learned, if that is what mends what the rule failed on."""
    try:
        patient = _looked(_viewed(patient, judge), look, judge, trail)
    except RuleFailedError:
        raise CannotJudgeError(error.rule, patient, tuple(trail)) from error
    return Step(patient, tuple(trail), Outcome.LEARNED)


def _unjudged(patient: Patient, event: ClinicalEvent | TimeReached | None, instant: datetime) -> Patient:
    """The patient with the event learned, and its alerts as they are until the rules can be asked again."""
    facts = patient.facts
    if event is not None and not isinstance(event, TimeReached | AlertAcknowledged | PatientMerged):
        facts = learn(facts, event).facts
    return replace(patient, facts=facts, view=None, clock=instant, next_at=None)
