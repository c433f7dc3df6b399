"""Natalizumab is suspended while ALT or AST is three times its upper limit of normal or more."""

from typing import Any

import pytest

from tests.alerts.labs import lab
from tests.alerts.story import Told, on, revisions, tell

RULE = "liver-uln"
OPENED = "08:00 alt opened critical hold-therapy"


def alt(at: str, value: object, **fields: object) -> Told:
    named: dict[str, Any] = {"unit": "U/L", **fields}
    return lab(at, "alt", value, **named)


def cleared(at: str, **fields: object) -> Told:
    named: dict[str, Any] = {"rule": RULE, **fields}
    return on(at, "hold-cleared", **named)


@pytest.mark.parametrize(
    ("story", "until", "told"),
    [
        pytest.param([alt("08:00", "119.99")], "09:00", [], id="just below 3 × 40"),
        pytest.param([alt("08:00", "120")], "09:00", [OPENED], id="3 × 40"),
        pytest.param([alt("08:00", "0.3", reference_high="0.1")], "09:00", [OPENED], id="3 × 0.1 in decimals"),
        pytest.param([alt("08:00", "118.79", reference_high="39.6")], "09:00", [], id="just below 3 × 39.6"),
        pytest.param([alt("08:00", "118.8", reference_high="39.6")], "09:00", [OPENED], id="3 × 39.6"),
        pytest.param([alt("08:00", "120", reference_high="41")], "09:00", [], id="its own limit goes before ours"),
        pytest.param([alt("08:00", "2", unit="ukat/L")], "09:00", [OPENED], id="2 µkat/L are 120 U/L"),
        pytest.param([alt("08:00", "1.9999", unit="ukat/L")], "09:00", [], id="a little less is less"),
        pytest.param(
            [lab("08:00", "ast", "120")], "09:00", ["08:00 ast opened critical hold-therapy"], id="AST as well"
        ),
        pytest.param([lab("08:00", "bilirubin", "900", "umol/L")], "09:00", [], id="no other analyte"),
        pytest.param(
            [alt("08:00", "200"), alt("09:00", "119.99")],
            "10:00",
            [OPENED, "09:00 alt resolved cleared"],
            id="a later one below ends it",
        ),
        pytest.param(
            [alt("08:00", "200"), alt("08:00", "30")], "09:00", [OPENED], id="of two at once the worse counts"
        ),
        pytest.param(
            [alt("08:00", "200"), alt("07:59:59", "30", accepted="09:00")],
            "10:00",
            [OPENED],
            id="an older one ends nothing",
        ),
        pytest.param(
            [alt("08:00", "200"), lab("09:00", "ast", "30")], "10:00", [OPENED], id="each analyte is judged alone"
        ),
        pytest.param(
            [alt("08:00", "200"), alt("09:00", "300")],
            "10:00",
            [OPENED, "09:00 alt updated critical hold-therapy since 08:00"],
            id="an episode holds from its first result",
        ),
        pytest.param(
            [alt("08:00", "200"), alt("09:00", "399.99"), alt("10:00", "400"), alt("11:00", "399")],
            "12:00",
            [
                OPENED,
                "09:00 alt updated critical hold-therapy since 08:00",
                "10:00 alt worsened critical hold-therapy",
                "11:00 alt eased critical hold-therapy since 08:00",
            ],
            id="10 × is a higher grade",
        ),
        pytest.param(
            [alt("08:00", "200"), cleared("08:00", subject="alt")],
            "09:00",
            [OPENED],
            id="cleared at its very collection",
        ),
        pytest.param(
            [alt("08:00", "200"), cleared("08:00:00.000001")],
            "09:00",
            [OPENED, "08:00:00.000001 alt resolved cleared"],
            id="cleared",
        ),
        pytest.param(
            [alt("08:00", "200"), cleared("09:00", subject="ast")], "10:00", [OPENED], id="the other one was cleared"
        ),
        pytest.param(
            [alt("08:00", "200"), cleared("09:00", rule="pregnancy")],
            "10:00",
            [OPENED],
            id="something else was cleared",
        ),
        pytest.param(
            [alt("08:00", "200"), cleared("09:00"), alt("10:00", "150")],
            "11:00",
            [OPENED, "09:00 alt resolved cleared", "10:00 alt opened critical hold-therapy"],
            id="a new result opens again",
        ),
        pytest.param(
            [alt("08:00", "200", recorded_at="09:30", accepted="09:30"), cleared("09:00", accepted="10:00")],
            "11:00",
            ["09:30 alt opened critical hold-therapy since 08:00"],
            id="nobody clears what was recorded later",
        ),
        pytest.param(
            [
                alt("08:00", "200", recorded_at="09:30", accepted="09:30"),
                cleared("09:00", recorded_at="09:30", accepted="10:00"),
            ],
            "11:00",
            ["09:30 alt opened critical hold-therapy since 08:00", "10:00 alt resolved cleared"],
            id="recorded no later than the clearance",
        ),
        pytest.param(
            [alt("08:00", "200"), cleared("09:00"), on("10:00", "event-retracted", retracts="e2")],
            "11:00",
            [OPENED, "09:00 alt resolved cleared", "10:00 alt opened critical hold-therapy since 08:00"],
            id="the clearance is taken back",
        ),
        pytest.param(
            [alt("08:00", "200", status="preliminary"), alt("09:00", "30", status="preliminary")],
            "10:00",
            [OPENED],
            id="a preliminary result opens and ends nothing",
        ),
        pytest.param(
            [alt("08:00", "200"), alt("09:00", "400", status="preliminary"), alt("10:00", "200", status="preliminary")],
            "11:00",
            [OPENED, "09:00 alt worsened critical hold-therapy"],
            id="a preliminary result worsens and eases nothing",
        ),
        pytest.param(
            [
                alt("08:00", "200", status="preliminary"),
                alt("08:00", "30", result_id="e1", version=2, accepted="09:00"),
            ],
            "10:00",
            [OPENED, "09:00 alt resolved corrected"],
            id="the final version is harmless",
        ),
        pytest.param(
            [
                alt("08:00", "200", status="preliminary"),
                alt("08:00", "30", status="preliminary", result_id="e1", version=2, accepted="09:00"),
            ],
            "10:00",
            [OPENED],
            id="of preliminary versions the worst counts",
        ),
        pytest.param(
            [
                alt("08:00", "200"),
                alt("08:00", "30", status="preliminary", result_id="e1", version=2, accepted="09:00"),
            ],
            "10:00",
            [OPENED],
            id="a preliminary version replaces no final one",
        ),
        pytest.param([alt("08:00", "100", comparator=">")], "09:00", [OPENED], id="> 100 may be 120"),
        pytest.param([alt("08:00", "120", comparator="<")], "09:00", [], id="< 120 is less than 120"),
        pytest.param([alt("08:00", "120", comparator="<=")], "09:00", [OPENED], id="<= 120 may be 120"),
        pytest.param(
            [alt("08:00", "200"), alt("09:00", "500", comparator="<")],
            "10:00",
            [OPENED, "09:00 alt worsened critical hold-therapy"],
            id="< 500 may be 400",
        ),
    ],
)
def test_when_the_liver_stops_the_therapy(story: list[Told], until: str, told: list[str]) -> None:
    assert tell(*story, about=RULE, until=until) == told


@pytest.mark.parametrize(
    ("result", "summary"),
    [
        (alt("08:00", "182", reference_high="39.6"), "ALT 182 U/L is 4.6 × ULN (39.6 U/L)"),
        (alt("08:00", "182"), "ALT 182 U/L is 4.6 × ULN (40 U/L by policy)"),
        (
            alt("08:00", "100", comparator=">"),
            "ALT > 100 U/L is 2.5 × ULN (40 U/L by policy); may reach 3 and 10 × ULN",
        ),
        (alt("08:00", "130", comparator=">"), "ALT > 130 U/L is 3.2 × ULN (40 U/L by policy); may reach 10 × ULN"),
        (alt("08:00", "500", comparator=">"), "ALT > 500 U/L is 12.5 × ULN (40 U/L by policy)"),
        (alt("08:00", "200", comparator="<"), "ALT < 200 U/L is 5.0 × ULN (40 U/L by policy); may reach 3 × ULN"),
        (alt("08:00", "182", status="preliminary"), "ALT 182 U/L is 4.6 × ULN (40 U/L by policy); preliminary"),
    ],
)
def test_the_evidence_says_what_it_rests_on(result: Told, summary: str) -> None:
    (made,) = [alert for alert in revisions(result) if alert.rule == RULE]
    assert (made.summary, made.evidence[0].fact) == (summary, summary)


def test_a_site_may_suspend_earlier() -> None:
    assert tell(alt("08:00", "80"), about=RULE, policy="[liver]\nsuspend_multiple = 2") == [OPENED]


def test_a_limit_of_the_site_holds_in_every_unit() -> None:
    policy = '[limits.alt]\nunit = "ukat/L"\nupper = 0.5'
    assert tell(alt("08:00", "90"), about=RULE, policy=policy) == [OPENED]
    assert tell(alt("08:00", "89.99"), about=RULE, policy=policy) == []
