"""Two records that are one patient: what becomes of the prior one, and what is passed on from it."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

import msgspec

from alerts.acknowledge import acknowledge
from alerts.advance import CannotJudgeError, Outcome, Patient, Step, advance, run_to
from alerts.facts.facts import Facts
from alerts.facts.learn import learn
from alerts.judge import Judge
from alerts.reconcile import Look, reconcile
from alerts.standing import open_at
from models.findings import End
from models.log import AlertAcknowledged, ClinicalEvent, PatientMerged


def supersede(prior: Patient, event: PatientMerged, judge: Judge) -> Step:
    """Let the prior's clock pass what matters up to the merge, then resolve all its alerts: another record goes on.

    The facts stay, so that what is passed on later can be told from repeats; nobody judges them any more.
    """
    try:
        prior, revisions, *_ = advance(prior, event, judge)
    except CannotJudgeError as error:
        prior, revisions = error.patient, error.revisions
    look = Look(prior.patient_id, prior.clock or event.accepted_at, End.SUPERSEDED)
    published, resolved = reconcile(prior.published, open_at((), look.instant), {}, look, judge)
    prior = msgspec.structs.replace(prior, published=published, view=None, next_at=None)
    return Step(prior, (*revisions, *resolved), Outcome.MERGED)


def handed_over(facts: Facts, at: datetime) -> list[ClinicalEvent]:
    """What is handed over of a record, accepted anew `at` the merge: what it says of the other patient is news then.

    The latest comes first, of one instant what was recorded last: so what is over is not taken to go on meanwhile.
    """
    latest_first = sorted(facts.events(), key=lambda each: (each.occurred_at, each.known_at, each.key), reverse=True)
    return [msgspec.structs.replace(each, accepted_at=at) for each in latest_first]


def inherit(survivor: Patient, handed: Iterable[ClinicalEvent], event: PatientMerged, judge: Judge) -> Step:
    """Let the survivor's clock pass what matters up to the merge, then learn all that is handed over, and look once.

    Raises:
        CannotJudgeError: a rule raised.
    """
    survivor, revisions, *_ = advance(survivor, event, judge)
    instant = survivor.clock or event.accepted_at
    facts, dropped = survivor.facts, 0
    for known in handed:
        learned = learn(facts, msgspec.structs.replace(known, patient_id=survivor.patient_id))
        facts, dropped = learned.facts, dropped + learned.dropped
    step = run_to(msgspec.structs.replace(survivor, facts=facts, view=None, next_at=instant), instant, judge)
    return Step(step.patient, (*revisions, *step.revisions), Outcome.MERGED, dropped)


class Noted(NamedTuple):
    """A prior record with one more event noted, and whether the event is to be passed on."""

    prior: Patient
    is_new: bool


def note(prior: Patient, event: ClinicalEvent) -> Noted:
    """Note what comes under a record that was merged. A repeat is not passed on, so that no ring can turn for ever."""
    if isinstance(event, AlertAcknowledged):
        published, _ = acknowledge(prior.published, event)
        is_new = event.key not in prior.published.acknowledged
        return Noted(msgspec.structs.replace(prior, published=published), is_new)
    learned = learn(prior.facts, event)
    return Noted(msgspec.structs.replace(prior, facts=learned.facts), bool(learned.touched))
