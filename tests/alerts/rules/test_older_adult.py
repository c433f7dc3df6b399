"""Over 65 there is little experience with natalizumab."""

import pytest

from tests.alerts.story import Told, on, tell

RULE = "older-adult"
BEGUN = on("08:00", "therapy-started")


def born(birth_date: str, at: str = "00:00", **fields: str) -> Told:
    return on(at, "demographics", birth_date=birth_date, **fields)


@pytest.mark.parametrize(
    ("story", "until", "told"),
    [
        pytest.param([born("1960-03-02"), BEGUN], "2026-03-01 23:59:59.999999", [], id="65 to the last"),
        pytest.param(
            [born("1960-03-02"), BEGUN],
            "2026-03-02",
            ["2026-03-02 00:00 patient opened info review"],
            id="66 from midnight on",
        ),
        pytest.param(
            [born("1960-01-01"), on("2026-01-01", "therapy-started")],
            "2026-01-02",
            ["00:00 patient opened info review"],
            id="66 today",
        ),
        pytest.param(
            [born("1960-02-29"), BEGUN],
            "2026-03-01",
            ["2026-02-28 00:00 patient opened info review"],
            id="born on a leap day: 66 on the 28th",
        ),
        pytest.param(
            [born("1960-03-02"), BEGUN, on("2026-03-02", "therapy-discontinued")],
            "2026-04-01",
            [],
            id="66 at the instant at which the therapy ends",
        ),
        pytest.param(
            [born("1950-03-02"), BEGUN, on("09:00", "therapy-discontinued")],
            "2026-04-01",
            ["08:00 patient opened info review", "09:00 patient resolved therapy-ended"],
            id="the therapy ends",
        ),
        pytest.param([born("1950-03-02")], "2026-04-01", [], id="not on therapy"),
        pytest.param([BEGUN], "2026-04-01", [], id="of unknown age"),
        pytest.param(
            [born("1950-03-02"), BEGUN, born("1970-03-02", at="09:00", recorded_at="09:00", event_id="e1")],
            "2026-04-01",
            ["08:00 patient opened info review", "09:00 patient resolved corrected"],
            id="the birth date is corrected",
        ),
    ],
)
def test_when_a_patient_is_older_than_the_data(story: list[Told], until: str, told: list[str]) -> None:
    assert tell(*story, about=RULE, until=until) == told


def test_a_site_may_look_earlier() -> None:
    story = [born("1960-03-02"), BEGUN]
    assert tell(*story, about=RULE, until="2026-02-01", policy="[age]\nlimited_data_above = 60") == [
        "08:00 patient opened info review"
    ]


def test_a_birthday_begins_at_local_midnight() -> None:
    story = [born("1960-03-02"), BEGUN]
    assert tell(*story, about=RULE, until="2026-04-01", policy='[site]\ntime_zone = "Asia/Tokyo"') == [
        "2026-03-01 15:00 patient opened info review"
    ]
