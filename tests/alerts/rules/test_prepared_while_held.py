import pytest

from tests.alerts.story import Told, on, revisions, tell

RULE = "prepared-while-held"
THERAPY = on("2025-12-01", "therapy-started")
INFECTED = on("07:00", "condition-started", kind="infection", condition_id="infection")
HEALED = on("09:00", "condition-resolved", kind="infection", condition_id="infection")
HELD = [THERAPY, INFECTED]
DOSE = on("08:00", "dose-prepared")
OPENED = "08:00 bag opened critical discard-dose"


def prepared(at: str) -> Told:
    return on(at, "dose-prepared")


@pytest.mark.parametrize(
    ("story", "told"),
    [
        pytest.param([THERAPY, DOSE], [], id="nothing holds"),
        pytest.param([THERAPY, prepared("06:59:59"), INFECTED], [], id="before the hold"),
        pytest.param([*HELD, prepared("07:00")], ["07:00 bag opened critical discard-dose"], id="as the hold begins"),
        pytest.param([*HELD, DOSE], [OPENED], id="while held"),
        pytest.param([*HELD, HEALED, prepared("09:00")], [], id="as the hold ends"),
        pytest.param([*HELD, DOSE, HEALED], [OPENED, "09:00 bag resolved cleared"], id="the hold ends"),
        pytest.param(
            [*HELD, DOSE, on("08:30", "hold-cleared", rule="active-infection")],
            [OPENED, "08:30 bag resolved cleared"],
            id="the hold is cleared",
        ),
        pytest.param(
            [*HELD, DOSE, on("08:30", "therapy-discontinued")],
            [OPENED, "08:30 bag resolved cleared"],
            id="the therapy ends, and the hold with it",
        ),
        pytest.param(
            [*HELD, DOSE, on("08:30", "dose-discarded")], [OPENED, "08:30 bag resolved cleared"], id="discarded"
        ),
        pytest.param(
            [*HELD, DOSE, on("08:30", "infusion-started", preparation_id="bag")],
            [OPENED, "08:30 bag resolved superseded"],
            id="infused",
        ),
        pytest.param(
            [*HELD, DOSE, HEALED, on("10:00", "infusion-started", preparation_id="bag")],
            [OPENED, "09:00 bag resolved cleared"],
            id="infused after the hold",
        ),
        pytest.param(
            [
                *(*HELD, DOSE, on("08:30", "condition-started", kind="pregnancy"), HEALED),
                on("10:00", "condition-resolved", kind="pregnancy"),
            ],
            [OPENED, "10:00 bag resolved cleared"],
            id="another hold began in the meantime: the hold as a whole counts",
        ),
        pytest.param(
            [
                *(*HELD, DOSE, HEALED, on("09:00", "condition-started", kind="pregnancy")),
                on("10:00", "condition-resolved", kind="pregnancy"),
            ],
            [
                OPENED,
                "09:00 bag resolved cleared",
                "09:00 bag opened critical discard-dose since 08:00",
                "10:00 bag resolved cleared",
            ],
            id="another hold begins as the first ends",
        ),
        pytest.param(
            [*HELD, DOSE, HEALED, on("09:00:01", "condition-started", kind="pregnancy")],
            [OPENED, "09:00 bag resolved cleared"],
            id="another hold begins a second later",
        ),
        pytest.param(
            [*HELD, DOSE, on("08:30", "alert-acknowledged", alert=RULE), HEALED],
            [OPENED, "08:30 bag acknowledged critical discard-dose since 08:00", "09:00 bag resolved cleared"],
            id="acknowledged it stays",
        ),
        pytest.param(
            [THERAPY, DOSE, on("07:00", "condition-started", kind="infection", accepted="08:40")],
            ["08:40 bag opened critical discard-dose since 08:00"],
            id="heard late of the hold",
        ),
        pytest.param(
            [*HELD, DOSE, on("08:40", "event-retracted", retracts="e2")],
            [OPENED, "08:40 bag resolved retracted"],
            id="the hold never was",
        ),
        pytest.param(
            [*HELD, DOSE, on("08:40", "event-retracted", retracts="e3")],
            [OPENED, "08:40 bag resolved retracted"],
            id="the dose never was",
        ),
        pytest.param(
            [*HELD, DOSE, HEALED, on("10:00", "event-retracted", retracts="e4")],
            [OPENED, "09:00 bag resolved cleared", "10:00 bag opened critical discard-dose since 08:00"],
            id="the end of the hold never was",
        ),
        pytest.param([*HELD, on("08:00", "dose-mishandled")], [], id="no dilution is known"),
        pytest.param(
            [INFECTED, DOSE], [OPENED], id="the dose begins a therapy during an infection: held from that instant"
        ),
        pytest.param(
            [INFECTED, DOSE, on("08:30", "dose-discarded")],
            [OPENED, "08:30 bag resolved cleared"],
            id="a dose that was discarded unused begins no therapy, so nothing was held",
        ),
        pytest.param(
            [THERAPY, prepared("06:00"), INFECTED, prepared("08:00")],
            [OPENED],
            id="told twice, and held the second time",
        ),
    ],
)
def test_when_a_dose_is_prepared_while_held(story: list[Told], told: list[str]) -> None:
    assert tell(*story, about=RULE, until="20:00") == told


def test_it_names_every_reason() -> None:
    pregnant = on("07:30", "condition-started", kind="pregnancy")
    (alert,) = (alert for alert in revisions(*HELD, pregnant, DOSE) if alert.rule == RULE)
    assert alert.summary == "Dose prepared while held: active-infection, pregnancy"
    assert [each.event_id for each in alert.evidence] == ["e4", "e2", "e3"]
