"""The rules beside a naive reading of their sentences: at every instant that matters, and just before and after it."""

from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.chart.revise import charted
from alerts.standing import open_at
from models.log import ClinicalEvent
from tests.alerts.story import event_of, on
from tests.properties.book import SEEN, Book
from tests.properties.histories import JUDGE, learned
from tests.properties.reading import Said

INSTANT: Final = timedelta.resolution


class Course(NamedTuple):
    """What may happen to a patient, and on which days: as far apart as the rules count, or nearly so."""

    name: str
    days: tuple[int, ...]
    happens: tuple[tuple[str, dict[str, Any]], ...]


def _results(*of: dict[str, Any]) -> tuple[tuple[str, dict[str, Any]], ...]:
    return tuple(("lab-result", fields) for fields in of)


COURSES: Final = (
    Course(
        "liver",
        (0, 90, 180),
        (
            *_results(
                *({"analyte": name, "unit": "U/L", "value": value} for name in ("alt", "ast") for value in (30, 120))
            ),
            *_results({"analyte": "alt", "unit": "U/L", "value": 119}),
            ("hold-cleared", {"rule": "liver-uln"}),
        ),
    ),
    Course(
        "antibodies",
        (0, 42, 84, 112),
        _results(*({"analyte": "natalizumab-antibody", "finding": said} for said in ("positive", "negative"))),
    ),
    Course(
        "levels",
        (0, 21, 42),
        (
            *_results(*({"analyte": "natalizumab-level", "unit": "ug/mL", "value": value} for value in ("0.9", "1"))),
            ("infusion-started", {}),
        ),
    ),
    Course(
        "thyroid",
        (0, 1, 181),
        _results(
            *({"analyte": "tsh", "unit": "mIU/L", "value": value} for value in ("0.3", "0.4", "4", "4.1")),
            {"analyte": "free-t4", "unit": "pmol/L", "value": "4"},
        ),
    ),
    Course(
        "blood count",
        (0, 1, 90),
        _results(
            *({"analyte": "neutrophils", "unit": "10*9/L", "value": value} for value in ("0.3", "0.4", "4", "4.1")),
            *({"analyte": name, "unit": "10*9/L", "value": "4.1"} for name in ("lymphocytes", "monocytes")),
        ),
    ),
    Course(
        "neurology",
        (0, 90, 181, 365),
        (
            ("relapse-reported", {}),
            *(("mri-reported", {"new_t2_lesions": lesions}) for lesions in (0, 1)),
            ("edss-scored", {"score": "2.0"}),
        ),
    ),
    Course(
        "conditions",
        (0, 1, 2),
        (
            *(("condition-started", {"kind": kind}) for kind in ("infection", "lactation")),
            ("condition-resolved", {"kind": "infection"}),
            ("hold-cleared", {"rule": "active-infection"}),
        ),
    ),
)
LIMITS: Final[tuple[dict[str, str], ...]] = (
    {},
    {},
    {"reference_high": "4"},
    {"reference_low": "0.4"},
    {"reference_low": "0.4", "reference_high": "4"},
)
NEAR: Final = (0, 0, 0, -1, 1)
"""Microseconds by which something misses its day."""
THERAPY: Final = ("therapy-started", "therapy-started", "infusion-started", "therapy-discontinued")


def histories(course: Course) -> st.SearchStrategy[list[ClinicalEvent]]:
    """A therapy, and what may happen in it; every event stands for itself."""
    therapy = st.sampled_from(THERAPY).map(lambda name: (name, dict[str, Any]()))
    happened = st.sampled_from(course.happens).flatmap(_in_full)
    both = st.tuples(st.lists(therapy, min_size=1, max_size=3), st.lists(happened, min_size=1, max_size=6))
    return both.flatmap(lambda parts: _at_their_times([*parts[0], *parts[1]], course))


@st.composite
def _at_their_times(draw: st.DrawFn, happened: list[tuple[str, dict[str, Any]]], course: Course) -> list[ClinicalEvent]:
    start = datetime(2026, 1, 1, 12)  # noqa: DTZ001 - stories are written in UTC
    events = []
    for number, (name, fields) in enumerate(happened):
        at = start + timedelta(days=draw(st.sampled_from(course.days)), microseconds=draw(st.sampled_from(NEAR)))
        events.append(_event(str(at), name, fields, number))
    return events


def _in_full(happened: tuple[str, dict[str, Any]]) -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
    """A result with its status and, where it is a value, its limits and comparator; anything else as it is."""
    name, fields = happened
    if name != "lab-result":
        return st.just(happened)
    status = st.fixed_dictionaries({"status": st.sampled_from(("final", "final", "corrected", "preliminary"))})
    limits = st.sampled_from(LIMITS if "value" in fields and fields["unit"] != "U/L" else ({},))
    comparator = st.sampled_from((None, None, None, "<", "<=", ">", ">=") if "value" in fields else (None,))
    compared = comparator.map(lambda sign: {} if sign is None else {"comparator": sign})
    return st.builds(
        lambda *parts: (name, {key: part[key] for part in parts for key in part}),
        st.just(fields),
        status,
        limits,
        compared,
    )


def _event(at: str, name: str, fields: dict[str, Any], number: int) -> ClinicalEvent:
    own = {"infusion_id": f"infusion-{number}"} if name == "infusion-started" else {}
    if name == "condition-resolved":
        at = f"{at[:11]}13:00"  # at the instant of an onset it would end the spell before it, and go on
    return event_of(on(at, name, accepted=None, alert=None, **own, **fields), number)


@pytest.mark.parametrize("course", COURSES, ids=[course.name for course in COURSES])
@given(data=st.data())
def test_rules_say_what_their_sentences_say(course: Course, data: st.DataObject) -> None:
    history = data.draw(histories(course))
    judged = JUDGE.judged(charted(learned(history), JUDGE.policy))
    findings = [each for found in judged.findings.values() for each in found if each.rule in SEEN]
    bounds = {bound for each in findings for bound in (each.holds_from, each.holds_until) if bound is not None}
    matter = bounds | {each.occurred_at for each in history}

    for instant in sorted(matter | {at - INSTANT for at in matter} | {at + INSTANT for at in bounds}):
        shown = (found[0] for found in open_at(findings, instant).holding.values())
        held: set[Said] = {(each.rule, each.subject, each.severity, each.effect) for each in shown}
        assert held == Book(history).at(instant), str(instant)
