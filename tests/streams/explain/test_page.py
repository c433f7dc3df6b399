"""The page of a story, as a nurse or a neurologist reads it: how the patient stands, and a timeline with limits."""

import json
import re
from typing import Any

import pytest

from models.instants import parse
from models.policy import Policy
from streams.explain.page import page_of
from streams.explain.story import story_of
from streams.replay.run import Replay

BERLIN = '[site]\ntime_zone = "Europe/Berlin"'
BEGUN: dict[str, Any] = {"type": "therapy-started", "occurred_at": "2026-01-01T07:00:00Z"}
DRIP: dict[str, Any] = {"type": "infusion-started", "infusion_id": "drip", "route": "iv-infusion"}


def lab(at: str, analyte: str, /, **fields: object) -> dict[str, Any]:
    common = {"type": "lab-result", "occurred_at": at, "result_id": f"{analyte}-{at}", "status": "final"}
    return {**common, "analyte": analyte, **fields}


def alt(at: str, value: int, **fields: object) -> dict[str, Any]:
    return lab(at, "alt", value=value, unit="U/L", **{"reference_high": 40, **fields})


def page(*events: dict[str, Any], until: str = "2026-02-01T12:00:00Z", policy: str = BERLIN) -> str:
    lines = [
        json.dumps({"event_id": f"e{number}", "patient_id": "p1", **event}).encode()
        for number, event in enumerate(sorted(events, key=lambda event: event["occurred_at"]))
    ]
    what = Replay([("events", lines)], until=parse(until), policy=Policy.parse(policy))
    wrong: list[object] = []
    story = story_of("p1", what, wrong.append, lambda rule, _patient: wrong.append(rule))
    assert story is not None
    assert wrong == []
    return page_of(story)


def test_it_says_first_that_the_therapy_is_on_hold_and_why() -> None:
    told = page(BEGUN, alt("2026-01-20T07:00:00Z", 182))
    assert "Therapy on hold: liver-uln (alt)" in told
    assert "On therapy since 1 Jan 2026 08:00; no infusion yet." in told
    assert "Therapy on hold" not in page(BEGUN, alt("2026-01-20T07:00:00Z", 30))


def test_it_says_what_was_given_and_that_the_therapy_is_over() -> None:
    given = {**DRIP, "occurred_at": "2026-01-05T07:00:00Z"}
    over = {"type": "therapy-discontinued", "occurred_at": "2026-01-10T07:00:00Z"}
    assert "Not on therapy; infusions given: 1, the last on 5 Jan 2026 08:00." in page(BEGUN, given, over)


def test_open_alerts_stand_with_what_to_do_the_gravest_first() -> None:
    told = page(BEGUN, alt("2026-01-20T07:00:00Z", 182), alt("2026-01-21T07:00:00Z", 150), until="2026-04-02T00:00:00Z")
    table = told.split("<h2>Open alerts (5)</h2>")[1].split("</table>")[0]
    assert re.findall(r'class="word (\w+)"', table) == ["critical", "warning", "warning", "warning", "info"]
    assert "Suspend natalizumab; repeat ALT and AST." in table
    assert "<h2>Open alerts</h2><p>None.</p>" in page({**BEGUN, "type": "therapy-discontinued"})


def test_values_stand_beside_the_limit_of_the_laboratory_and_the_one_that_suspends() -> None:
    told = page(BEGUN, alt("2026-01-20T07:00:00Z", 30), alt("2026-01-25T07:00:00Z", 182, reference_high=50))
    lines = re.findall(r'<line class="limit (\w+)"[^>]*/><title>([^<]*)', told)
    assert [line for line in lines if line[0] == "upper"] == [("upper", "40"), ("upper", "50")]
    assert {text for style, text in lines if style == "suspend"} == {"3 × ULN"}
    assert re.findall(r'class="value"[^>]*>([^<]*)', told) == ["182", "30"]


@pytest.mark.parametrize(
    ("result", "style"),
    [
        (alt("2026-01-20T07:00:00Z", 40), "good"),
        (alt("2026-01-20T07:00:00Z", 41), "warning"),
        (alt("2026-01-20T07:00:00Z", 120), "critical"),
        (alt("2026-01-20T07:00:00Z", 120, status="preliminary"), "critical hollow"),
        (alt("2026-01-20T07:00:00Z", 2, reference_low=5), "good"),
        (lab("2026-01-20T07:00:00Z", "tsh", value=0.1, unit="mIU/L", reference_low=0.4), "warning"),
        (lab("2026-01-20T07:00:00Z", "platelets", value=100, unit="10*9/L"), "good"),
        (lab("2026-01-20T07:00:00Z", "natalizumab-level", value=900, unit="ng/mL"), "warning"),
        (lab("2026-01-20T07:00:00Z", "natalizumab-level", value=1, unit="ug/mL"), "good"),
        (lab("2026-01-20T07:00:00Z", "natalizumab-antibody", finding="positive"), "warning"),
        (lab("2026-01-20T07:00:00Z", "hcg", finding="negative"), "good"),
        (lab("2026-01-20T07:00:00Z", "jcv-antibody", finding="indeterminate"), "neutral"),
    ],
)
def test_a_result_has_the_colour_of_what_the_rules_think_of_it(result: dict[str, Any], style: str) -> None:
    laboratory = page(BEGUN, result).split(">Laboratory<")[1].split(">What natwatch found<")[0]
    assert re.findall(r'<circle class="mark ([\w ]+)"', laboratory) == [style]


def test_the_scale_is_that_of_the_site_and_a_legend_explains_the_shapes() -> None:
    given = {**DRIP, "occurred_at": "2026-01-05T07:00:00Z"}
    over = {**DRIP, "type": "infusion-stopped", "reason": "completed", "occurred_at": "2026-01-05T08:10:00Z"}
    told = page(given, over, until="2026-01-05T12:00:00Z")
    assert re.findall(r'class="date"[^>]*>([^<]*)', told) == ["08:00", "09:00", "10:00", "11:00", "12:00", "13:00"]
    assert "times are those of Europe/Berlin" in told
    assert all(
        words in told for words in ("limit", "suspend from here on", "preliminary", "goes on", "told up to here")
    )


def test_what_goes_on_is_told_from_what_is_over() -> None:
    infection = {"type": "condition-started", "condition_id": "c", "kind": "infection"}
    cured = {**infection, "type": "condition-resolved", "occurred_at": "2026-01-12T07:00:00Z"}
    began = {**infection, "occurred_at": "2026-01-10T07:00:00Z"}
    told = page(BEGUN, began, cured)
    assert "infection c, from 10 Jan 2026 08:00 to 12 Jan 2026 08:00" in told
    assert "infection c, from 10 Jan 2026 08:00<" in page(BEGUN, began)


def test_every_part_of_a_course_has_its_row() -> None:
    told = page(
        BEGUN,
        {"type": "mri-reported", "occurred_at": "2026-01-10T07:00:00Z", "gd_enhancing_lesions": 2, "new_t2_lesions": 0},
        {"type": "edss-scored", "occurred_at": "2026-01-10T07:00:00Z", "score": 3.5},
        {"type": "relapse-reported", "occurred_at": "2026-01-11T07:00:00Z"},
        {**DRIP, "occurred_at": "2026-01-12T07:00:00Z", "preparation_id": "bag"},
        {
            "type": "reaction-observed",
            "occurred_at": "2026-01-12T07:30:00Z",
            "symptom": "urticaria",
            "severity": "mild",
        },
        {"type": "medication-started", "occurred_at": "2026-01-13T07:00:00Z", "order_id": "o", "name": "Azathioprine"},
        {
            "type": "dose-prepared",
            "occurred_at": "2026-01-12T05:00:00Z",
            "preparation_id": "bag",
            "dose_mg": 300,
            "diluent": "sodium-chloride-0.9",
            "diluent_volume_ml": 100,
        },
    )
    rows = (
        "on therapy",
        "on hold",
        "infusions",
        "doses kept",
        "orders",
        "reactions",
        "relapses",
        "MRI",
        "EDSS",
        "pages",
    )
    assert [row for row in rows if f">{row}</text>" not in told] == []
    assert "MRI: 2 gadolinium-enhancing, 0 new T2 lesions, 10 Jan 2026 08:00" in told
    assert ">Azathioprine</text>" in told
