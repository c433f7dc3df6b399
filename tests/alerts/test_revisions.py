"""Revisions: their ids and numbers, what changes them, and what people say about them."""

import hashlib
import hmac

import pytest

from alerts.advance import Outcome, Patient, advance
from alerts.judge import Judge
from models.alerts import Alert, Change, Status
from models.log import AlertAcknowledged, ClinicalEvent, PatientMerged, TimeReached
from models.policy import Policy
from tests.alerts.labs import lab
from tests.alerts.story import Told, event_of, on, revisions, shown, tell, when

LIVER = "liver-uln"
BEGUN = on("07:00", "therapy-started")


def alt(at: str, value: str, accepted: str | None = None) -> Told:
    return lab(at, "alt", value, result_id=f"{at} {value}", accepted=accepted)


def of(rule: str, *story: Told, until: str | None = None) -> list[Alert]:
    return [alert for alert in revisions(*story, until=until) if alert.rule == rule]


def test_revisions_count_up_under_one_id_and_a_new_episode_has_a_new_one() -> None:
    made = of(LIVER, alt("08:00", "200"), alt("09:00", "500"), alt("10:00", "30"), alt("11:00", "200"))
    assert [alert.revision for alert in made] == [1, 2, 3, 1]
    assert len({alert.alert_id for alert in made[:3]}) == 1
    assert made[3].alert_id != made[0].alert_id
    assert {alert.opened_at for alert in made[:3]} == {when("08:00")}


def test_an_alert_that_opens_twice_at_one_instant_has_two_ids() -> None:
    story = [
        alt("08:00", "200"),
        on("08:00", "event-retracted", retracts="e1"),
        on("08:00", "event-retracted", retracts="e2"),
    ]
    made = of(LIVER, *story)
    assert [alert.change for alert in made] == [Change.OPENED, Change.RESOLVED, Change.OPENED]
    assert made[0].alert_id != made[2].alert_id


def test_ids_are_of_patient_rule_subject_and_key() -> None:
    story = [alt("08:00", "200"), lab("08:00", "ast", "200")]
    ids = {alert.alert_id for alert in of(LIVER, *story)}
    assert len(ids) == 2
    assert not any("patient-1" in each or len(each) != 64 for each in ids)
    keyed = advance(Patient("patient-1"), event_of(story[0]), Judge(Policy(), b"secret")).revisions
    assert not ids & {alert.alert_id for alert in keyed}


def test_an_id_stays_what_it_was_in_every_release() -> None:
    step = advance(Patient("patient-1"), event_of(alt("08:00", "200")), Judge(Policy(), b"secret"))
    [made] = [alert for alert in step.revisions if alert.rule == LIVER]
    said = f"patient-1\x1f{LIVER}\x1falt\x1f2026-01-01T08:00:00+00:00\x1f1"
    assert made.patient_id == "patient-1"
    assert made.alert_id == hmac.new(b"secret", said.encode(), hashlib.sha256).hexdigest()


def test_how_late_an_alert_could_be_opened_stays() -> None:
    made = of(LIVER, alt("08:00", "200", accepted="08:30"), alt("09:00", "300"))
    assert [alert.late_by_s for alert in made] == [1800, 1800]


def test_a_clock_never_goes_back() -> None:
    made = of(LIVER, on("12:00", "therapy-started"), alt("08:00", "200", accepted="09:00"))
    assert [shown(alert) for alert in made] == ["12:00 alt opened critical hold-therapy since 08:00"]


def test_what_a_resolved_alert_says_is_what_it_said_last() -> None:
    last, over = of(LIVER, alt("08:00", "200"), alt("09:00", "30"))
    assert over.status is Status.RESOLVED
    assert (over.summary, over.severity, over.evidence) == (last.summary, last.severity, last.evidence)


@pytest.mark.parametrize(
    ("story", "told"),
    [
        pytest.param(
            [on("09:00", "alert-acknowledged", alert=LIVER), alt("10:00", "500")],
            [
                "09:00 alt acknowledged critical hold-therapy since 08:00",
                "10:00 alt worsened critical hold-therapy",
            ],
            id="a worsening fires again",
        ),
        pytest.param(
            [alt("08:30", "500"), on("09:00", "alert-acknowledged", alert=LIVER), alt("10:00", "200")],
            [
                "08:30 alt worsened critical hold-therapy",
                "09:00 alt acknowledged critical hold-therapy since 08:30",
                "10:00 alt eased critical hold-therapy since 08:00",
            ],
            id="what eases stays acknowledged",
        ),
        pytest.param(
            [on("09:00", "alert-acknowledged", alert=LIVER), on("10:00", "alert-acknowledged", alert=LIVER)],
            ["09:00 alt acknowledged critical hold-therapy since 08:00"],
            id="once is enough",
        ),
        pytest.param([on("07:59", "alert-acknowledged", alert=LIVER, accepted="09:00")], [], id="it began after that"),
        pytest.param(
            [on("08:00", "alert-acknowledged", alert=LIVER, accepted="09:00")],
            ["09:00 alt acknowledged critical hold-therapy since 08:00"],
            id="it began just then",
        ),
        pytest.param(
            [on("09:00", "alert-acknowledged", alert=LIVER), on("10:00", "event-retracted", retracts="e2")],
            ["09:00 alt acknowledged critical hold-therapy since 08:00"],
            id="taking it back changes nothing",
        ),
        pytest.param(
            [alt("09:00", "30"), on("10:00", "alert-acknowledged", alert=LIVER)],
            ["09:00 alt resolved cleared"],
            id="of one that is resolved",
        ),
        pytest.param([on("09:00", "alert-acknowledged", alert_id="unknown")], [], id="of one that nobody knows"),
    ],
)
def test_what_an_acknowledgement_does(story: list[Told], told: list[str]) -> None:
    opened = "08:00 alt opened critical hold-therapy"
    assert tell(alt("08:00", "200"), *story, about=LIVER, until="20:00") == [opened, *told]


def test_the_status_follows_what_people_and_results_say() -> None:
    story = [alt("08:00", "200"), on("09:00", "alert-acknowledged", alert=LIVER), alt("10:00", "500")]
    assert [alert.status for alert in of(LIVER, *story)] == [Status.FIRING, Status.ACKNOWLEDGED, Status.FIRING]


def test_an_acknowledgement_is_applied_once_and_what_it_cannot_reach_is_counted() -> None:
    judge = Judge(Policy())
    step = advance(Patient("patient-1"), event_of(alt("08:00", "200")), judge)
    said = event_of(on("09:00", "alert-acknowledged", alert_id=step.revisions[0].alert_id))
    assert isinstance(said, AlertAcknowledged)
    first = advance(step.patient, said, judge)
    again = advance(first.patient, said, judge)
    unknown = advance(again.patient, event_of(on("09:00", "alert-acknowledged", event_id="x", alert_id="?")), judge)
    assert [each.outcome for each in (first, again, unknown)] == [
        Outcome.ACKNOWLEDGED,
        Outcome.ACKNOWLEDGEMENT_IGNORED,
        Outcome.ACKNOWLEDGEMENT_IGNORED,
    ]
    assert [(each.patient_id, each.change) for each in first.revisions] == [("patient-1", Change.ACKNOWLEDGED)]


NOTICE = when("2026-03-18 00:00")


@pytest.mark.parametrize(
    ("comes", "outcome"),
    [
        (event_of(on("2026-01-01", "therapy-started", accepted="2026-03-18 00:00")), Outcome.REPEATED),
        (TimeReached(patient_id="patient-1", due=NOTICE, accepted_at=NOTICE), Outcome.TIME_REACHED),
        (
            PatientMerged(
                event_id="m",
                patient_id="patient-1",
                occurred_at=NOTICE,
                accepted_at=NOTICE,
                prior_patient_id="patient-0",
            ),
            Outcome.MERGED,
        ),
    ],
    ids=["a repeat", "time", "a merge"],
)
def test_what_begins_as_something_else_comes_is_said_with_it(
    comes: ClinicalEvent | TimeReached, outcome: Outcome
) -> None:
    judge = Judge(Policy())
    patient = advance(Patient("patient-1"), event_of(on("2026-01-01", "therapy-started")), judge).patient
    step = advance(patient, comes, judge)
    assert step.outcome is outcome
    assert ("liver-overdue", Change.OPENED, "patient-1") in {
        (each.rule, each.change, each.patient_id) for each in step.revisions
    }


SCOPE = '[patients]\nscope = "treated"'
HIGH = alt("08:00", "200")


@pytest.mark.parametrize(
    ("seen", "watched"),
    [
        (on("09:00", "therapy-started"), True),
        (on("09:00", "therapy-discontinued"), True),
        (on("09:00", "dose-prepared"), True),
        (on("09:00", "dose-discarded"), True),
        (on("09:00", "infusion-started"), True),
        (lab("09:00", "natalizumab-antibody", None, None, finding="negative"), True),
        (lab("09:00", "natalizumab-level", "20", "ug/mL"), True),
        (lab("09:00", "jcv-antibody", None, None, finding="negative"), False),
        (on("09:00", "relapse-reported"), False),
        (on("09:00", "demographics", birth_date="1980-01-01"), False),
    ],
)
def test_of_a_hospital_only_those_who_were_ever_treated_are_watched(seen: Told, watched: bool) -> None:
    told = tell(HIGH, seen, about=LIVER, policy=SCOPE)
    assert told == (["09:00 alt opened critical hold-therapy since 08:00"] if watched else [])


def test_who_was_never_treated_after_all_is_watched_no_more() -> None:
    story = [HIGH, on("09:00", "dose-prepared"), on("10:00", "event-retracted", retracts="e2")]
    assert tell(*story, about=LIVER, policy=SCOPE) == [
        "09:00 alt opened critical hold-therapy since 08:00",
        "10:00 alt resolved retracted",
    ]
