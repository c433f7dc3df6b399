"""What a line of a replay says does not depend on how plainly it is written."""

import json
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from models.instants import to_text
from streams.replay.lines import Arrival, Refused, read
from tests.strategies.events import Fields, fields, instants

TIMES = st.one_of(instants().map(to_text), st.sampled_from(["", "nonsense", "2026-01-05T08:00:00.5+01:00"]))


def arrivals(text: str) -> list[Arrival | Refused]:
    return list(read("file", [text.encode()]))


@given(fields(), st.dictionaries(st.sampled_from(["accepted_at", "recorded_at"]), TIMES))
def test_an_event_arrives_the_same_however_it_is_written(message: Fields, times: Fields) -> None:
    plain = json.dumps(message | times, default=str)
    closely = plain.replace('"type"', r'"\u0074ype"')
    assert arrivals(plain) == arrivals(closely)


def test_an_event_that_lies_ahead_of_its_arrival_is_refused_however_it_is_written() -> None:
    for late, refused in ((5, False), (6, True)):
        said = {"type": "relapse-reported", "event_id": "e", "patient_id": "p"}
        times = {
            "occurred_at": to_text(datetime.fromisoformat(f"2026-01-05T08:0{late}:00Z")),
            "recorded_at": "2026-01-05T08:00:00Z",
        }
        (found,) = arrivals(json.dumps(said | times))
        assert isinstance(found, Refused) is refused
