"""What is on again at the instant at which it was over, and what is known under more than one kind."""

import pytest

from tests.alerts.story import Told, on, tell

BEGUN = on("07:00", "therapy-started")


def began(at: str, kind: str = "infection", accepted: str | None = None) -> Told:
    return on(at, "condition-started", kind=kind, accepted=accepted)


def over(at: str) -> Told:
    return on(at, "condition-resolved", kind="infection")


OPENED = "08:00 condition opened critical hold-therapy"


@pytest.mark.parametrize(
    ("story", "told"),
    [
        pytest.param([began("08:00"), over("08:00")], [OPENED, "08:00 condition resolved cleared"], id="over at once"),
        pytest.param(
            [began("08:00"), began("08:00"), over("08:00")],
            [OPENED, "08:00 condition resolved cleared"],
            id="reported twice, and over at once",
        ),
        pytest.param(
            [began("08:00"), over("09:00"), began("09:00")],
            [OPENED, "09:00 condition resolved cleared", "09:00 condition opened critical hold-therapy"],
            id="back as it was over",
        ),
        pytest.param(
            [began("08:00"), over("09:00"), began("09:00"), on("10:00", "event-retracted", retracts="e4")],
            [
                OPENED,
                "09:00 condition resolved cleared",
                "09:00 condition opened critical hold-therapy",
                "10:00 condition resolved retracted",
            ],
            id="back as it was over, which is retracted",
        ),
        pytest.param(
            [began("08:00"), over("09:00"), began("09:00"), over("10:00")],
            [
                OPENED,
                "09:00 condition resolved cleared",
                "09:00 condition opened critical hold-therapy",
                "10:00 condition resolved cleared",
            ],
            id="and over again",
        ),
        pytest.param(
            [began("08:00"), began("08:30"), over("09:00")],
            [OPENED, "09:00 condition resolved cleared"],
            id="reported again while it lasts",
        ),
        pytest.param(
            [began("08:00", "other"), began("09:00")],
            ["09:00 condition opened critical hold-therapy"],
            id="recognised as an infection later",
        ),
    ],
)
def test_when_an_infection_is_active(story: list[Told], told: list[str]) -> None:
    assert tell(BEGUN, *story, about="active-infection", until="2026-01-02") == told


def test_an_order_that_is_renewed_as_it_is_stopped_goes_on() -> None:
    story = [BEGUN, on("08:00", "medication-started"), on("09:00", "medication-started", accepted="09:00")]
    stopped = on("09:00", "medication-stopped")
    assert tell(*story, stopped, about="concomitant-immunosuppressant", until="2026-01-02") == [
        "08:00 order opened critical hold-therapy",
        "09:00 order updated critical hold-therapy",
    ]


@pytest.mark.parametrize("atc", ["L04AX01", "l04ax01", "L04 AX01", " L04AX01"])
def test_an_atc_code_is_read_however_it_is_spelled(atc: str) -> None:
    order = on("08:00", "medication-started", atc=atc, name="Imurek")
    assert tell(BEGUN, order, about="concomitant-immunosuppressant") == ["08:00 order opened critical hold-therapy"]


@pytest.mark.parametrize(("atc", "name"), [("S01XA18", "ciclosporin eye drops"), ("D11AH01", "tacrolimus ointment")])
def test_what_does_not_act_on_the_whole_body_is_allowed(atc: str, name: str) -> None:
    order = on("08:00", "medication-started", atc=atc, name=name)
    assert tell(BEGUN, order, about="concomitant-immunosuppressant") == []
