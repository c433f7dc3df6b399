"""Days, weeks, months and years are those of the site's calendar; hours and minutes are elapsed time.

Berlin is an hour ahead of UTC in winter and two in summer; in 2026 the clocks change on 29 March and 25 October.
"""

import pytest

from tests.alerts.story import on, tell

BERLIN = '[site]\ntime_zone = "Europe/Berlin"\n'


def due_after(begun: str, interval: str, zone: str) -> str:
    """When something is due that is due an interval after the therapy's start."""
    policy = f"""
        [site]
        time_zone = "{zone}"
        [edss]
        interval = "{interval}"
        [schedule]
        notice = "0 days"
        [therapy]
        lapse = "10 years"
    """
    [opened] = tell(on(begun, "therapy-started"), about="edss-overdue", until="2032-01-01", policy=policy)
    instant, due = opened.split(" patient opened info schedule due ")
    assert instant == due
    return due


@pytest.mark.parametrize(
    ("begun", "interval", "due"),
    [
        pytest.param("2026-01-15 09:00", "6 months", "2026-07-15 08:00", id="months, winter to summer"),
        pytest.param("2026-07-15 08:00", "6 months", "2027-01-15 09:00", id="months, summer to winter"),
        pytest.param("2026-03-01 09:00", "42 days", "2026-04-12 08:00", id="days, winter to summer"),
        pytest.param("2026-09-01 08:00", "12 weeks", "2026-11-24 09:00", id="weeks, summer to winter"),
        pytest.param("2026-03-28 12:00", "1 day", "2026-03-29 11:00", id="a day of 23 hours"),
        pytest.param("2026-10-24 12:00", "1 day", "2026-10-25 13:00", id="a day of 25 hours"),
        pytest.param("2026-03-28 12:00", "24 h", "2026-03-29 12:00", id="24 hours in spring"),
        pytest.param("2026-10-24 12:00", "24 h", "2026-10-25 12:00", id="24 hours in autumn"),
        pytest.param("2026-03-28 01:30", "1 day", "2026-03-29 01:30", id="2:30 does not exist: as before the change"),
        pytest.param("2026-10-24 00:30", "1 day", "2026-10-25 00:30", id="2:30 exists twice: the first"),
        pytest.param("2026-10-25 00:30", "1 day", "2026-10-26 01:30", id="from the first 2:30"),
        pytest.param("2026-10-25 01:30", "1 day", "2026-10-26 01:30", id="from the second 2:30"),
        pytest.param("2026-08-31 10:00", "3 months", "2026-11-30 11:00", id="a month that is too short"),
        pytest.param("2026-01-31 09:00", "1 month", "2026-02-28 09:00", id="February"),
        pytest.param("2028-01-31 09:00", "1 month", "2028-02-29 09:00", id="February of a leap year"),
        pytest.param("2028-02-29 09:00", "1 year", "2029-02-28 09:00", id="a year from a leap day"),
        pytest.param("2027-02-28 09:00", "1 year", "2028-02-28 09:00", id="a year to a leap year"),
        pytest.param("2028-02-29 09:00", "12 months", "2029-02-28 09:00", id="twelve months are a year"),
        pytest.param("2028-02-28 09:00", "365 days", "2029-02-27 09:00", id="365 days are not"),
        pytest.param("2026-01-30 23:30", "1 month", "2026-02-27 23:30", id="it is the 31st there already"),
        pytest.param("2026-03-31 21:59:59.999999", "1 month", "2026-04-30 21:59:59.999999", id="the 31st there still"),
        pytest.param("2026-03-31 22:00", "1 month", "2026-04-30 22:00", id="the 1st there"),
    ],
)
def test_when_something_is_due_in_berlin(begun: str, interval: str, due: str) -> None:
    assert due_after(begun, interval, "Europe/Berlin") == due


@pytest.mark.parametrize(
    ("zone", "begun", "interval", "due"),
    [
        pytest.param("UTC", "2026-01-30 23:30", "1 month", "2026-02-28 23:30", id="UTC"),
        pytest.param(
            "America/New_York", "2026-02-01 04:30", "1 month", "2026-03-01 04:30", id="behind UTC: 31 January"
        ),
        pytest.param("Asia/Kolkata", "2026-01-30 18:30", "1 month", "2026-02-27 18:30", id="half an hour: 31 January"),
        pytest.param(
            "Australia/Lord_Howe", "2026-04-03 15:00", "2 days", "2026-04-05 15:30", id="half an hour of summer"
        ),
    ],
)
def test_when_something_is_due_elsewhere(zone: str, begun: str, interval: str, due: str) -> None:
    assert due_after(begun, interval, zone) == due


def test_the_notice_is_at_the_local_time_of_the_due_date() -> None:
    story = [on("2025-10-05 10:00", "therapy-started"), on("2025-12-01", "infusion-started")]
    assert tell(*story, about="edss-overdue", until="2026-04-05 10:00", policy=BERLIN) == [
        "2026-03-22 11:00 patient opened info schedule due 2026-04-05 10:00",
        "2026-04-05 10:00 patient worsened info schedule due 2026-04-05 10:00",
    ]


@pytest.mark.parametrize(
    ("first", "again"),
    [("2026-02-01 11:00", True), ("2026-02-01 10:59:59.999999", False)],
    ids=["at the local time three months before", "just before it"],
)
def test_a_window_reaches_back_to_the_same_local_time(first: str, again: bool) -> None:
    story = [
        on("2026-01-01", "therapy-started"),
        on(first, "relapse-reported"),
        on("2026-05-01 10:00", "relapse-reported"),
    ]
    policy = f'{BERLIN}[relapse]\nagain_within = "3 months"\nshown = "30 days"'
    severity = "critical" if again else "warning"
    told = tell(*story, about="relapse", until="2026-05-02", policy=policy)
    assert told[-1] == f"2026-05-01 10:00 patient opened {severity} review"


@pytest.mark.parametrize(("first", "severity"), [("2027-02-28 12:00", "critical"), ("2027-02-28 11:59:59", "warning")])
def test_the_year_before_a_leap_day_begins_on_the_28th(first: str, severity: str) -> None:
    story = [
        on(first, "relapse-reported"),
        on("2028-02-01", "therapy-started"),
        on("2028-02-29 12:00", "relapse-reported"),
    ]
    assert tell(*story, about="relapse") == [f"2028-02-29 12:00 patient opened {severity} review"]


def test_a_diluted_dose_keeps_for_elapsed_hours() -> None:
    story = [on("2026-03-28 20:00", "dose-prepared", storage="refrigerated")]
    assert tell(*story, about="dilution-expired", until="2026-03-30", policy=BERLIN) == [
        "2026-03-29 20:00 bag opened warning discard-dose due 2026-03-29 20:00"
    ]
