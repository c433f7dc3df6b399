"""A plain result, inside its range and later than all before it, only puts off what is ahead.

Each story is told by one judge that remembers, and again with a restart after each event.
"""

import pytest

from alerts.advance import Outcome, Patient, advance
from alerts.judge import Judge
from models.policy import Policy
from tests.alerts.labs import lab
from tests.alerts.story import Told, event_of, on, revisions, shown

BEGUN = on("2026-01-01", "therapy-started")
LONG = '[therapy]\nlapse = "24 months"\n'
WATCHED = ("liver-overdue", "thyroid-overdue", "liver-uln", "liver-baseline-missing", "limit-unknown")


def liver(at: str, alt: str = "30") -> list[Told]:
    return [lab(at, "alt", alt), lab(at, "ast", "30")]


def thyroid(at: str) -> list[Told]:
    return [
        lab(at, "tsh", "2", "mIU/L", reference_low="0.4", reference_high="4"),
        lab(at, "free-t4", "15", "pmol/L", reference_low="9", reference_high="23"),
    ]


def noticed(due: str, notice: str) -> list[str]:
    return [
        f"{notice} 00:00 liver-overdue opened info schedule due {due} 00:00",
        f"{due} 00:00 liver-overdue worsened warning schedule due {due} 00:00",
    ]


FIRST = noticed("2026-04-01", "2026-03-18")
SECOND = noticed("2026-05-01", "2026-04-17")
THYROID = [
    "2026-07-19 00:00 thyroid-overdue opened info schedule due 2026-08-02 00:00",
    "2026-08-02 00:00 thyroid-overdue worsened info schedule due 2026-08-02 00:00",
]


@pytest.mark.parametrize(
    ("story", "until", "told"),
    [
        pytest.param([BEGUN, *liver("2026-02-01")], "2026-03-18 00:00", [], id="the notice that was put off"),
        pytest.param(
            [BEGUN, *liver("2026-02-01"), on("2026-03-17", "relapse-reported")],
            "2026-03-18 00:00",
            [],
            id="the notice that was put off, looked at just then",
        ),
        pytest.param([BEGUN, *liver("2026-02-01")], "2026-05-01", SECOND, id="the next notice"),
        pytest.param(
            [BEGUN, *liver("2026-02-01"), *liver("2026-03-01")],
            "2026-06-01",
            noticed("2026-06-01", "2026-05-18"),
            id="twice",
        ),
        pytest.param(
            [BEGUN, *liver("2026-02-01"), *thyroid("2026-02-02")],
            "2026-08-02",
            [*SECOND, *THYROID],
            id="one after another, each is put off",
        ),
        pytest.param(
            [BEGUN, lab("2026-02-01", "alt", "30"), *thyroid("2026-02-02"), lab("2026-04-03", "ast", "30")],
            "2026-08-02",
            [*FIRST, "2026-04-03 00:00 liver-overdue resolved cleared", *SECOND, *THYROID],
            id="one that comes too late, after others",
        ),
        pytest.param(
            [BEGUN, *liver("2026-04-05")],
            "2026-06-01",
            [*FIRST, "2026-04-05 00:00 liver-overdue resolved cleared"],
            id="what holds already is ended",
        ),
        pytest.param(
            [BEGUN, *liver("2026-03-18 00:00")],
            "2026-04-01",
            [FIRST[0], "2026-03-18 00:00 liver-overdue resolved cleared"],
            id="what began at the same instant is ended",
        ),
        pytest.param(
            [*liver("2025-12-10", alt="130"), *liver("2025-12-20"), BEGUN, *liver("2026-02-01")],
            "2026-05-01",
            ["2025-12-10 00:00 alt opened critical hold-therapy", "2025-12-20 00:00 alt resolved cleared", *SECOND],
            id="what is over stays over",
        ),
    ],
)
def test_what_plain_results_put_off_comes_when_it_is_due(story: list[Told], until: str, told: list[str]) -> None:
    made = revisions(*liver("2025-12-01"), *thyroid("2025-12-01"), *story, until=until, policy=LONG)
    assert [shown(each).replace("patient", each.rule) for each in made if each.rule in WATCHED] == told


def infused(at: str) -> Told:
    return on(at, "infusion-started", infusion_id=at)


@pytest.mark.parametrize(
    "story",
    [
        pytest.param([infused("2026-02-01")], id="once"),
        pytest.param([infused("2026-02-01"), infused("2026-02-20")], id="twice"),
        pytest.param([infused("2026-02-01"), on("2026-02-10", "mri-reported", scan_id="scan")], id="before a scan"),
        pytest.param(
            [infused("2026-02-01"), on("2026-02-10", "mri-reported", scan_id="scan", new_t2_lesions=1)],
            id="before a scan that alarms",
        ),
    ],
)
def test_what_begins_after_a_prolonged_therapy_would_have_ended_is_not_missed(story: list[Told]) -> None:
    made = revisions(BEGUN, *story, until="2026-04-01", policy='therapy.lapse = "80 days"\nschedule.notice = "1 day"\n')
    assert [shown(each) for each in made if each.rule == "liver-overdue"] == [
        "2026-03-31 00:00 patient opened info schedule due 2026-04-01 00:00",
        "2026-04-01 00:00 patient worsened warning schedule due 2026-04-01 00:00",
    ]


def test_what_begins_as_a_plain_result_comes_is_said_with_it() -> None:
    judge, patient = Judge(Policy()), Patient("patient-1")
    for number, told in enumerate([*liver("2025-12-01"), BEGUN]):
        patient = advance(patient, event_of(told, number), judge).patient
    step = advance(patient, event_of(thyroid("2026-03-18 00:00")[0], 9), judge)
    assert (step.outcome, step.dropped) == (Outcome.LEARNED, 0)
    assert ("liver-overdue", "opened") in {(each.rule, each.change) for each in step.revisions}
