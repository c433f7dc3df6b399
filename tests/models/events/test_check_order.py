"""Of all faults the first is named, and no message whatever gets past."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.events import EVENT_TYPES, Event, check
from models.rejections import Reason, Rejected
from tests.models.events.samples import LAB, NOW, TOLERANCE, refused
from tests.strategies.events import Fields, events, fields

FAULTS: dict[str, Fields] = {
    "unknown-type": {"type": "lab"},
    "no-patient": {"patient_id": ""},
    "no-time": {"occurred_at": None},
    "time-without-zone": {"recorded_at": "2026-03-01T07:00:00"},
    "future-time": {"occurred_at": "2026-03-02T00:00:00Z"},
    "bad-status": {"status": "finall"},
    "unknown-analyte": {"analyte": "sodium"},
    "unknown-unit": {"unit": "furlong"},
    "bad-number": {"value": "5,4"},
    "bad-value": {"event_id": ""},
}


@given(
    st.sets(st.sampled_from(sorted(FAULTS)), min_size=1).filter(lambda faults: not {"no-time", "future-time"} <= faults)
)
def test_of_several_faults_the_first_in_the_order_of_reasons_is_given(faults: set[str]) -> None:
    message = LAB
    for fault in sorted(faults, reverse=True):
        message = message | FAULTS[fault]
    first = min((Reason(fault) for fault in faults), key=lambda reason: reason.precedence)
    assert refused(message)[0] == first


@given(fields())
def test_every_message_that_is_drawn_is_accepted(message: Fields) -> None:
    event = check(message, None, timedelta(0))
    assert isinstance(event, EVENT_TYPES[str(message["type"])])


@given(events(), st.sampled_from(["event_id", "type", "occurred_at"]))
def test_an_event_cannot_be_changed(event: Event, field: str) -> None:
    with pytest.raises(ValueError, match="frozen"):
        setattr(event, field, "other")


def why(message: Fields) -> str | None:
    """The field for which it is refused; None if it is accepted."""
    try:
        check(message, NOW, TOLERANCE)
    except Rejected as rejected:
        return rejected.where
    return None


junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals()
    | st.text(st.characters(), max_size=8)
    | st.sampled_from(["", "\ud800", "final", "alt", "U/L", "positive", "2026-03-01T07:00:00Z", "2026-03-01T07:00:00"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text("abc", max_size=3), inner, max_size=2),
    max_leaves=4,
)


@given(fields(), st.data())
def test_any_change_of_an_event_is_accepted_or_refused_with_a_reason(message: Fields, data: st.DataObject) -> None:
    model = EVENT_TYPES[str(message["type"])]
    for field in data.draw(st.lists(st.sampled_from(sorted(model.model_fields)), min_size=1, max_size=3)):
        message[field] = data.draw(junk)
    assert why(message) in {None, *model.model_fields}
