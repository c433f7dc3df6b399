"""The scale of a timeline: what a reader counts by, in the site's own time."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from streams.explain.scale import LEFT, RIGHT, scale_of, written

BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+00:00")


@pytest.mark.parametrize(
    ("start", "end", "texts"),
    [
        pytest.param("2026-01-01 08:05", "2026-01-01 09:00", ["09:15", "09:30", "09:45", "10:00"], id="an infusion"),
        pytest.param(
            "2026-01-01 07:00", "2026-01-01 14:30", [f"{hour:02}:00" for hour in range(8, 16)], id="a day at the clinic"
        ),
        pytest.param(
            "2026-01-01 18:00", "2026-01-02 12:00", ["21:00", "2 Jan", "03:00", "06:00", "09:00", "12:00"], id="a night"
        ),
        pytest.param(
            "2026-03-27 12:00",
            "2026-04-02 12:00",
            ["28 Mar 2026", "29 Mar 2026", "30 Mar 2026", "31 Mar 2026", "1 Apr 2026", "2 Apr 2026"],
            id="a week in which the clocks change",
        ),
        pytest.param(
            "2025-10-01 00:00",
            "2026-02-20 00:00",
            ["Oct 2025", "Nov 2025", "Dec 2025", "Jan 2026", "Feb 2026"],
            id="months",
        ),
        pytest.param("2020-05-01 00:00", "2026-02-20 00:00", [f"Jan {year}" for year in range(2021, 2027)], id="years"),
    ],
)
def test_ticks_are_round_in_the_sites_own_time(start: str, end: str, texts: list[str]) -> None:
    scale = scale_of([at(start), at(end)], BERLIN)
    ticks = list(scale.ticks())
    assert [tick.text for tick in ticks] == texts
    assert all(LEFT <= scale.across(tick.at) <= RIGHT for tick in ticks)
    assert all(tick.at.astimezone(BERLIN).hour == 0 for tick in ticks if "20" in tick.text and ":" not in tick.text)


def test_a_single_instant_has_a_scale_too() -> None:
    scale = scale_of([at("2026-01-01 08:00")], BERLIN)
    assert LEFT < scale.across(at("2026-01-01 08:00")) < RIGHT


def test_what_lies_outside_stands_at_the_edge() -> None:
    scale = scale_of([at("2026-01-01 08:00"), at("2026-01-01 09:00")], BERLIN)
    assert (scale.across(at("2020-01-01 00:00")), scale.across(at("2030-01-01 00:00"))) == (LEFT, RIGHT)


def test_instants_are_written_as_the_ward_reads_its_clock() -> None:
    assert written(at("2026-07-01 06:00"), BERLIN) == "1 Jul 2026 08:00"
    assert written(at("2026-07-01 06:00:07"), BERLIN) == "1 Jul 2026 08:00:07"
