"""Under 18 neither safety nor effect of natalizumab is established."""

import pytest

from tests.alerts.story import Told, on, tell

RULE = "paediatric"
OPENED = "08:00 patient opened warning review"


def born(birth_date: str, at: str = "00:00", **fields: str) -> Told:
    return on(at, "demographics", birth_date=birth_date, **fields)


BEGUN = on("08:00", "therapy-started")
ENDED = on("2026-02-01", "therapy-discontinued")


@pytest.mark.parametrize(
    ("story", "until", "told"),
    [
        pytest.param([born("2008-03-02"), BEGUN], "2026-03-01 23:59:59.999999", [OPENED], id="17 to the last"),
        pytest.param(
            [born("2008-03-02"), BEGUN],
            "2026-03-02",
            [OPENED, "2026-03-02 00:00 patient resolved cleared"],
            id="18 from midnight on",
        ),
        pytest.param([born("2008-01-01"), on("2026-01-01", "therapy-started")], "2026-02-01", [], id="18 today"),
        pytest.param([born("2008-01-02"), BEGUN], "2026-01-01 09:00", [OPENED], id="18 tomorrow"),
        pytest.param(
            [born("2008-02-29"), BEGUN],
            "2026-03-02",
            [OPENED, "2026-02-28 00:00 patient resolved cleared"],
            id="born on a leap day: 18 on the 28th",
        ),
        pytest.param([born("2025-12-01"), BEGUN], "2026-02-01", [OPENED], id="not yet one year old"),
        pytest.param([born("2008-03-02")], "2026-02-01", [], id="not on therapy"),
        pytest.param([BEGUN], "2026-02-01", [], id="of unknown age"),
        pytest.param(
            [BEGUN, born("2008-03-02", at="09:00")],
            "2026-02-01",
            ["09:00 patient opened warning review since 08:00"],
            id="the age becomes known later",
        ),
        pytest.param(
            [on("08:00", "dose-prepared"), born("2010-03-02", at="09:00"), on("10:00", "dose-discarded")],
            "2026-02-01",
            ["09:00 patient opened warning review since 08:00", "10:00 patient resolved cleared"],
            id="it was no therapy: the dose was discarded unused",
        ),
        pytest.param(
            [born("2010-03-02"), BEGUN, ENDED, on("2026-03-01", "infusion-started")],
            "2026-04-01",
            [
                OPENED,
                "2026-02-01 00:00 patient resolved therapy-ended",
                "2026-03-01 00:00 patient opened warning review",
            ],
            id="off therapy, and on it again",
        ),
        pytest.param(
            [born("2010-03-02"), BEGUN],
            "2026-12-01",
            [OPENED, "2026-06-30 08:00 patient resolved therapy-ended"],
            id="the therapy lapses",
        ),
        pytest.param(
            [born("2008-02-01"), BEGUN, ENDED],
            "2026-02-01",
            [OPENED, "2026-02-01 00:00 patient resolved cleared"],
            id="18 at the instant at which the therapy ends",
        ),
        pytest.param(
            [born("2010-03-02"), BEGUN, born("1990-03-02", at="09:00", event_id="e1", recorded_at="09:00")],
            "2026-02-01",
            [OPENED, "09:00 patient resolved corrected"],
            id="the birth date is corrected",
        ),
        pytest.param(
            [born("2010-03-02"), BEGUN, born("1990-03-02", at="09:00")],
            "2026-02-01",
            [OPENED, "09:00 patient resolved cleared"],
            id="of two birth dates that which was recorded last counts",
        ),
        pytest.param(
            [
                born("2010-03-02", at="07:00"),
                born("1990-03-02", at="06:00", recorded_at="07:00", accepted="07:00"),
                BEGUN,
            ],
            "2026-02-01",
            [OPENED],
            id="of two that were recorded together the latest",
        ),
        pytest.param(
            [born("2010-03-02"), BEGUN, born("1990-03-02", at="2025-01-01", accepted="09:00")],
            "2026-02-01",
            [OPENED],
            id="an older record that arrives later does not",
        ),
        pytest.param(
            [born("2010-03-02"), BEGUN, on("09:00", "event-retracted", retracts="e1")],
            "2026-02-01",
            [OPENED, "09:00 patient resolved retracted"],
            id="the birth date is retracted",
        ),
        pytest.param(
            [born("2010-03-02"), BEGUN, on("09:00", "event-retracted", retracts="e2")],
            "2026-02-01",
            [OPENED, "09:00 patient resolved retracted"],
            id="the therapy's start is retracted",
        ),
    ],
)
def test_when_a_patient_is_too_young(story: list[Told], until: str, told: list[str]) -> None:
    assert tell(*story, about=RULE, until=until) == told


@pytest.mark.parametrize(
    ("zone", "birth_date", "begun", "birthday"),
    [
        pytest.param("Europe/Berlin", "2008-03-02", "2026-01-01", "2026-03-01 23:00", id="ahead of UTC"),
        pytest.param("America/New_York", "2008-03-02", "2026-01-01", "2026-03-02 05:00", id="behind UTC"),
        pytest.param("America/Sao_Paulo", "2000-11-04", "2018-11-01", "2018-11-04 03:00", id="a midnight that is not"),
        pytest.param("America/Havana", "2000-11-04", "2018-11-01", "2018-11-04 04:00", id="a midnight that is twice"),
    ],
)
def test_a_birthday_begins_at_local_midnight(zone: str, birth_date: str, begun: str, birthday: str) -> None:
    story = [born(birth_date, at=begun), on(begun, "therapy-started")]
    told = tell(*story, about=RULE, until=birthday, policy=f'[site]\ntime_zone = "{zone}"')
    assert told[-1] == f"{birthday} patient resolved cleared"


def test_a_site_may_treat_younger_patients() -> None:
    story = [born("2010-03-02"), BEGUN]
    assert tell(*story, about=RULE, until="2026-04-01", policy="[age]\nminimum = 16") == [
        OPENED,
        "2026-03-02 00:00 patient resolved cleared",
    ]
