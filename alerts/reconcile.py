"""Telling the world the difference: what was published, what holds, and the revisions that lie between."""

import hashlib
import hmac
from datetime import datetime
from typing import NamedTuple

import msgspec

from alerts.judge import Judge
from alerts.judged import Findings
from alerts.published import OpenAlert, Published
from alerts.standing import Standing, Subject
from models.alerts import EVIDENCE_LIMIT, SUMMARY_LIMIT, TEXT_LIMIT, Alert, Change, EvidenceOut, Status
from models.findings import End, Finding


class Look(NamedTuple):
    """One look at a patient: at which instant, why (`cause`: what becomes of findings that are gone altogether).

    `acknowledged` is the alert that somebody has just acknowledged, `said_at` when.
    """

    patient_id: str
    instant: datetime
    cause: End = End.CLEARED
    acknowledged: str | None = None
    said_at: datetime | None = None


class Reconciled(NamedTuple):
    """What is published now, and the revisions to send, by rule and subject."""

    published: Published
    revisions: tuple[Alert, ...]


def reconcile(published: Published, standing: Standing, findings: Findings, look: Look, judge: Judge) -> Reconciled:
    """The difference between what was published and what holds.

    An alert that is open goes on while a finding of its rule and subject holds that nobody has set aside.
    """
    alerts = dict(published.alerts)
    openings = dict(published.openings) if published.opened_at == look.instant else {}
    revisions = []
    for about in sorted(alerts.keys() | standing.holding.keys()):
        found = standing.holding.get(about, ())
        finding = next((each for each in found if not published.covered(each)), None)
        old = alerts.get(about)
        if old is not None and finding is old.finding and look.acknowledged is None:
            continue
        if finding is not None:
            quieted_at = published.quieted_at(finding)
            new, change = _revised(old, finding, look) if old else _opened(finding, look, judge, openings, quieted_at)
            if change is not None:
                alerts[about] = new
                revisions.append(_revision(new, change, None, look, judge))
        elif old is not None:
            over = msgspec.structs.replace(old, revision=old.revision + 1, status=Status.RESOLVED)
            set_aside = found and published.covered(old.finding)
            reason = End.ACKNOWLEDGED if set_aside else _why_over(old.finding, findings, look)
            revisions.append(_revision(over, Change.RESOLVED, reason, look, judge))
            del alerts[about]
    opened_at = look.instant if openings else None
    published = msgspec.structs.replace(published, alerts=alerts, opened_at=opened_at, openings=openings, aside=())
    return Reconciled(published, tuple(revisions))


def _opened(
    finding: Finding,
    look: Look,
    judge: Judge,
    openings: dict[Subject, int],
    quieted_at: datetime | None,
) -> tuple[OpenAlert, Change]:
    about = finding.rule, finding.subject
    openings[about] = count = openings.get(about, 0) + 1
    said = "\x1f".join((look.patient_id, *about, look.instant.isoformat(), str(count)))
    alert_id = hmac.new(judge.key, said.encode(errors="surrogatepass"), hashlib.sha256).hexdigest()
    late_by_s = (look.instant - finding.holds_from).total_seconds()
    status = Status.FIRING if quieted_at is None else Status.ACKNOWLEDGED
    return OpenAlert(alert_id, 1, status, look.instant, late_by_s, finding, quieted_at), Change.OPENED


def _revised(old: OpenAlert, finding: Finding, look: Look) -> tuple[OpenAlert, Change | None]:
    change, status, said_at = None, old.status, old.set_aside_at
    if finding.rank > old.finding.rank:
        change, status, said_at = Change.WORSENED, Status.FIRING, None
    elif look.acknowledged == old.alert_id and old.status is not Status.ACKNOWLEDGED:
        change, status, said_at = Change.ACKNOWLEDGED, Status.ACKNOWLEDGED, look.said_at
    elif finding.rank < old.finding.rank:
        change = Change.EASED
    elif _shown(finding) != _shown(old.finding):
        change = Change.UPDATED
    revision = old.revision + (change is not None)
    return msgspec.structs.replace(old, revision=revision, status=status, finding=finding, set_aside_at=said_at), change


def _shown(finding: Finding) -> tuple[object, ...]:
    return finding.effect, finding.holds_from, finding.due_at, finding.summary, finding.evidence


def _why_over(published: Finding, findings: Findings, look: Look) -> End:
    """As the finding says why it ends; where it is gone altogether, as its cause says."""
    ended = [
        each
        for (rule, _), found in findings.items()
        if rule == published.rule
        for each in found
        if each.subject == published.subject
        and each.holds_until is not None
        and published.holds_from < each.holds_until <= look.instant
    ]
    return max(ended, key=lambda each: (each.holds_until, each.rank)).ends if ended else look.cause


def _revision(alert: OpenAlert, change: Change, reason: End | None, look: Look, judge: Judge) -> Alert:
    finding = alert.finding
    return Alert(
        alert_id=alert.alert_id,
        revision=alert.revision,
        rule=finding.rule,
        patient_id=look.patient_id,
        subject=finding.subject,
        status=alert.status,
        severity=finding.severity,
        effect=finding.effect,
        change=change,
        reason=reason,
        holds_from=finding.holds_from,
        opened_at=alert.opened_at,
        changed_at=look.instant,
        due_at=finding.due_at,
        late_by_s=alert.late_by_s,
        summary=finding.summary[:SUMMARY_LIMIT],
        action=finding.action,
        authority=judge.authorities[finding.rule],
        evidence=tuple(
            EvidenceOut(event_id=each.event_id, at=each.at, fact=each.fact[:TEXT_LIMIT])
            for each in finding.evidence[:EVIDENCE_LIMIT]
        ),
        policy_version=judge.policy.version,
    )
