"""A new policy is another occasion to look: what was due before is said under the old one."""

import pytest

from alerts.advance import Outcome, Patient, advance, change_policy
from alerts.judge import Judge
from alerts.record import decode, encode
from models.log import PolicyChanged
from models.policy import Policy
from tests.alerts.labs import lab
from tests.alerts.story import Told, event_of, on, shown, when

LIVER = "liver-uln"


def alt(at: str, value: str) -> Told:
    return lab(at, "alt", value)


@pytest.mark.parametrize(
    ("before", "after", "story", "told"),
    [
        pytest.param(
            "", "[liver]\nsuspend_multiple = 6", [alt("08:00", "200")], ["09:00 alt resolved policy-changed"], id="gone"
        ),
        pytest.param(
            "[liver]\nsuspend_multiple = 6",
            "",
            [alt("08:00", "200")],
            ["09:00 alt opened critical hold-therapy since 08:00"],
            id="come",
        ),
        pytest.param(
            "",
            "[liver]\nsevere_multiple = 5",
            [alt("08:00", "200")],
            ["09:00 alt worsened critical hold-therapy since 08:00"],
            id="worse",
        ),
        pytest.param(
            "[liver]\nsevere_multiple = 5",
            "",
            [alt("08:00", "200")],
            ["09:00 alt eased critical hold-therapy since 08:00"],
            id="eased",
        ),
        pytest.param("", "[mri]\ninterval = '2 years'", [alt("08:00", "200")], [], id="something else"),
    ],
)
def test_a_new_policy_is_another_occasion_to_look(before: str, after: str, story: list[Told], told: list[str]) -> None:
    old, new = Judge(Policy.parse(before)), Judge(Policy.parse(after))
    patient = Patient("patient-1")
    for each in story:
        patient = advance(patient, event_of(each), old).patient
    line = PolicyChanged(
        partition=0, partitions=1, policy={}, policy_version=new.policy.version, accepted_at=when("09:00")
    )
    step = change_policy(patient, line, old, new)
    assert [shown(alert) for alert in step.revisions if alert.rule == LIVER] == told
    assert step.outcome is Outcome.POLICY_CHANGED
    assert {alert.policy_version for alert in step.revisions} <= {new.policy.version}


def test_what_was_due_before_a_new_policy_is_said_under_the_old_one() -> None:
    old, new = Judge(Policy()), Judge(Policy.parse("[liver]\ninterval = '12 months'"))
    patient = advance(Patient("patient-1"), event_of(on("2026-01-01", "therapy-started")), old).patient
    line = PolicyChanged(
        partition=0, partitions=1, policy={}, policy_version=new.policy.version, accepted_at=when("2026-04-05")
    )
    step = change_policy(decode(encode(patient)), line, old, new)
    assert [(shown(each), each.policy_version) for each in step.revisions if each.rule == "liver-overdue"] == [
        ("2026-03-18 00:00 patient opened info schedule due 2026-04-01 00:00", old.policy.version),
        ("2026-04-01 00:00 patient worsened warning schedule due 2026-04-01 00:00", old.policy.version),
        ("2026-04-05 00:00 patient resolved policy-changed", new.policy.version),
    ]
    assert step.patient.clock == line.accepted_at
    assert "liver-overdue" not in {rule for rule, _ in step.patient.published.alerts}
