"""When a result was taken: in every form that FHIR has for it, and when it was stated."""

from typing import Any

import pytest

from tests.streams.intake.fhir.resources import ALT, BERLIN, events, read, refused, without

UNTIMED = without(ALT, "effectiveDateTime")
AT = "2026-03-01T07:00:00+01:00"


@pytest.mark.parametrize(
    "form",
    [
        {"effectiveDateTime": AT},
        {"effectiveInstant": AT},
        {"effectivePeriod": {"start": AT, "end": "2026-03-01T09:00:00+01:00"}},
        {"effectivePeriod": {"end": AT}},
        {"effectiveTiming": {"event": [AT]}},
        {"effectiveTiming": {"repeat": {"boundsPeriod": {"start": AT}}}},
        {"issued": AT},
    ],
)
def test_a_result_has_its_time_in_any_form(form: dict[str, Any]) -> None:
    assert events(read({**UNTIMED, **form}))[0]["occurred_at"] == "2026-03-01T06:00:00Z"


@pytest.mark.parametrize(
    ("form", "found"),
    [
        ({"effectiveDateTime": "2026"}, ("bad-value", "effectiveDateTime")),
        ({"effectiveDateTime": "2026-03"}, ("bad-value", "effectiveDateTime")),
        ({"effectiveDateTime": "2026-03-01"}, ("time-without-zone", "effectiveDateTime")),
        ({"effectiveTiming": {"event": [AT, AT]}}, ("no-time", "effectiveDateTime")),
        ({}, ("no-time", "effectiveDateTime")),
    ],
)
def test_a_time_that_names_no_instant_is_not_made_one(form: dict[str, Any], found: tuple[str, str]) -> None:
    assert refused(read({**UNTIMED, **form})) == [found]


def test_a_year_or_a_month_is_no_instant_in_any_zone() -> None:
    for partial in ("2026", "2026-03"):
        assert [reason for reason, _ in refused(read({**UNTIMED, "effectiveDateTime": partial}, BERLIN))] == [
            "bad-value"
        ]


@pytest.mark.parametrize(
    ("meta", "version", "recorded"),
    [
        ({"versionId": "3", "lastUpdated": "2026-03-02T08:00:00Z"}, 3, "2026-03-02T08:00:00Z"),
        ({"versionId": "a7"}, 1, "2026-03-01T08:00:00Z"),
        ({}, 1, "2026-03-01T08:00:00Z"),
    ],
)
def test_a_version_is_the_servers_and_stated_when_it_says(meta: dict[str, Any], version: int, recorded: str) -> None:
    (event,) = events(read(without(ALT, meta=meta, issued="2026-03-01T08:00:00Z")))

    assert (event["version"], event["recorded_at"]) == (version, recorded)


@pytest.mark.parametrize("issued", ["2026-03-01", "yesterday", "2026-03-01T08:00:00"])
def test_a_result_that_does_not_say_exactly_when_it_was_stated_counts_all_the_same(issued: str) -> None:
    (event,) = events(read(without(ALT, issued=issued)))

    assert (event["value"], event.get("recorded_at")) == ("30", None)


@pytest.mark.parametrize(
    ("status", "ours"),
    [
        ("preliminary", "preliminary"),
        ("final", "final"),
        ("amended", "corrected"),
        ("corrected", "corrected"),
        ("cancelled", "cancelled"),
        ("entered-in-error", "entered-in-error"),
    ],
)
def test_every_status_of_a_result_has_its_meaning(status: str, ours: str) -> None:
    assert events(read(without(ALT, status=status)))[0]["status"] == ours


def test_a_result_that_is_only_registered_is_none_and_an_unknown_status_is_bad() -> None:
    assert [each.kind.value for each in read(without(ALT, status="registered")).ignored] == ["no-result"]
    assert refused(read(without(ALT, status="unknown"))) == [("bad-status", "status")]
