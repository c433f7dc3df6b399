"""Two records that are one patient: what becomes of the prior one, and what is passed on from it."""

from typing import NamedTuple

import msgspec

from alerts.acknowledge import acknowledge
from alerts.advance import CannotJudgeError, Outcome, Patient, Step, advance
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
